import { type Defect, type Digest, Fault, formatPlace, isFault, type PlannedStage } from "@ascent/core";
import { type LoadedBlueprint, loadBlueprint, sha256 } from "@ascent/formats";
import { readFiles } from "./blueprint-files.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { namesFromSeed, planOneArch } from "./plan-blueprint.ts";
import type { BlueprintFiles, SeedLock, SeedReport, SeedTask } from "./ports.ts";
import type { WorkerPorts } from "./worker.ts";

export interface LockedPlan {
  readonly lock: SeedLock;
  readonly stages: readonly PlannedStage[];
  /** Texts of the plan's definitions. */
  readonly definitions: ReadonlyMap<Digest, string>;
}

interface SeedWork {
  readonly task: SeedTask;
  readonly lease: Pick<LeaseKeeper<SeedReport>, "report">;
  readonly signal: AbortSignal;
}

interface Search extends SeedWork {
  readonly files: BlueprintFiles;
  readonly loaded: LoadedBlueprint;
}

/**
 * Locks the first seed of the run that can be reached and plans the arch against it. Throws Fault "plan-defects",
 * "seed-unreachable" when no seed can be reached, and the other faults of `SeedProvider.acquire` as they come.
 */
export async function lockAndPlan(ports: WorkerPorts, work: SeedWork): Promise<LockedPlan> {
  const { task } = work;
  const files = await readFiles(ports.store, task.files);
  const loaded = loadBlueprint(files, await ports.blueprints.pipelines(), sha256);
  if (!loaded.ok) throw defectsFault(loaded.defects);
  const lock = await firstSeed(ports, { ...work, files, loaded: loaded.value });
  const choice = { seed: lock.seed, arch: task.arch, offer: { kind: "locked", packages: lock.packages } } as const;
  const planned = planOneArch(loaded.value, choice);
  if (!planned.ok) throw defectsFault(planned.defects);
  return { lock, stages: planned.value, definitions: definitionTexts(planned.value, files) };
}

/** Tries the run's seeds in order; only one that cannot be reached makes way for the next. */
async function firstSeed(ports: WorkerPorts, search: Search): Promise<SeedLock> {
  const reasons: string[] = [];
  for (const name of search.task.run.seeds) {
    try {
      return await acquireSeed(ports, search, { name, note: reasons.at(-1) });
    } catch (error) {
      if (!isFault(error) || error.code !== "seed-unreachable" || search.signal.aborted) throw error;
      ports.log.warn({ seed: name, err: error }, "seed cannot be reached");
      reasons.push(`${name} cannot be reached: ${error.message}`);
    }
  }
  throw new Fault("seed-unreachable", `no seed of this run can be reached. ${reasons.join(" ")}`, {
    wayOut: "Check this host's network and apt configuration, or name another seed with --seed.",
    retryable: true,
  });
}

async function acquireSeed(
  ports: WorkerPorts,
  search: Search,
  choice: { readonly name: string; readonly note: string | undefined },
): Promise<SeedLock> {
  const { task, loaded, files, signal, lease } = search;
  const seed = loaded.blueprint.seeds.find((declared) => declared.name === choice.name);
  if (seed === undefined) throw new Fault("seed-unknown", `the blueprint declares no seed named "${choice.name}"`);
  const note = choice.note === undefined ? {} : { note: choice.note };
  const assumed = planOneArch(loaded, { seed: seed.name, arch: task.arch, offer: { kind: "assumed" } });
  if (!assumed.ok) throw defectsFault(assumed.defects);
  // Waited for: progress that follows at once would otherwise take the place of the note.
  await lease.report({ seed: seed.name, step: "resolve", done: 0, total: 1, ...note });
  return ports.seeds.acquire({
    seed,
    arch: task.arch,
    names: namesFromSeed(assumed.value),
    files,
    onProgress: (progress) => void lease.report({ seed: seed.name, ...progress }),
    signal,
  });
}

/** So that provenance can be read with SQL alone. A file that is no longer the one that was planned is left out. */
function definitionTexts(stages: readonly PlannedStage[], files: BlueprintFiles): ReadonlyMap<Digest, string> {
  const texts = new Map<Digest, string>();
  for (const { recipe } of stages.flatMap((stage) => stage.builds)) {
    const { file, digest } = recipe.definition;
    const text = new TextDecoder().decode(files.get(file)?.bytes);
    if (sha256(text) === digest) texts.set(digest, text);
  }
  return texts;
}

function defectsFault(defects: readonly Defect[]): Fault {
  const lines = defects.map((defect) => `${formatPlace(defect.place)}: ${defect.message}`);
  return new Fault("plan-defects", lines.join("\n"), {
    wayOut: defects[0]?.wayOut ?? "Mend the blueprint and start a new run.",
  });
}
