import { compareText } from "@ascent/core";
import { DURATION_BOUNDS, type Ended, type OperationsReader, type Standing } from "@ascent/engine";
import { type FakeAttempt, type FakeRun, type FakeState, isOver } from "./fake-state.ts";

/** OperationsReader on what the fake knows: with the real one it passes `operationsRules`. */
export function operationsMethods(state: FakeState): OperationsReader {
  return {
    async standing(now) {
      return standing(state, now);
    },
    async ended(span) {
      return ended(state, span);
    },
    async stored() {
      const kinds = groups([...state.artifacts.values()], ({ kind }) => [kind]);
      return kinds.map(([{ kind }, all]) => {
        return { kind, count: all.length, bytes: all.reduce((sum, { size = 0 }) => sum + size, 0) };
      });
    },
  };
}

function standing(state: FakeState, now: Date): Standing {
  const open = [...state.runs.values()].filter((run) => !isOver(run.state));
  const builds = open.flatMap((run) => [...run.builds.values()]).filter((build) => build.state !== "done");
  const due = [...state.outbox.values()].filter(({ dueAt }) => dueAt <= now);
  const ready = groups(due, ({ message: { arch, payload } }) => [arch, payload.kind]);
  const unsent = due.filter(({ sentAt }) => sentAt === undefined);
  const pending = state.posts.deliveries.filter(({ record }) => record.state === "pending");
  return {
    builds: groups(builds, ({ plan, state: own }) => [plan.arch, own]).map(([{ plan, state: own }, all]) => {
      return { arch: plan.arch, state: own, count: all.length };
    }),
    runs: groups(open, (run) => [run.state]).map(([run, all]) => {
      return { state: run.state as "preparing" | "running", count: all.length };
    }),
    ready: ready.map(([{ message, dueAt }, all]) => {
      const oldest = oldestOf(all.map((own) => own.dueAt)) ?? dueAt;
      return { arch: message.arch, kind: message.payload.kind, count: all.length, oldest };
    }),
    unsent: counted(unsent.map(({ dueAt }) => dueAt)),
    undelivered: counted(pending.map(({ record }) => record.createdAt)),
  };
}

function counted(times: readonly Date[]): { readonly count: number; readonly oldest?: Date } {
  const oldest = oldestOf(times);
  return { count: times.length, ...(oldest === undefined ? {} : { oldest }) };
}

function oldestOf(times: readonly Date[]): Date | undefined {
  return times.toSorted((a, b) => a.getTime() - b.getTime())[0];
}

type Span = Parameters<OperationsReader["ended"]>[0];

function isIn(moment: Date | undefined, { from, until }: Span): moment is Date {
  if (moment === undefined || (from !== undefined && moment < from)) return false;
  return until === undefined || moment < until;
}

function ended(state: FakeState, span: Span): Ended {
  const runs = [...state.runs.values()];
  return {
    attempts: merged(runs.flatMap((run) => endedBuilds(run, span))),
    seeds: merged(runs.flatMap((run) => endedSeeds(run, span))),
    runs: merged(runs.flatMap((run) => endedRuns(run, span))),
  };
}

function endedBuilds(run: FakeRun, span: Span): Ended["attempts"][number][] {
  return [...run.builds.values()].flatMap(({ plan: { stage, arch, name }, cached, attempts }) =>
    endedOf(attempts, span).map((attempt) => {
      const outcome = attempt.state === "succeeded" ? (cached ? "cached" : "built") : attempt.state;
      return {
        ...{ blueprint: run.request.blueprint, stage, arch, name },
        ...{ outcome: outcome as Ended["attempts"][number]["outcome"], ...codeOf(attempt), ...lasting(attempt) },
      };
    }),
  );
}

function endedSeeds(run: FakeRun, span: Span): Ended["seeds"][number][] {
  return [...run.seeds.values()].flatMap(({ arch, attempts }) =>
    endedOf(attempts, span).map((attempt) => {
      const outcome = attempt.state as Ended["seeds"][number]["outcome"];
      return { blueprint: run.request.blueprint, arch, outcome, ...codeOf(attempt), ...lasting(attempt) };
    }),
  );
}

/** From the events: a run forgets that it ended when it is retried. */
function endedRuns(run: FakeRun, span: Span): Ended["runs"][number][] {
  const { blueprint, at } = run.request;
  const purpose = run.rebuild === undefined ? "bootstrap" : "rebuild";
  return run.events.flatMap((event) => {
    const state = /^run\.(succeeded|failed|cancelled)$/.exec(event.type)?.[1];
    if (state === undefined || !isIn(event.at, span)) return [];
    const times = lasting({ startedAt: at, finishedAt: event.at });
    return [{ blueprint, purpose, state: state as Ended["runs"][number]["state"], ...times }];
  });
}

function endedOf(attempts: readonly FakeAttempt[], span: Span): FakeAttempt[] {
  return attempts.filter(({ finishedAt }) => isIn(finishedAt, span));
}

function codeOf({ state, failure }: FakeAttempt): { readonly code?: string } {
  return state === "failed" && failure !== undefined ? { code: failure.code } : {};
}

/** A bucket holds its upper bound. What ended before it started, by another clock, lasted no time. */
function lasting({ startedAt, finishedAt }: Pick<FakeAttempt, "startedAt" | "finishedAt">) {
  const lasted = startedAt === undefined || finishedAt === undefined ? 0 : finishedAt.getTime() - startedAt.getTime();
  const seconds = Math.max(0, lasted / 1000);
  return { count: 1, seconds, bucket: DURATION_BOUNDS.filter((bound) => bound < seconds).length };
}

interface Lasting {
  readonly count: number;
  readonly seconds: number;
}

/** Equal endings in one. */
function merged<T extends Lasting>(all: readonly T[]): T[] {
  const kinds = groups(all, ({ count: _, seconds: __, ...rest }) => [JSON.stringify(rest)]);
  return kinds.map(([first, same]) => {
    const sum = (of: (one: T) => number) => same.reduce((so, one) => so + of(one), 0);
    return { ...first, count: sum(({ count }) => count), seconds: sum(({ seconds }) => seconds) };
  });
}

/** What has the same key together, with the first of it. */
function groups<T>(all: readonly T[], keyOf: (one: T) => readonly string[]): [T, T[]][] {
  const found = new Map<string, [T, T[]]>();
  for (const one of all) {
    const key = JSON.stringify(keyOf(one));
    const group = found.get(key) ?? [one, []];
    group[1].push(one);
    found.set(key, group);
  }
  return [...found].toSorted(([a], [b]) => compareText(a, b)).map(([, group]) => group);
}
