import { type BuildUse, type Digest, isSeedInput, type LockedPackage, type PackageRecord } from "@ascent/core";
import type { ProofReader } from "@ascent/engine";
import { type FakeBuild, type FakeRun, type FakeState, findBuild } from "./fake-state.ts";

export function useMethods(state: FakeState): Pick<ProofReader, "usesOf" | "recordsOf"> {
  return {
    async usesOf(buildIds) {
      const found = buildIds.flatMap((id) => findBuild(state, id) ?? []);
      return found.flatMap(({ run, build }) => usesOfBuild(run.rebuild?.of ?? run, build));
    },
    async recordsOf(digests) {
      const wanted = new Set(digests);
      return new Map([...allRecords(state)].filter(([digest]) => wanted.has(digest)));
    },
  };
}

function usesOfBuild(run: FakeRun, build: FakeBuild): BuildUse[] {
  if (build.state !== "done") return [];
  const { name, stage, recipe } = build.plan;
  const use = { buildId: build.id, stage, build: name };
  const { definition, files } = recipe;
  return [
    ...build.environment.map(
      (locked): BuildUse => ({ ...use, role: "environment", ...packageUse(run, build, locked) }),
    ),
    { ...use, role: "definition", name: definition.file, digest: definition.digest },
    ...files.map(({ path, digest }): BuildUse => ({ ...use, role: "file", name: path, digest })),
    ...build.sources.map(({ uri, digest }): BuildUse => ({ ...use, role: "source", name: uri, digest })),
  ];
}

function packageUse(run: FakeRun, build: FakeBuild, locked: LockedPackage) {
  const { fileDigest, ...told } = locked;
  const { input } = told;
  if (isSeedInput(input)) return { ...told, digest: fileDigest };
  const makers = [...run.builds.values()].filter(({ plan }) => plan.arch === build.plan.arch && plan.stage === input);
  const maker = makers.find(({ outputs }) => outputs.some((output) => output.fileDigest === fileDigest));
  return { ...told, digest: fileDigest, ...(maker === undefined ? {} : { madeBy: maker.id }) };
}

function* allRecords(state: FakeState): Generator<[Digest, PackageRecord]> {
  for (const run of state.runs.values()) {
    for (const { lock } of run.seeds.values())
      for (const { fileDigest, record } of lock?.packages ?? []) yield [fileDigest, record];
    for (const { outputs } of run.builds.values())
      for (const { fileDigest, record } of outputs) yield [fileDigest, record];
  }
}
