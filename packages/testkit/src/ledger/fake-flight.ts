import { type Arch, fullVersion, LEAST_URGENT, messagePriority, settle, stageStates } from "@ascent/core";
import type { BuildEventData, Failure, JobMessage, RunEventType } from "@ascent/engine";
import { type FakeBuild, type FakeRun, type FakeSeed, type FakeState, newAttempt } from "./fake-state.ts";
import { postEvent } from "./fake-webhooks.ts";

/** A method of the fake that changes a run: what the real one's transaction is. */
export interface FakeChange {
  readonly state: FakeState;
  readonly run: FakeRun;
  readonly at: Date;
}

export function emit(change: FakeChange, type: RunEventType, data: object): void {
  const { run, at } = change;
  const plain = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  const event = { runId: run.request.id, sequence: run.events.length + 1, type, at, data: plain };
  run.events.push(event);
  postEvent(change, event);
}

export function namesOf(build: FakeBuild): BuildEventData {
  const { stage, arch, name, recipe } = build.plan;
  return { buildId: build.id, stage, arch, name, version: fullVersion(recipe), attempt: build.attempts.length };
}

export const CANCELLED: Failure = {
  code: "cancelled",
  message: "the run was cancelled",
  wayOut: "`ascent retry` starts it again.",
  retryable: false,
  logTail: [],
};

export function post(change: FakeChange, message: JobMessage, dueAt: Date): void {
  const { state } = change;
  state.nextOutboxId += 1;
  state.outbox.set(String(state.nextOutboxId), { message, dueAt });
}

export function withdraw(state: FakeState, jobId: string): void {
  for (const [id, { message }] of state.outbox) if (message.id === jobId) state.outbox.delete(id);
}

export function buildJobId(build: FakeBuild): string {
  return `build-${build.id}-${build.attempts.length}`;
}

export function seedJobId(runId: string, seed: FakeSeed): string {
  return `seed-${runId}-${seed.arch}-${seed.attempts.length}`;
}

export function makeReady(change: FakeChange, build: FakeBuild, notBefore?: Date): void {
  build.state = "ready";
  delete build.blockedBy;
  delete build.cancelled;
  build.attempts.push(newAttempt());
  const attempt = build.attempts.length;
  post(
    change,
    {
      id: buildJobId(build),
      arch: build.plan.arch,
      priority: messagePriority(change.run.priority, LEAST_URGENT - build.priority),
      payload: { kind: "build", buildId: build.id, attempt },
    },
    notBefore ?? change.at,
  );
  emit(change, "build.ready", namesOf(build));
}

export function queueSeed(change: FakeChange, seed: FakeSeed, notBefore?: Date): void {
  seed.state = "queued";
  seed.attempts.push(newAttempt());
  const runId = change.run.request.id;
  const attempt = seed.attempts.length;
  post(
    change,
    {
      id: seedJobId(runId, seed),
      arch: seed.arch,
      priority: 1,
      payload: { kind: "seed", runId, arch: seed.arch, attempt },
    },
    notBefore ?? change.at,
  );
}

export function giveUpSeed(change: FakeChange, seed: FakeSeed): void {
  const attempt = seed.attempts.at(-1);
  if (attempt !== undefined) Object.assign(attempt, { state: "cancelled", finishedAt: change.at });
  withdraw(change.state, seedJobId(change.run.request.id, seed));
  seed.state = "failed";
  seed.failure = CANCELLED;
  emit(change, "seed.failed", { arch: seed.arch, failure: CANCELLED });
}

/** Applies core's rules to one arch, with the events in the order that the real ledger writes them. */
export function settleArch(change: FakeChange, arch: Arch): void {
  const { run } = change;
  const own = [...run.builds.values()].filter((build) => build.plan.arch === arch);
  const stages = run.stages.filter((stage) => stage.arch === arch);
  const flight = () => ({
    stages: stages.map(({ stage }) => stage),
    builds: own.map(({ id, plan, state, waitsFor }) => ({ id, stage: plan.stage, name: plan.name, state, waitsFor })),
  });
  const changes = settle(flight());
  for (const { id, root } of changes.blocked) {
    const build = run.builds.get(id)!;
    build.state = "blocked";
    build.blockedBy = root;
  }
  const states = stageStates(flight());
  const moved = stages
    .map((stage) => ({ stage, from: stage.state, to: states.get(stage.stage) ?? stage.state }))
    .filter(({ from, to }) => from !== to);
  for (const { stage, from, to } of moved) {
    stage.state = to;
    if (to === "open" || (to === "complete" && from === "waiting"))
      emit(change, "stage.opened", { stage: stage.stage, arch });
    if (to === "complete") emit(change, "stage.completed", { stage: stage.stage, arch });
  }
  for (const id of changes.ready) makeReady(change, run.builds.get(id)!);
  for (const { id, root } of changes.blocked) {
    emit(change, "build.blocked", { ...namesOf(run.builds.get(id)!), blockedBy: run.builds.get(root)!.plan.name });
  }
  for (const { stage, to } of moved) if (to === "failed") emit(change, "stage.failed", { stage: stage.stage, arch });
}
