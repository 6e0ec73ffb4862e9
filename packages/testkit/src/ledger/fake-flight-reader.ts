import { asksOf, type BuildState, BY_URGENCY } from "@ascent/core";
import type { BuildLink, BuildQuery, BuildRecord, FlightRecord, LedgerReader } from "@ascent/engine";
import type { FakeBuild, FakeRun, FakeState } from "./fake-state.ts";

type FlightMethods = Pick<LedgerReader, "buildPage" | "flight" | "links" | "earlierSeconds">;

interface Reading {
  byPosition(run: FakeRun): FakeBuild[];
  record(build: FakeBuild): BuildRecord;
}

export function flightMethods(state: FakeState, { byPosition, record }: Reading): FlightMethods {
  const buildsOf = (runId: string) => {
    const run = state.runs.get(runId);
    return run === undefined ? [] : byPosition(run);
  };
  return {
    async buildPage(runId, query) {
      const rank = (of: BuildState) => (query.order === "plan" ? 0 : BY_URGENCY.indexOf(of));
      const all = buildsOf(runId).map((build, place) => ({ place, build: record(build) }));
      const last = all.find(({ build }) => build.id === query.after?.id);
      if (query.after !== undefined && last === undefined) return [];
      const behind = ({ place, build }: (typeof all)[number]) => {
        if (last === undefined || query.after === undefined) return true;
        const difference = rank(build.state) - rank(query.after.state);
        return difference > 0 || (difference === 0 && place > last.place);
      };
      return all
        .filter((one) => behind(one) && isWanted(one.build, query))
        .sort((a, b) => rank(a.build.state) - rank(b.build.state) || a.place - b.place)
        .slice(0, query.limit)
        .map(({ build }) => build);
    },
    async flight(runId) {
      return buildsOf(runId).map((build) => flightRecord(record(build)));
    },
    async links(runId) {
      const builds = buildsOf(runId);
      const ids = new Map(builds.map(({ id, plan }) => [`${plan.arch} ${plan.stage} ${plan.name}`, id]));
      return builds.flatMap((build) => linksOf(build, ids));
    },
    async earlierSeconds(runId) {
      const earlier = buildsOf(runId).map(({ id, plan }) => [id, secondsBefore(state, runId, plan)] as const);
      return new Map(earlier.filter(([, seconds]) => seconds.length > 0));
    },
  };
}

function isWanted(build: BuildRecord, { states, stage, arch, search }: BuildQuery): boolean {
  return (
    (states?.includes(build.state) ?? true) &&
    (stage ?? build.stage) === build.stage &&
    (arch ?? build.arch) === build.arch &&
    build.name.toLowerCase().includes((search ?? "").toLowerCase())
  );
}

function flightRecord(build: BuildRecord): FlightRecord {
  const { runId, remaining, waitsFor, key, logDigest, failure, ...record } = build;
  return { ...record, ...(failure === undefined ? {} : { failureCode: failure.code }) };
}

/** As the real one: a rebuild's builds are planned like the first ones but wait for nothing, and give no reasons. */
function linksOf({ id, plan, waitsFor, repeats }: FakeBuild, ids: ReadonlyMap<string, string>): BuildLink[] {
  if (repeats !== undefined) return waitsFor.map((from) => ({ build: id, from, waits: true }));
  return asksOf(plan).flatMap(({ stage, build, name, askedBy }): BuildLink[] => {
    const from = ids.get(`${plan.arch} ${stage} ${build}`);
    if (from === undefined) return [];
    return [{ build: id, from, waits: stage === plan.stage, name, ...(askedBy === undefined ? {} : { askedBy }) }];
  });
}

function secondsBefore(state: FakeState, runId: string, plan: FakeBuild["plan"]): number[] {
  const own = state.runs.get(runId)?.request;
  const found = [...state.runs.values()]
    .filter(({ request, rebuild }) => request.id !== runId && !rebuild && request.blueprint === own?.blueprint)
    .flatMap(({ builds }) => [...builds.values()])
    .filter((other) => other.state === "done" && !other.cached)
    .filter(({ plan: { arch, stage, name } }) => arch === plan.arch && stage === plan.stage && name === plan.name)
    .map(({ attempts }) => attempts.at(-1))
    .map((attempt) => ({ from: attempt?.startedAt?.getTime() ?? 0, to: attempt?.finishedAt?.getTime() ?? 0 }))
    .filter(({ from, to }) => from <= to && to <= (own?.at.getTime() ?? 0));
  return found
    .sort((a, b) => b.to - a.to)
    .slice(0, 5)
    .map(({ from, to }) => (to - from) / 1000);
}
