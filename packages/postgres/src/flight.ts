import { type Arch, type Flight, type FlightBuild, type StageState, settle, stageStates } from "@ascent/core";
import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type BuildNames, NAMES } from "./builds/build-names.ts";
import { makeReady } from "./builds/make-ready.ts";
import type { Transaction } from "./database.ts";
import type { RunChange } from "./run-change.ts";
import { buildEdges, builds, runStages } from "./schema/index.ts";

/**
 * Brings one arch of a run in line with core's rules after something changed: opens what may go, blocks what cannot go
 * any more, moves stages on; writes events and outbox rows for all of it.
 */
export async function settleArch(change: RunChange, arch: Arch): Promise<void> {
  const { flight, stages } = await loadFlight(change, arch);
  const changes = settle(flight);
  const blockedIds = new Set(changes.blocked.map(({ id }) => id));
  const after: Flight = {
    ...flight,
    builds: flight.builds.map((build) => (blockedIds.has(build.id) ? { ...build, state: "blocked" } : build)),
  };
  const moved = movedStages(stages, stageStates(after));
  await storeStages(change, arch, moved);
  for (const stage of moved) announceProgress(change, arch, stage);
  await makeReady(change, changes.ready);
  await block(change, changes.blocked);
  for (const { stage, to } of moved) if (to === "failed") change.emit("stage.failed", { stage, arch });
}

/**
 * The same as `settleArch` after a build was done, without looking at thousands of builds that it cannot have touched:
 * while others of its stage are unsettled, only what waited for it can go, and no stage moves.
 */
export async function settleAfterDone(change: RunChange, done: BuildNames): Promise<void> {
  const { tx, runId } = change;
  const ofStage = [eq(builds.runId, runId), eq(builds.arch, done.arch), eq(builds.stage, done.stage)];
  const unsettled = await tx
    .select({ id: builds.id })
    .from(builds)
    .where(and(...ofStage, ne(builds.state, "done"), inArray(builds.state, ["waiting", "ready", "building"])))
    .limit(1);
  if (unsettled.length === 0) return settleArch(change, done.arch);
  const { dependents, holders } = await loadDependents(tx, done.buildId);
  const { ready, blocked } = settle({ stages: [done.stage], builds: [...dependents.values(), ...holders] });
  // What holds them back is there without its own edges: of itself nothing can be said.
  await makeReady(
    change,
    ready.filter((id) => dependents.has(id)),
  );
  await block(change, blocked);
}

interface Dependents {
  readonly dependents: ReadonlyMap<string, FlightBuild>;
  /** Unfinished builds, none of them a dependent, that a dependent waits for too; their own edges are not loaded. */
  readonly holders: readonly FlightBuild[];
}

/** The waiting builds behind one that is done, and whatever else still holds them back. */
async function loadDependents(tx: Transaction, doneId: string): Promise<Dependents> {
  const behind = alias(buildEdges, "behind");
  const target = alias(builds, "target");
  const { id, stage, name, state } = builds;
  const rows = await tx
    .select({ id, stage, name, state, heldBy: target.id, heldIn: target.state })
    .from(behind)
    .innerJoin(builds, and(eq(builds.id, behind.buildId), eq(builds.state, "waiting")))
    .innerJoin(buildEdges, eq(buildEdges.buildId, builds.id))
    .leftJoin(target, and(eq(target.id, buildEdges.waitsFor), ne(target.state, "done")))
    .where(eq(behind.waitsFor, doneId));
  const dependents = new Map<string, FlightBuild>();
  const holders = new Map<string, FlightBuild>();
  for (const { heldBy, heldIn, ...build } of rows) {
    const before = dependents.get(build.id)?.waitsFor ?? [];
    dependents.set(build.id, { ...build, waitsFor: heldBy === null ? before : [...before, heldBy] });
    if (heldBy === null || heldIn === null) continue;
    holders.set(heldBy, { id: heldBy, stage: build.stage, name: heldBy, state: heldIn, waitsFor: [] });
  }
  return { dependents, holders: [...holders.values()].filter((holder) => !dependents.has(holder.id)) };
}

/** A stage without builds is opened and complete at once. */
function announceProgress(change: RunChange, arch: Arch, { stage, from, to }: MovedStage): void {
  if (to === "open" || (to === "complete" && from === "waiting")) change.emit("stage.opened", { stage, arch });
  if (to === "complete") change.emit("stage.completed", { stage, arch });
}

type StoredStage = { readonly stage: string; readonly state: StageState };
type MovedStage = { readonly stage: string; readonly from: StageState; readonly to: StageState };

function movedStages(stored: readonly StoredStage[], now: ReadonlyMap<string, StageState>): MovedStage[] {
  return stored
    .map(({ stage, state }) => ({ stage, from: state, to: now.get(stage) ?? state }))
    .filter(({ from, to }) => from !== to);
}

/**
 * What core needs to know of an arch. Builds that are done are left out, and with them the edges to them: they hold
 * nothing back, and in a run of thousands they soon are most.
 */
async function loadFlight(change: RunChange, arch: Arch): Promise<{ flight: Flight; stages: StoredStage[] }> {
  const { tx, runId } = change;
  const stages = await tx
    .select({ stage: runStages.stage, state: runStages.state })
    .from(runStages)
    .where(and(eq(runStages.runId, runId), eq(runStages.arch, arch)))
    .orderBy(asc(runStages.position));
  const unfinished = await tx
    .select({ id: builds.id, stage: builds.stage, name: builds.name, state: builds.state })
    .from(builds)
    .where(and(eq(builds.runId, runId), eq(builds.arch, arch), ne(builds.state, "done")))
    .orderBy(asc(builds.position), asc(builds.id));
  // When nothing has failed, only the stage that is open, or opens now, has builds that could change.
  const first = unfinished.some(isRoot)
    ? undefined
    : stages.find(({ stage }) => unfinished.some((build) => build.stage === stage));
  const waits = await loadWaits(tx, { runId, arch, stage: first?.stage });
  const flightBuilds = unfinished.map((build): FlightBuild => ({ ...build, waitsFor: waits.get(build.id) ?? [] }));
  return { flight: { stages: stages.map(({ stage }) => stage), builds: flightBuilds }, stages };
}

function isRoot(build: { readonly state: string }): boolean {
  return build.state === "failed" || build.state === "cancelled";
}

interface WaitsOf {
  readonly runId: string;
  readonly arch: Arch;
  /** Every stage when undefined. */
  readonly stage: string | undefined;
}

async function loadWaits(tx: Transaction, of: WaitsOf): Promise<Map<string, readonly string[]>> {
  const target = alias(builds, "target");
  const waiting = [eq(builds.runId, of.runId), eq(builds.arch, of.arch), inArray(builds.state, ["waiting", "blocked"])];
  const rows = await tx
    .select({ id: builds.id, waitsFor: sql<string[]>`array_agg(${buildEdges.waitsFor}::text)` })
    .from(builds)
    .innerJoin(buildEdges, eq(buildEdges.buildId, builds.id))
    .innerJoin(target, and(eq(target.id, buildEdges.waitsFor), ne(target.state, "done")))
    .where(and(...waiting, ...(of.stage === undefined ? [] : [eq(builds.stage, of.stage)])))
    .groupBy(builds.id);
  return new Map(rows.map(({ id, waitsFor }) => [id, waitsFor]));
}

async function storeStages(change: RunChange, arch: Arch, moved: readonly MovedStage[]): Promise<void> {
  for (const { stage, to } of moved) {
    await change.tx
      .update(runStages)
      .set({ state: to })
      .where(and(eq(runStages.runId, change.runId), eq(runStages.arch, arch), eq(runStages.stage, stage)));
  }
}

async function block(change: RunChange, blocked: readonly { readonly id: string; readonly root: string }[]) {
  if (blocked.length === 0) return;
  const ids = sql.param(blocked.map(({ id }) => id));
  const roots = sql.param(blocked.map(({ root }) => root));
  const rows = await change.tx
    .update(builds)
    .set({ state: "blocked", blockedBy: sql`given.root` })
    .from(sql`unnest(${ids}::uuid[], ${roots}::uuid[]) as given(id, root)`)
    .where(sql`${builds.id} = given.id`)
    .returning(NAMES);
  const rootNames = await namesOf(change.tx, [...new Set(blocked.map(({ root }) => root))]);
  const byId = new Map(rows.map((row) => [row.buildId, row]));
  for (const { id, root } of blocked) {
    change.emit("build.blocked", { ...byId.get(id), blockedBy: rootNames.get(root) });
  }
}

async function namesOf(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select({ id: builds.id, name: builds.name })
    .from(builds)
    .where(sql`${builds.id} = any(${sql.param(ids)}::uuid[])`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
