import type { RunState } from "@ascent/core";
import type { Firing, FiringClaim, ScheduleLedger } from "@ascent/engine";
import { and, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { type Context, type Database, inTransaction, reading, type Transaction } from "../database.ts";
import { present } from "../read/present.ts";
import { isUuid } from "../run-change.ts";
import { firings, runs, schedules } from "../schema/index.ts";
import { storable } from "../storable.ts";

type Reader = Database | Transaction;
type FiringRow = typeof firings.$inferSelect;
type Claimed = Awaited<ReturnType<ScheduleLedger["claimFiring"]>>;

/** ScheduleLedger.claimFiring: under the schedule's row lock, so that of several claims one decides. */
export async function claimFiring(context: Context, scheduleId: string, claim: FiringClaim): Promise<Claimed> {
  if (!isUuid(scheduleId)) return undefined;
  return inTransaction(context.db, async (tx) => {
    const [schedule] = await tx.select().from(schedules).where(eq(schedules.id, scheduleId)).for("update");
    if (schedule === undefined || !isDue(schedule, claim)) return undefined;
    const [earlier] = await readFirings(tx, and(eq(firings.scheduleId, scheduleId), eq(firings.cause, causeOf(claim))));
    return earlier === undefined ? decide(tx, schedule, claim) : { firing: earlier, created: false };
  });
}

type ScheduleRow = typeof schedules.$inferSelect;

async function decide(tx: Transaction, schedule: ScheduleRow, claim: FiringClaim): Promise<Claimed> {
  const inTheWay = schedule.overlap === "start" ? undefined : await goingOn(tx, schedule.id);
  await tx.insert(firings).values(rowOf(schedule.id, claim, inTheWay));
  if (claim.cause.kind === "clock") {
    await tx
      .update(schedules)
      .set({ nextAt: claim.cause.nextAt ?? null })
      .where(eq(schedules.id, schedule.id));
  }
  const [firing] = await readFirings(tx, eq(firings.id, claim.id));
  return firing === undefined ? undefined : { firing, created: true };
}

function isDue(schedule: ScheduleRow, { cause }: FiringClaim): boolean {
  if (cause.kind === "hand") return true;
  return schedule.enabled && schedule.nextAt?.getTime() === cause.dueAt.getTime();
}

function causeOf({ cause }: FiringClaim): string {
  return cause.kind === "clock" ? `clock ${cause.dueAt.toISOString()}` : `hand ${cause.key}`;
}

function rowOf(scheduleId: string, claim: FiringClaim, inTheWay: string | undefined): typeof firings.$inferInsert {
  const { cause } = claim;
  return {
    id: claim.id,
    scheduleId,
    cause: causeOf(claim),
    dueAt: cause.kind === "clock" ? cause.dueAt : claim.at,
    firedAt: claim.at,
    firedBy: cause.kind === "clock" ? null : cause.by,
    outcome: inTheWay === undefined ? "starting" : "skipped",
    runId: inTheWay ?? claim.runId,
  };
}

/** The newest run of the schedule that is not over. One that is being started counts: its run may come any moment. */
async function goingOn(tx: Transaction, scheduleId: string): Promise<string | undefined> {
  const unfinished = inArray(runs.state, ["preparing", "running"]);
  const [row] = await tx
    .select({ runId: firings.runId })
    .from(firings)
    .leftJoin(runs, eq(runs.id, firings.runId))
    .where(
      and(
        eq(firings.scheduleId, scheduleId),
        or(eq(firings.outcome, "starting"), and(eq(firings.outcome, "started"), unfinished)),
      ),
    )
    .orderBy(desc(firings.firedAt), desc(firings.id))
    .limit(1);
  return row?.runId ?? undefined;
}

/** ScheduleLedger.settleFiring. */
export async function settleFiring(
  context: Context,
  id: string,
  end: Parameters<ScheduleLedger["settleFiring"]>[1],
): Promise<boolean> {
  const failure = end.failure === undefined ? {} : { failure: storable(end.failure), runId: null };
  const settled = await reading(() =>
    context.db
      .update(firings)
      .set({ outcome: end.outcome, ...failure })
      .where(and(eq(firings.id, id), eq(firings.outcome, "starting")))
      .returning({ id: firings.id }),
  );
  return settled.length > 0;
}

/** ScheduleLedger.firings. */
export async function listFirings(
  context: Context,
  scheduleId: string,
  page: { readonly limit: number; readonly before?: string },
): Promise<readonly Firing[]> {
  const { before, limit } = page;
  if (!isUuid(scheduleId) || (before !== undefined && !isUuid(before))) return [];
  const older =
    before === undefined
      ? undefined
      : sql`(${firings.firedAt}, ${firings.id}) < (select fired_at, id from firings where id = ${before})`;
  return reading(() => readFirings(context.db, and(eq(firings.scheduleId, scheduleId), older), limit));
}

export async function unsettledFirings(context: Context, before: Date): Promise<readonly Firing[]> {
  return reading(() => readFirings(context.db, and(eq(firings.outcome, "starting"), lt(firings.firedAt, before))));
}

/** The newest firing of each of these schedules. */
export async function lastFirings(reader: Reader, scheduleIds: readonly string[]): Promise<Map<string, Firing>> {
  if (scheduleIds.length === 0) return new Map();
  const rows = await reader
    .selectDistinctOn([firings.scheduleId], { firing: firings, runState: runs.state })
    .from(firings)
    .leftJoin(runs, eq(runs.id, firings.runId))
    .where(inArray(firings.scheduleId, [...scheduleIds]))
    .orderBy(firings.scheduleId, desc(firings.firedAt), desc(firings.id));
  return new Map(rows.map((row) => [row.firing.scheduleId, firingOf(row)]));
}

async function readFirings(reader: Reader, where: SQL | undefined, limit = 1000): Promise<Firing[]> {
  const rows = await reader
    .select({ firing: firings, runState: runs.state })
    .from(firings)
    .leftJoin(runs, eq(runs.id, firings.runId))
    .where(where)
    .orderBy(desc(firings.firedAt), desc(firings.id))
    .limit(limit);
  return rows.map(firingOf);
}

function firingOf({ firing, runState }: { readonly firing: FiringRow; readonly runState: RunState | null }): Firing {
  const { cause: _, ...row } = firing;
  return present({ ...row, runState });
}
