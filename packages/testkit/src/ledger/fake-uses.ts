import {
  type BuildUse,
  type ClosurePart,
  type Digest,
  isSeedInput,
  type LockedPackage,
  type PackageRecord,
  searchUses,
} from "@ascent/core";
import type { ProofReader } from "@ascent/engine";
import { type FakeBuild, type FakeRun, type FakeState, findBuild } from "./fake-state.ts";

export function useMethods(state: FakeState): Pick<ProofReader, "usesOf" | "wayTo" | "recordsOf" | "closureOf"> {
  return {
    async usesOf(buildIds) {
      const found = buildIds.flatMap((id) => findBuild(state, id) ?? []);
      return found.flatMap(({ run, build }) => usesOfBuild(run.rebuild?.of ?? run, build));
    },
    async wayTo(buildId, on) {
      const reached = [...reachedFrom(state, buildId)];
      const uses = reached.flatMap((one) => one.uses);
      const stage = reached[0]?.build.plan.stage ?? "";
      const isThere = searchUses({ buildId, stage }, on, uses).found !== undefined;
      return { uses: isThere ? uses : [], looked: reached.length };
    },
    async closureOf(buildId) {
      return closureIn(state, buildId);
    },
    async recordsOf(digests) {
      const wanted = new Set(digests);
      return new Map([...allRecords(state)].filter(([digest]) => wanted.has(digest)));
    },
  };
}

/** A build and all that it goes back to, with what each used. */
function* reachedFrom(state: FakeState, buildId: string) {
  const reached = new Set([buildId]);
  for (const id of reached) {
    const found = findBuild(state, id);
    if (found === undefined) continue;
    const uses = usesOfBuild(found.run.rebuild?.of ?? found.run, found.build);
    for (const { madeBy } of uses) if (madeBy !== undefined) reached.add(madeBy);
    yield { build: found.build, uses };
  }
}

function closureIn(state: FakeState, buildId: string): ClosurePart[] {
  const parts = new Map<string, ClosurePart>();
  for (const { build, uses } of reachedFrom(state, buildId)) {
    for (const { buildId: _, stage: __, build: ___, ...part } of uses)
      if (part.madeBy === undefined) parts.set(`${part.role} ${part.input} ${part.name} ${part.digest}`, part);
    if (build.id === buildId) continue;
    for (const output of build.outputs) parts.set(`${build.id} ${output.fileDigest}`, madePart(build, output));
  }
  return [...parts.values()];
}

function madePart(
  { id, plan }: FakeBuild,
  { record, fileDigest, contentDigest }: FakeBuild["outputs"][number],
): ClosurePart {
  const { name, version } = record;
  return { role: "environment", input: plan.stage, name, version, digest: fileDigest, contentDigest, madeBy: id };
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
