import type { Arch } from "@ascent/core";
import type { FinishedBuild, NewRun, SeedLock, SeedResult } from "@ascent/engine";
import { digestOf } from "./digests.ts";
import { builtPackage, offeredPackage, packageRecord, plannedStages, type StageSketch } from "./recipes.ts";

/** A moment, `seconds` after a fixed one: tests have no clock of their own. */
export function moment(seconds = 0): Date {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
}

export function newRun(given: Partial<NewRun> & { readonly id: string }): NewRun {
  return {
    blueprint: "sample",
    blueprintDigest: digestOf("sample blueprint"),
    files: [
      { path: "bootstrap.yaml", digest: digestOf("bootstrap.yaml"), executable: false },
      { path: "stage1/patch.sh", digest: digestOf("patch.sh"), executable: true },
    ],
    seeds: ["alpine", "debian"],
    arches: ["x86_64"],
    required: "resolved",
    settings: {
      limits: { seconds: 600, memoryBytes: 2 ** 30, processes: 100, diskBytes: 2 ** 30, logBytes: 2 ** 20 },
      sources: [],
    },
    requestedBy: "test",
    at: moment(),
    ...given,
  };
}

/** A lock of packages with these names. */
export function seedLock(arch: Arch, names: readonly string[], seed = "alpine"): SeedLock {
  return {
    seed,
    arch,
    origin: `https://example.org/${seed}`,
    packages: names.map((name) => ({
      ...offeredPackage({ input: `seed:${seed}`, record: packageRecord({ name, arch }) }),
      upstream: { url: `https://example.org/${seed}/${name}.apk`, sha256: digestOf(`upstream ${name}`).slice(7) },
    })),
  };
}

/** Two stages: `cc` before `libc` before `sh`, with `gzip` beside them; then `cc` and `sed` from the first alone. */
export const TWO_STAGES: readonly StageSketch[] = [
  { stage: "stage1", inputs: ["seed:alpine"], builds: { cc: [], libc: ["cc"], gzip: [], sh: ["libc"] } },
  { stage: "final", inputs: ["stage1"], builds: { cc: [], sed: ["cc"] } },
];

export function seedResult(given: {
  readonly arch?: Arch;
  readonly sketches?: readonly StageSketch[];
  readonly names?: readonly string[];
  readonly at?: Date;
}): SeedResult {
  const arch = given.arch ?? "x86_64";
  const lock = seedLock(arch, given.names ?? ["gcc", "make"]);
  return {
    lock,
    lockDigest: digestOf(`lock ${JSON.stringify(lock)}`),
    stages: plannedStages(arch, given.sketches ?? TWO_STAGES),
    at: given.at ?? moment(1),
  };
}

/** A build that put out one package, named like it. `stage` keeps the bytes of stages apart. */
export function finishedBuild(
  given: Pick<FinishedBuild, "ref"> & Partial<FinishedBuild> & { readonly name: string; readonly stage: string },
): FinishedBuild {
  const { name, stage, ...rest } = given;
  const { buildId } = given.ref;
  return {
    key: digestOf(`key ${buildId}`),
    cached: false,
    builderVersion: "1",
    environment: [],
    sources: [],
    outputs: [builtPackage(packageRecord({ name }), `${stage} ${name} ${buildId}`)],
    steps: [{ label: "runs", startedAt: moment(2), finishedAt: moment(3), exitCode: 0 }],
    logDigest: digestOf(`log ${buildId}`),
    at: moment(3),
    ...rest,
  };
}
