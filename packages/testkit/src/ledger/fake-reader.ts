import { type Arch, BUILD_STATES, fullVersion, type InputName, isSeedInput, seedInput } from "@ascent/core";
import type {
  AttemptRecord,
  BuildRecord,
  ChainReader,
  Ledger,
  LedgerReader,
  ProofReader,
  PublishedPackage,
} from "@ascent/engine";
import { flightMethods } from "./fake-flight-reader.ts";
import { runRecord } from "./fake-runs.ts";
import { type FakeAttempt, type FakeBuild, type FakeRun, type FakeState, findBuild } from "./fake-state.ts";

type DeliveryMethods = Pick<
  Ledger,
  "dueMessages" | "markSent" | "heartbeat" | "drainWorker" | "workerGone" | "ping" | "offered" | "findResult"
>;

export function deliveryMethods(state: FakeState): DeliveryMethods {
  return {
    async dueMessages({ now, resendBefore, limit }) {
      return [...state.outbox]
        .filter(([, { dueAt, sentAt }]) => dueAt <= now && (sentAt === undefined || sentAt < resendBefore))
        .sort(
          ([a, { message: one }], [b, { message: other }]) => one.priority - other.priority || Number(a) - Number(b),
        )
        .slice(0, limit)
        .map(([outboxId, { message }]) => ({ outboxId, ...message }));
    },
    async markSent(outboxIds, at) {
      for (const id of outboxIds) {
        const held = state.outbox.get(id);
        if (held !== undefined) held.sentAt = at;
      }
    },
    async drainWorker(id, draining) {
      if (!state.workers.has(id)) return false;
      if (draining) state.draining.add(id);
      else state.draining.delete(id);
      return true;
    },
    async heartbeat(worker) {
      state.workers.set(worker.id, worker);
      for (const [id, { seenAt }] of state.workers) {
        if (seenAt.getTime() < worker.seenAt.getTime() - 24 * 60 * 60 * 1000) state.workers.delete(id);
      }
      return { draining: state.draining.has(worker.id) };
    },
    async workerGone(id) {
      state.workers.delete(id);
    },
    async ping() {},
    async offered(task) {
      const run = state.runs.get(task.again?.runId ?? task.runId);
      if (run === undefined) return [];
      const inputs = task.inputs.flatMap((input) => packagesOf(run, { arch: task.arch, input }));
      const own = packagesOf(run, { arch: task.arch, input: task.stage, only: task.ownStage });
      return [...inputs, ...own].map(({ buildId: _, ...offer }) => offer);
    },
    async findResult(key) {
      return state.results.get(key)?.outputs;
    },
  };
}

function byPosition(run: FakeRun): FakeBuild[] {
  const order = run.stages.map(({ stage, arch }) => `${arch} ${stage}`);
  const key = ({ plan }: FakeBuild) => order.indexOf(`${plan.arch} ${plan.stage}`);
  return [...run.builds.values()].sort(
    (a, b) => a.plan.arch.localeCompare(b.plan.arch, "en") || key(a) - key(b) || a.position - b.position,
  );
}

interface Wanted {
  readonly arch: Arch;
  readonly input: InputName;
  readonly only?: readonly string[];
}

function packagesOf(run: FakeRun, { arch, input, only }: Wanted): PublishedPackage[] {
  if (isSeedInput(input)) {
    const lock = run.seeds.get(arch)?.lock;
    if (lock === undefined || seedInput(lock.seed) !== input) return [];
    return lock.packages.map(({ record, fileDigest, contentDigest }) => ({ record, fileDigest, contentDigest, input }));
  }
  return byPosition(run)
    .filter(({ plan }) => plan.arch === arch && plan.stage === input && (only?.includes(plan.name) ?? true))
    .flatMap((build) =>
      build.outputs.map(({ record, fileDigest, contentDigest }) => {
        return { record, fileDigest, contentDigest, input, buildId: build.id };
      }),
    );
}

function defined<T extends object>(given: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

function attemptRecord(attempt: FakeAttempt, index: number): AttemptRecord {
  const { state, worker, startedAt, finishedAt, failure, steps, logDigest } = attempt;
  return defined<AttemptRecord>({ number: index + 1, state, worker, startedAt, finishedAt, failure, steps, logDigest });
}

function buildRecord(build: FakeBuild): BuildRecord {
  const { id, runId, plan, state, cached, attempts, blockedBy } = build;
  const { stage, arch, name, wave, remaining, recipe } = plan;
  const newest = attempts.at(-1);
  const ended = ["done", "failed", "cancelled"].includes(state);
  const shown = ended || state === "building" ? newest : undefined;
  return defined<BuildRecord>({
    ...{ id, runId, stage, arch, name, version: fullVersion(recipe), state, cached, wave, remaining, blockedBy },
    attempt: attempts.length,
    waitsFor: build.waitsFor.toSorted(),
    worker: shown?.worker,
    startedAt: shown?.startedAt,
    step: state === "building" ? newest?.step : undefined,
    key: ended ? newest?.key : undefined,
    logDigest: ended ? newest?.logDigest : undefined,
    finishedAt: ended ? newest?.finishedAt : undefined,
    failure: state === "failed" ? newest?.failure : undefined,
  });
}

export function readerMethods(state: FakeState): Omit<LedgerReader, keyof (ProofReader & ChainReader)> {
  const newestFirst = () =>
    [...state.runs.values()].sort(
      (a, b) => b.request.at.getTime() - a.request.at.getTime() || (a.request.id < b.request.id ? 1 : -1),
    );
  return {
    async run(id) {
      const run = state.runs.get(id);
      return run === undefined ? undefined : runRecord(run);
    },
    async runs({ limit, before, states, blueprint }) {
      const all = newestFirst();
      const start = before === undefined ? 0 : all.findIndex(({ request }) => request.id === before) + 1;
      if (before !== undefined && start === 0) return [];
      const wanted = all
        .slice(start)
        .map(runRecord)
        .filter((run) => states === undefined || states.includes(run.state))
        .filter((run) => blueprint === undefined || run.blueprint === blueprint);
      return wanted.slice(0, limit);
    },
    async runFiles(id) {
      return state.runs.get(id)?.request.files;
    },
    async stages(runId) {
      const run = state.runs.get(runId);
      const stages = (run?.stages ?? []).toSorted((a, b) => a.arch.localeCompare(b.arch, "en"));
      return stages.map(({ stage, arch, state: own }) => {
        const builds = [...run!.builds.values()].filter(({ plan }) => plan.stage === stage && plan.arch === arch);
        const counts = Object.fromEntries(
          BUILD_STATES.map((wanted) => [wanted, builds.filter((build) => build.state === wanted).length]),
        ) as Record<(typeof BUILD_STATES)[number], number>;
        const cached = builds.filter((build) => build.state === "done" && build.cached).length;
        return { stage, arch, state: own, counts, cached };
      });
    },
    async builds(runId) {
      const run = state.runs.get(runId);
      return run === undefined ? [] : byPosition(run).map(buildRecord);
    },
    ...flightMethods(state, { byPosition, record: buildRecord }),
    async build(id) {
      const found = findBuild(state, id);
      if (found === undefined) return undefined;
      const { build, run } = found;
      const blocks = byPosition(run).filter(({ blockedBy }) => blockedBy === id);
      return {
        ...buildRecord(build),
        recipe: build.plan.recipe,
        attempts: build.attempts.map(attemptRecord),
        environment: build.environment,
        sources: build.sources,
        outputs: build.outputs,
        blocks: blocks.map((blocked) => blocked.id),
      };
    },
    async events(runId, after, limit) {
      const events = state.runs.get(runId)?.events ?? [];
      return events.filter(({ sequence }) => sequence > after).slice(0, limit);
    },
    async runVersion(runId) {
      return state.runs.get(runId)?.events.length;
    },
    async log(buildId, from, number) {
      const attempts = findBuild(state, buildId)?.build.attempts ?? [];
      const attempt = number ?? attempts.length;
      const found = attempts[attempt - 1];
      if (found === undefined) return undefined;
      const batches = [...found.log].filter(([sequence]) => sequence >= from).sort(([a], [b]) => a - b);
      const ended = found.state !== "queued" && found.state !== "building";
      return {
        attempt,
        text: batches.map(([, text]) => text).join(""),
        next: (batches.at(-1)?.[0] ?? from - 1) + 1,
        ended,
      };
    },
    async packages(runId, arch, input) {
      const run = state.runs.get(runId);
      return run === undefined ? [] : packagesOf(run, { arch, input });
    },
    async latestSucceeded(blueprint) {
      const [newest] = [...state.runs.values()]
        .filter((run) => run.state === "succeeded" && run.request.blueprint === blueprint && !run.rebuild)
        .sort((a, b) => b.finishedAt!.getTime() - a.finishedAt!.getTime());
      return newest === undefined ? undefined : runRecord(newest);
    },
    async inputsOf(runId, arch) {
      const run = state.runs.get(runId);
      if (run === undefined) return [];
      return byPosition(run)
        .filter(({ plan }) => plan.arch === arch)
        .map(({ id, plan, key, environment, outputs }) => {
          const { stage, name } = plan;
          const declared = run.stages.find((own) => own.stage === stage && own.arch === arch);
          const known = { buildId: id, stage, name, declaredInputs: declared?.inputs ?? [], environment, outputs };
          return { ...known, ...(key === undefined ? {} : { key }) };
        });
    },
    async artifact(digest) {
      return state.artifacts.get(digest);
    },
    async workers() {
      const attempts = [...state.runs.values()].flatMap(({ builds }) =>
        [...builds.values()].flatMap(({ id, attempts: own }) => own.map((attempt) => ({ id, ...attempt }))),
      );
      return [...state.workers.values()]
        .sort((a, b) => a.arch.localeCompare(b.arch, "en") || (a.id < b.id ? -1 : 1))
        .map((worker) => ({
          ...worker,
          draining: state.draining.has(worker.id),
          building: attempts
            .filter(({ state: own, worker: by }) => own === "building" && by === worker.id)
            .map(({ id }) => id),
        }));
    },
  };
}
