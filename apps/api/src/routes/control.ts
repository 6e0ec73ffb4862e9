import { Fault } from "@ascent/core";
import { concludeSoon, dispatchSoon, type WorkScope } from "@ascent/engine";
import type { z } from "zod";
import type { App } from "../app.ts";
import { knownBuild } from "../known-build.ts";
import { knownRun, runUnknown } from "../known-run.ts";
import { IdempotencyHeader, IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { problems } from "../responses.ts";
import { CancelledView, ChangeRun, NameText, RetriedView, RetryRun, RunView } from "../schema/run.ts";
import { runView } from "../views.ts";

const StageParams = IdParams.extend({ stage: NameText });
const role = "maintainer";
/** Done again it could stop, or try, what came of the first time. */
const repeats = "kept";

/** Stopping, trying again and hurrying: whole runs, stages, packages, single builds. */
export function registerControl(app: App, ports: ApiPorts): void {
  registerRunControl(app, ports);
  registerPriority(app, ports);
  registerStageControl(app, ports);
  registerBuildControl(app, ports);
}

function registerRunControl(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/runs/:id/cancel",
    {
      config: { role, action: "run.cancel", repeats },
      schema: {
        operationId: "cancelRun",
        summary: "Stop a run",
        tags: ["runs"],
        params: IdParams,
        headers: IdempotencyHeader,
        response: { 200: RunView, ...problems("run-unknown") },
      },
    },
    async ({ params: { id } }) => {
      if ((await ports.ledger.cancelRun(id, ports.clock.now())) === undefined) throw runUnknown(id);
      // Where nothing was running there is nobody left to wait for.
      await concludeSoon(ports);
      return runView(await knownRun(ports, id));
    },
  );
  app.post(
    "/v1/runs/:id/retry",
    {
      config: { role, action: "run.retry", repeats },
      schema: {
        operationId: "retryRun",
        summary: "Try failed and cancelled builds again, of one package when it is named",
        tags: ["runs"],
        params: IdParams,
        headers: IdempotencyHeader,
        body: RetryRun.nullish(),
        response: { 200: RetriedView, ...problems("run-unknown") },
      },
    },
    async ({ params: { id }, body }) => retry(ports, id, packageOf(body)),
  );
  app.post(
    "/v1/runs/:id/packages/:package/cancel",
    {
      config: { role, action: "package.cancel", repeats },
      schema: {
        operationId: "cancelPackage",
        summary: "Cancel the builds of one package; the run goes on with what does not wait for them",
        tags: ["runs"],
        params: IdParams.extend({ package: NameText }),
        headers: IdempotencyHeader,
        response: { 200: CancelledView, ...problems("run-unknown") },
      },
    },
    async ({ params: { id, package: name } }) => cancel(ports, id, { package: name }),
  );
}

function registerPriority(app: App, ports: ApiPorts): void {
  app.patch(
    "/v1/runs/:id",
    {
      config: { role, action: "run.prioritize" },
      schema: {
        operationId: "changeRun",
        summary: "Change how urgent a run is, also for its builds that wait already",
        tags: ["runs"],
        params: IdParams,
        body: ChangeRun,
        response: { 200: RunView, ...problems("run-unknown") },
      },
    },
    async ({ params: { id }, body: { priority } }) => {
      const changed = await ports.ledger.prioritizeRun(id, ports.clock.now(), priority);
      if (changed === undefined) throw runUnknown(id);
      // The ledger has it: a queue that is gone now gets the new priorities with what is sent again.
      await ports.queue
        .reprioritize(changed.messages)
        .catch((err: unknown) => ports.log.warn({ err, runId: id }, "queue not told of a run's priority"));
      return runView(changed.run);
    },
  );
}

function registerStageControl(app: App, ports: ApiPorts): void {
  const schema = (summary: string) => ({
    summary,
    tags: ["runs"],
    params: StageParams,
    headers: IdempotencyHeader,
    body: RetryRun.nullish(),
  });
  app.post(
    "/v1/runs/:id/stages/:stage/cancel",
    {
      config: { role, action: "stage.cancel", repeats },
      schema: {
        operationId: "cancelStage",
        ...schema("Cancel a stage's builds, on every arch; the stages after it are blocked"),
        response: { 200: CancelledView, ...problems("run-unknown", "stage-unknown") },
      },
    },
    async ({ params: { id, stage }, body }) => {
      await knownStage(ports, id, stage);
      return cancel(ports, id, { stage, ...packageOf(body) });
    },
  );
  app.post(
    "/v1/runs/:id/stages/:stage/retry",
    {
      config: { role, action: "stage.retry", repeats },
      schema: {
        operationId: "retryStage",
        ...schema("Try a stage's failed and cancelled builds again, on every arch"),
        response: { 200: RetriedView, ...problems("run-unknown", "stage-unknown") },
      },
    },
    async ({ params: { id, stage }, body }) => {
      await knownStage(ports, id, stage);
      return retry(ports, id, { stage, ...packageOf(body) });
    },
  );
}

function registerBuildControl(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/builds/:id/cancel",
    {
      config: { role, action: "build.cancel", repeats },
      schema: {
        operationId: "cancelBuild",
        summary:
          "Cancel a build; what waits for it is blocked by it. One that builds stops when its worker hears of it",
        tags: ["builds"],
        params: IdParams,
        headers: IdempotencyHeader,
        response: { 200: CancelledView, ...problems("build-unknown") },
      },
    },
    async ({ params: { id } }) => cancel(ports, (await knownBuild(ports, id)).runId, { build: id }),
  );
  app.post(
    "/v1/builds/:id/retry",
    {
      config: { role, action: "build.retry", repeats },
      schema: {
        operationId: "retryBuild",
        summary: "Try a failed or cancelled build again; what it blocked waits again",
        tags: ["builds"],
        params: IdParams,
        headers: IdempotencyHeader,
        response: { 200: RetriedView, ...problems("build-unknown", "build-blocked") },
      },
    },
    async ({ params: { id } }) => {
      const { runId, state, blockedBy } = await knownBuild(ports, id);
      if (state !== "blocked") return retry(ports, runId, { build: id });
      throw new Fault("build-blocked", `build ${id} has not failed, it is blocked by build ${blockedBy}`, {
        wayOut: `Retry that one: POST /v1/builds/${blockedBy}/retry. This one then waits again by itself.`,
      });
    },
  );
}

function packageOf(body: z.infer<typeof RetryRun> | null | undefined): WorkScope {
  return body?.package === undefined ? {} : { package: body.package };
}

async function retry(ports: ApiPorts, runId: string, scope: WorkScope) {
  const retried = await ports.ledger.retryRun(runId, ports.clock.now(), scope);
  if (retried === undefined) throw runUnknown(runId);
  await dispatchSoon(ports);
  return retried;
}

async function cancel(ports: ApiPorts, runId: string, scope: WorkScope) {
  const cancelled = await ports.ledger.cancelWork(runId, ports.clock.now(), scope);
  if (cancelled === undefined) throw runUnknown(runId);
  // It may have been all that was left.
  await concludeSoon(ports);
  return cancelled;
}

/** Throws Fault "run-unknown", "stage-unknown". */
async function knownStage(ports: ApiPorts, runId: string, stage: string): Promise<void> {
  const stages = await ports.ledger.stages(runId);
  if (stages.some((one) => one.stage === stage)) return;
  await knownRun(ports, runId);
  throw new Fault("stage-unknown", `run ${runId} has no stage ${stage}`, {
    wayOut: `It has ${[...new Set(stages.map((one) => one.stage))].join(", ") || "none yet: its seed is not locked"}.`,
  });
}
