import type {
  Arch,
  OfferedPackage,
  PackageRecord,
  PlannedBuild,
  PlannedStage,
  Recipe,
  RecipePackage,
} from "@ascent/core";
import type { BuiltPackage } from "@ascent/engine";
import { digestOf } from "./digests.ts";

/** A package as an index would list it. */
export function packageRecord(given: Partial<PackageRecord> & { readonly name: string }): PackageRecord {
  return {
    version: "1.0-r0",
    arch: "x86_64",
    origin: given.name,
    description: `${given.name} for tests`,
    url: "https://example.org/",
    license: "MIT",
    size: 1000,
    installedSize: 4000,
    checksum: "Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    depends: [],
    provides: [],
    installIf: [],
    replaces: [],
    ...given,
  };
}

/** A package that an input offers; its digests follow from `bytes`, by default its input, name and version. */
export function offeredPackage(given: { input: string; record: PackageRecord; bytes?: string }): OfferedPackage {
  const { input, record } = given;
  const bytes = given.bytes ?? `${input} ${record.name} ${record.version}`;
  return { record, input, fileDigest: digestOf(`file ${bytes}`), contentDigest: digestOf(`content ${bytes}`) };
}

/** What a build puts out; its digests follow from `bytes`. */
export function builtPackage(record: PackageRecord, bytes: string): BuiltPackage {
  return {
    record,
    size: record.size,
    fileDigest: digestOf(`file ${bytes}`),
    contentDigest: digestOf(`content ${bytes}`),
    sbom: digestOf(`sbom ${bytes}`),
  };
}

const place = { file: "test.yaml", line: 1, column: 1 } as const;

export function recipePackage(name: string): RecipePackage {
  return {
    name,
    description: `${name} for tests`,
    url: "https://example.org/",
    license: "MIT",
    copyrights: [{ license: "MIT", paths: ["*"] }],
    runtime: [],
    provides: [],
    replaces: [],
    installIf: [],
    scriptlets: {},
    options: { noProvides: false, noDepends: false, noCommands: false, noVersionedShlibDeps: false },
    capabilities: [],
    steps: [{ label: "runs", runs: "true\n", workingDirectory: "/home/build", environment: {}, place }],
    place,
  };
}

/** A recipe whose definition is `STAGE/NAME.yaml`. */
export function recipe(given: Partial<Recipe> & { readonly name: string; readonly stage: string }): Recipe {
  const file = `${given.stage}/${given.name}.yaml`;
  return {
    arch: "x86_64",
    version: "1.0",
    epoch: 0,
    definition: { file, digest: digestOf(`definition ${file}`) },
    environment: { packages: [], variables: {} },
    sources: [],
    files: [],
    packages: [recipePackage(given.name)],
    sourceDateEpoch: 0,
    repositories: [],
    ...given,
  };
}

export interface StageSketch {
  readonly stage: string;
  readonly inputs: readonly string[];
  /** Name → names of the same stage that come first; listed so that what comes first is written first. */
  readonly builds: Readonly<Record<string, readonly string[]>>;
}

/** Planned stages from a sketch, with waves and remaining path lengths as the planner counts them. */
export function plannedStages(arch: Arch, sketches: readonly StageSketch[]): PlannedStage[] {
  return sketches.map(({ stage, inputs, builds }) => {
    const waves = new Map<string, number>();
    const remaining = new Map<string, number>();
    const entries = Object.entries(builds);
    for (const [name, first] of entries) {
      waves.set(
        name,
        first.reduce((wave, other) => Math.max(wave, (waves.get(other) ?? 0) + 1), 0),
      );
    }
    for (const [name] of entries.toReversed()) {
      const dependents = entries.filter(([, first]) => first.includes(name));
      const longest = dependents.reduce((length, [other]) => Math.max(length, remaining.get(other) ?? 0), 0);
      remaining.set(name, longest + 1);
    }
    const planned = entries.map(
      ([name, first]): PlannedBuild => ({
        stage,
        arch,
        name,
        recipe: recipe({ name, stage, arch }),
        edges: first.map((other) => ({ name: other, input: stage, build: other, assumed: false, place })),
        waitsFor: first.toSorted(),
        wave: waves.get(name) ?? 0,
        remaining: remaining.get(name) ?? 1,
      }),
    );
    const order = (a: PlannedBuild, b: PlannedBuild) =>
      a.wave - b.wave || b.remaining - a.remaining || (a.name < b.name ? -1 : 1);
    return { stage, arch, inputs, builds: planned.toSorted(order) };
  });
}
