import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Arch, Fault, formatPlace, isSeedInput, type PlannedBuild } from "@ascent/core";
import { type BlueprintFiles, planOneArch } from "@ascent/engine";
import { type LoadedBlueprint, sha256 } from "@ascent/formats";
// The builder's own, so that the bare script's steps see what Ascent's see.
import { environmentOf } from "../../packages/builder/src/pipeline/pipeline.ts";
import { conditionsOf } from "../../packages/builder/src/variation/conditions.ts";

export interface ExportRequest {
  readonly loaded: LoadedBlueprint;
  /** The files that it was loaded from. */
  readonly files: BlueprintFiles;
  readonly seed: string;
  readonly arch: Arch;
  /** A folder that is made. */
  readonly into: string;
}

/**
 * Writes the builds of a blueprint as scripts for `bare.sh`, whose header says what goes where. The steps are those of the
 * definitions, evaluated; nothing is copied by hand. Throws Fault "plan-defects".
 */
export async function exportBuilds(request: ExportRequest): Promise<void> {
  const { loaded, files, seed, arch, into } = request;
  const planned = planOneArch(loaded, { seed, arch, offer: { kind: "assumed" } });
  if (!planned.ok) {
    const messages = planned.defects.map(({ place, message }) => `${formatPlace(place)}: ${message}`);
    throw new Fault("plan-defects", messages.join("\n"));
  }
  const contents = new Map([...files.values()].map(({ bytes }) => [sha256(bytes), bytes] as const));
  const builds = planned.value.flatMap((stage) => stage.builds);
  for (const build of builds) await exportBuild(build, join(into, build.stage, build.name), contents);
  await writeFile(join(into, "builds"), lines(builds.map(({ stage, name }) => `${stage} ${name}`)));
}

async function exportBuild(
  build: PlannedBuild,
  folder: string,
  contents: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await mkdir(join(folder, "steps"), { recursive: true });
  await writeFile(join(folder, "inputs"), lines(new Set(build.edges.map(inputLine))));
  for (const file of build.recipe.files) {
    const path = join(folder, "files", file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents.get(file.digest) ?? "");
    await chmod(path, file.executable ? 0o755 : 0o644);
  }
  const steps = build.recipe.packages.flatMap((made) => made.steps);
  for (const [index, step] of steps.entries()) {
    const path = join(folder, "steps", String(index + 1).padStart(2, "0"));
    const { JOBS: _, ...environment } = environmentOf(build.recipe, step, conditionsOf({ parallelism: 1 }));
    await writeFile(`${path}.sh`, step.runs);
    await writeFile(`${path}.cwd`, step.workingDirectory);
    await writeFile(`${path}.env`, lines(Object.entries(environment).map(([name, value]) => `${name}=${value}`)));
  }
}

function inputLine(edge: PlannedBuild["edges"][number]): string {
  return isSeedInput(edge.input) ? "seed" : `${edge.input} ${edge.build}`;
}

function lines(texts: Iterable<string>): string {
  return [...texts].map((text) => `${text}\n`).join("");
}
