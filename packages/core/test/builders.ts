import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  type Blueprint,
  type Digest,
  type Hash,
  type Located,
  type LockedPackage,
  type OfferedPackage,
  type Place,
  parseDependency,
  parseProvision,
  type Recipe,
  type RecipePackage,
  type Rung,
  type Seed,
  type Stage,
} from "../src/index.ts";

export const sha256: Hash = (content) => `sha256:${createHash("sha256").update(content).digest("hex")}`;

export function at(file: string, line = 1, column = 1): Place {
  return { file, line, column };
}

export function located(file: string, texts: readonly string[], firstLine = 1): Located<string>[] {
  return texts.map((value, index) => ({ value, place: at(file, firstLine + index, 7) }));
}

export interface OfferSketch {
  readonly depends?: readonly string[];
  readonly provides?: readonly string[];
  readonly installIf?: readonly string[];
  readonly priority?: number;
  /** Told apart from other packages of the same name and version. */
  readonly salt?: string;
}

/** `offer("stage1", "zlib-1.3-r0", { depends: ["musl"] })`; the version begins at the last `-` before a digit, bar `-rN`. */
export function offer(input: string, nameVersion: string, sketch: OfferSketch = {}): OfferedPackage {
  const match = /^(.+?)-(\d[^-]*(?:-r\d+)?)$/.exec(nameVersion);
  const [, name = nameVersion, version = "0-r0"] = match ?? [];
  return {
    input,
    fileDigest: sha256(`file ${input} ${nameVersion} ${sketch.salt ?? ""}`),
    contentDigest: sha256(`content ${input} ${nameVersion} ${sketch.salt ?? ""}`),
    record: {
      name,
      version,
      arch: "x86_64",
      origin: name,
      description: "",
      url: "",
      license: "MIT",
      size: 1,
      installedSize: 1,
      checksum: "Q1",
      depends: (sketch.depends ?? []).map(parseDependency),
      provides: (sketch.provides ?? []).map(parseProvision),
      installIf: (sketch.installIf ?? []).map(parseDependency),
      replaces: [],
      ...(sketch.priority === undefined ? {} : { providerPriority: sketch.priority }),
    },
  };
}

export function lockOf(offered: OfferedPackage): LockedPackage {
  const { record, input, fileDigest, contentDigest } = offered;
  return { name: record.name, version: record.version, input, fileDigest, contentDigest };
}

export interface RecipeSketch {
  readonly version?: string;
  readonly needs?: readonly string[];
  readonly runtime?: readonly string[];
  readonly provides?: readonly string[];
  readonly installIf?: readonly string[];
  readonly priority?: number;
  /** Subpackage name → its run-time dependencies. */
  readonly subpackages?: Readonly<Record<string, readonly string[]>>;
  readonly repositories?: readonly string[];
  readonly file?: string;
}

/** Lines: `needs` from 10, `runtime` from 100, `provides` from 200, subpackages from 300 on. */
export function recipe(stage: string, name: string, sketch: RecipeSketch = {}): Recipe {
  const file = sketch.file ?? `${stage}/${name}.yaml`;
  const main: RecipePackage = {
    ...emptyPackage(name, at(file, 2)),
    runtime: located(file, sketch.runtime ?? [], 100),
    provides: located(file, sketch.provides ?? [], 200),
    installIf: located(file, sketch.installIf ?? [], 250),
    ...(sketch.priority === undefined ? {} : { providerPriority: sketch.priority }),
  };
  const subpackages = Object.entries(sketch.subpackages ?? {}).map(([subname, runtime], index) => ({
    ...emptyPackage(subname, at(file, 300 + 10 * index)),
    runtime: located(file, runtime, 301 + 10 * index),
  }));
  return {
    stage,
    arch: "x86_64",
    name,
    version: sketch.version ?? "1.0",
    epoch: 0,
    definition: { file, digest: sha256(file) },
    environment: { packages: located(file, sketch.needs ?? [], 10), variables: {} },
    sources: [],
    files: [],
    packages: [main, ...subpackages],
    sourceDateEpoch: 0,
    repositories: located(file, sketch.repositories ?? [], 5),
  };
}

function emptyPackage(name: string, place: Place): RecipePackage {
  return {
    name,
    description: "",
    url: "",
    license: "MIT",
    copyrights: [],
    runtime: [],
    provides: [],
    replaces: [],
    installIf: [],
    scriptlets: {},
    options: { noProvides: false, noDepends: false, noCommands: false, noVersionedShlibDeps: false },
    capabilities: [],
    steps: [],
    place,
  };
}

const BLUEPRINT_FILE = "bootstrap.yaml";

export function seed(name: string, aliases: Readonly<Record<string, readonly string[]>> = {}): Seed {
  return {
    name,
    type: "debian",
    suite: "host",
    reason: "test",
    aliases: new Map(Object.entries(aliases)),
    place: at(BLUEPRINT_FILE, 3),
  };
}

/** Stages with their inputs, in order; stage `n` is at line 10 × (n + 1). */
export function blueprint(
  stages: Readonly<Record<string, readonly string[]>>,
  { seeds = [seed("x")], require = "resolved" }: { seeds?: readonly Seed[]; require?: Rung } = {},
): Blueprint {
  return {
    name: "test",
    description: "",
    arches: ["x86_64"],
    seeds,
    stages: Object.entries(stages).map(([name, inputs], index): Stage => {
      const line = 10 * (index + 1);
      return {
        name,
        inputs: located(BLUEPRINT_FILE, inputs, line + 1),
        definitions: [],
        environment: {},
        packages: [],
        place: at(BLUEPRINT_FILE, line),
      };
    }),
    policies: {
      require,
      limits: { seconds: 1, memoryBytes: 1, processes: 1, diskBytes: 1, logBytes: 1 },
    },
    sources: [],
    place: at(BLUEPRINT_FILE),
  };
}

/** The same elements in an arbitrary other order. */
export function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

/** CPU seconds that a piece of work takes in this process, whatever else the machine does. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export function digest(text: string): Digest {
  return sha256(text);
}
