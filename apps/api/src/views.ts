import { type Digest, fullVersion, type Plan, RUNGS, type Verdict } from "@ascent/core";
import {
  type ActionRecord,
  type ArchForecast,
  type BuildDetail,
  type BuildRecord,
  type DeliveryRecord,
  type Firing,
  type Forecast,
  type RebuildForecast,
  type RunEvent,
  type RunRecord,
  type RunsComparison,
  type RunsDiff,
  type ScheduleForecast,
  type ScheduleRecord,
  type SeedLock,
  type SeenWorker,
  type TokenRecord,
  tokenState,
  type WebhookRecord,
} from "@ascent/engine";
import type { ActionView, TokenView } from "./schema/access.ts";
import type { PlanView, SeedLockView, WorkerView } from "./schema/plan.ts";
import type { ComparisonView, RebuildPlanView, RunDiffView } from "./schema/proof.ts";
import type { BuildDetailView, BuildView, ListedRunView, RunEventView, RunView } from "./schema/run.ts";
import type { FiringView, SchedulePlanView, ScheduleView } from "./schema/schedules.ts";
import type { DeliveryView, WebhookView } from "./schema/webhooks.ts";

type Dated<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Dated<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T]: Dated<T[Key]> }
      : T;

/** Dates as ISO text, everything else as it is: what JSON would make of it, with types. */
function dated<T>(value: T): Dated<T> {
  return JSON.parse(JSON.stringify(value)) as Dated<T>;
}

export function actionView(action: ActionRecord): ActionView {
  return dated(action);
}

/** As it stands at `now`. */
export function tokenView(token: TokenRecord, now: Date): TokenView {
  return dated({ ...token, state: tokenState(token, now) });
}

export function runView(run: RunRecord): RunView {
  return dated(run) as RunView;
}

/** The same among others: a verdict of thousands of packages would be in every poll of a list. */
export function listedRunView({ verdict, ...run }: RunRecord): ListedRunView {
  return {
    ...(dated(run) as Omit<RunView, "verdict">),
    ...(verdict === undefined ? {} : { verdict: summaryOf(verdict) }),
  };
}

function summaryOf({ required, holds, packages }: Verdict): NonNullable<ListedRunView["verdict"]> {
  const lowest = RUNGS[Math.min(...packages.map(({ rung }) => (rung === undefined ? -1 : RUNGS.indexOf(rung))))];
  return { required, holds, packages: packages.length, ...(lowest === undefined ? {} : { lowest }) };
}

export function buildView(build: BuildRecord): BuildView {
  return dated(build);
}

export function buildDetailView(build: BuildDetail): BuildDetailView {
  const { recipe, outputs, attempts, environment, sources, blocks, ...record } = build;
  return dated({
    ...record,
    definition: recipe.definition,
    steps: recipe.packages.flatMap((pkg) => pkg.steps.map((step) => step.label)),
    attempts,
    environment,
    sources,
    outputs: outputs.map(({ record: { name, version }, ...output }) => ({ name, version, ...output })),
    blocks,
  });
}

export function eventView(event: RunEvent): RunEventView {
  return dated(event);
}

export function comparisonView(comparison: RunsComparison): ComparisonView {
  return dated(comparison);
}

export function runDiffView(diff: RunsDiff): RunDiffView {
  return dated(diff) as RunDiffView;
}

export function planView(plan: Plan, forecast: Forecast): PlanView {
  return {
    blueprint: plan.blueprint,
    seed: plan.seed,
    stages: plan.stages.map(({ stage, arch, inputs, builds }) => ({
      stage,
      arch,
      inputs: [...inputs],
      builds: builds.map(({ name, recipe, wave, remaining, waitsFor, edges }) => {
        return { name, version: fullVersion(recipe), wave, remaining, waitsFor: [...waitsFor], edges: [...edges] };
      }),
    })),
    warnings: [...plan.warnings],
    forecast: forecastView(forecast),
  };
}

function forecastView({ against, arches }: Forecast) {
  return { ...(against === undefined ? {} : { against }), arches: arches.map(archForecastView) };
}

function archForecastView({ seconds, workSeconds, pathSeconds, stages, ...rest }: ArchForecast) {
  return {
    ...rest,
    ...{ seconds: whole(seconds), workSeconds: whole(workSeconds), pathSeconds: whole(pathSeconds) },
    stages: stages.map(({ stage, builds, cached, waves, seconds: end }) => {
      return { stage, builds, cached: [...cached], waves, ...(end === undefined ? {} : { seconds: whole(end) }) };
    }),
  };
}

/** Nobody can foretell parts of seconds. */
function whole(seconds: number): number {
  return Math.ceil(seconds);
}

export function seedLockView(lock: SeedLock, digest: Digest): SeedLockView {
  return {
    digest,
    seed: lock.seed,
    arch: lock.arch,
    origin: lock.origin,
    packages: lock.packages.map(({ record, fileDigest, contentDigest, upstream }) => {
      return { name: record.name, version: record.version, fileDigest, contentDigest, upstream };
    }),
  };
}

/** A worker that was not heard of for this long is not counted on. */
const SILENT_MS = 60_000;

export function workerView(worker: SeenWorker, now: Date): WorkerView {
  const { building, concurrency, draining, seenAt } = worker;
  const busy = building.length > 0;
  const state = draining ? (busy ? "draining" : "drained") : busy ? "working" : "idle";
  const silent = now.getTime() - seenAt.getTime() >= SILENT_MS;
  return { ...dated(worker), state: silent ? "silent" : state, load: Math.min(1, building.length / concurrency) };
}

export function scheduleView(schedule: ScheduleRecord): ScheduleView {
  return dated(schedule);
}

export function schedulePlanView({ firings, plan, forecast }: ScheduleForecast): SchedulePlanView {
  const { seed, warnings } = plan;
  return { firings: dated([...firings]), seed, forecast: forecastView(forecast), warnings: [...warnings] };
}

export function rebuildPlanView({ arches, missing }: RebuildForecast): RebuildPlanView {
  return dated({
    arches: arches.map(({ seconds, workSeconds, ...rest }) => {
      return { ...rest, seconds: whole(seconds), workSeconds: whole(workSeconds) };
    }),
    missing,
  });
}

export function firingView(firing: Firing): FiringView {
  return dated(firing);
}

export function webhookView(webhook: WebhookRecord): WebhookView {
  return dated(webhook);
}

export function deliveryView(delivery: DeliveryRecord): DeliveryView {
  return dated(delivery);
}
