import { canonicalJson, chooseRebuilds, type Evidence, isRebuildItself, RUN_PRIORITY } from "@ascent/core";
import type { NewRebuild, ProofLedger, ProofReader } from "@ascent/engine";
import { remember } from "./fake-chain.ts";
import { emit, type FakeChange, settleArch } from "./fake-flight.ts";
import { earlierRun, giveVerdict, purposeOf, runRecord, sameRequest } from "./fake-runs.ts";
import { addArtifact, type FakeBuild, type FakeRun, type FakeState, isOver, storableText } from "./fake-state.ts";

export function proofMethods(
  state: FakeState,
): ProofLedger & Omit<ProofReader, "usesOf" | "wayTo" | "recordsOf" | "closureOf"> {
  return {
    async createRebuild(rebuild) {
      const original = state.runs.get(rebuild.of);
      if (original === undefined) return undefined;
      if (original.rebuild !== undefined) throw isRebuildItself(rebuild.of, original.rebuild.of.request.id);
      const run = rebuildRun(original, rebuild);
      const earlier = earlierRun(state, run.request);
      if (earlier !== undefined) return { run: sameRequest(earlier, run), created: false };
      const chosen = chosenBuilds(original, rebuild);
      state.runs.set(rebuild.id, run);
      start({ state, run, at: rebuild.at }, original, chosen);
      return { run: runRecord(run), created: true };
    },
    async addEvidence(evidence, { runIds }) {
      addEvidence(state, evidence, runIds);
    },
    async recordVerdict(runId, { verdict, at }) {
      const run = state.runs.get(runId);
      if (run === undefined || !isOver(run.state)) return;
      if (run.verdict !== undefined && canonicalJson(run.verdict) === canonicalJson(verdict)) return;
      giveVerdict({ state, run, at }, verdict);
      emit({ state, run, at }, "run.judged", { holds: verdict.holds });
    },
    async evidence(runId, arch) {
      const builds = [...(state.runs.get(runId)?.builds.values() ?? [])].filter(({ plan }) => plan.arch === arch);
      return [...state.evidence.values()].filter(
        (given) => given.arch === arch && builds.some((build) => isAbout(given, build)),
      );
    },
    async evidenceOn(buildKey) {
      return [...state.evidence.values()].filter((given) => given.buildKey === buildKey);
    },
    async rebuilds(runId) {
      const rebuilds = [...state.runs.values()].filter(({ rebuild }) => rebuild?.of.request.id === runId);
      return rebuilds
        .sort(({ request: a }, { request: b }) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
        .map(runRecord);
    },
    async fingerprintOf(seedLock) {
      return state.fingerprints.get(seedLock);
    },
  };
}

export function addEvidence(state: FakeState, evidence: readonly Evidence[], runIds: readonly string[]): void {
  for (const given of evidence) {
    const text = canonicalJson(given);
    const kept = JSON.parse(text, (_key, held) => (typeof held === "string" ? storableText(held) : held)) as Evidence;
    if (!state.evidence.has(text)) state.evidence.set(text, kept);
    remember(state, "evidence.added", text);
    for (const id of runIds.filter((own) => state.runs.has(own))) remember(state, "evidence.found", `${text}/${id}`);
    for (const [at, digest] of given.documents.entries()) {
      const kind = given.kind === "residue" && at > 0 ? "attestation" : "report";
      addArtifact(state, { digest, kind, label: `${given.kind} of ${given.package}` });
    }
  }
}

function isAbout(given: Evidence, build: FakeBuild): boolean {
  if (build.key !== given.buildKey) return false;
  return build.outputs.some(
    ({ record, contentDigest }) => record.name === given.package && contentDigest === given.contentDigest,
  );
}

function rebuildRun(original: FakeRun, rebuild: NewRebuild): FakeRun {
  const { id, requestedBy, at, idempotencyKey, packages, with: what } = rebuild;
  const { idempotencyKey: _, priority: __, ...request } = original.request;
  return {
    request: { ...request, id, requestedBy, at, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
    rebuild: {
      of: original,
      with: what,
      ...(packages === undefined ? {} : { packages: [...new Set(packages)].sort() }),
    },
    state: "running",
    cancelled: false,
    priority: RUN_PRIORITY.usual,
    seeds: new Map(),
    stages: [],
    builds: new Map(),
    events: [],
    verdicts: 0,
  };
}

function lastStages(run: FakeRun) {
  return run.request.arches.flatMap((arch) => run.stages.filter((own) => own.arch === arch).at(-1) ?? []);
}

function chosenBuilds(original: FakeRun, rebuild: NewRebuild): readonly FakeBuild[] {
  const { arches } = original.request;
  const stages = lastStages(original).map(({ stage, arch }) => {
    const own = [...original.builds.values()].filter(({ plan }) => stage === plan.stage && arch === plan.arch);
    return { arch, builds: own.map((build) => ({ build, stage, name: build.plan.name, state: build.state })) };
  });
  const chosen = chooseRebuilds(rebuild, { arches, stages }).flatMap(({ builds }) => builds);
  return chosen.map(({ build }) => build).toSorted((a, b) => a.position - b.position);
}

function start(change: FakeChange, original: FakeRun, chosen: readonly FakeBuild[]): void {
  const { run, state } = change;
  const { blueprint, seeds, arches, requestedBy } = run.request;
  emit(change, "run.created", { blueprint, seeds, arches, requestedBy, purpose: purposeOf(run.rebuild!) });
  emit(change, "run.running", {});
  remember(state, "run.created", run.request.id);
  for (const { arch } of original.seeds.values()) remember(state, "seed.locked", `${run.request.id}/${arch}`);
  for (const [arch, { lock, lockDigest }] of original.seeds) {
    const locked = lock === undefined || lockDigest === undefined ? {} : { lock, lockDigest };
    run.seeds.set(arch, { arch, state: "locked", firstAttempt: 1, attempts: [], ...locked });
  }
  const byArch = lastStages(original).sort((a, b) => (a.arch < b.arch ? -1 : 1));
  for (const { stage, arch, inputs } of byArch) {
    run.stages.push({ stage, arch, inputs: run.rebuild!.with === "final" ? [] : inputs, state: "waiting" });
    for (const [position, repeats] of chosen.filter(({ plan }) => plan.arch === arch).entries()) {
      const id = state.ids.uuid();
      run.builds.set(id, {
        ...{ id, runId: run.request.id, position, priority: repeats.priority, repeats, waitsFor: [] },
        plan: { ...repeats.plan, wave: 0, remaining: 1, edges: [], waitsFor: [] },
        ...{ state: "waiting", cached: false, firstAttempt: 1, attempts: [] },
        ...{ environment: [], sources: [], outputs: [] },
      });
    }
    settleArch(change, arch);
  }
}
