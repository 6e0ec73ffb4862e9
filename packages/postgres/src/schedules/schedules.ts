import { Fault } from "@ascent/core";
import type { NewSchedule, ScheduleLedger, ScheduleRecord } from "@ascent/engine";
import { and, asc, eq, lte, type SQL } from "drizzle-orm";
import { type Context, type Database, inTransaction, reading, type Transaction } from "../database.ts";
import { present } from "../read/present.ts";
import { isUuid } from "../run-change.ts";
import { schedules } from "../schema/index.ts";
import { lastFirings } from "./firings.ts";

type Change = Parameters<ScheduleLedger["changeSchedule"]>[1];

/** ScheduleLedger.createSchedule: of several at once with one name, the unique index lets one through. */
export async function createSchedule(context: Context, { at, ...given }: NewSchedule): Promise<ScheduleRecord> {
  return inTransaction(context.db, async (tx) => {
    const inserted = await tx
      .insert(schedules)
      .values({ ...given, createdAt: at, changedAt: at })
      .onConflictDoNothing({ target: schedules.name })
      .returning({ id: schedules.id });
    const [record] = inserted.length === 0 ? [] : await readSchedules(tx, eq(schedules.id, given.id));
    return record ?? nameTaken(given.name);
  });
}

/** ScheduleLedger.changeSchedule. */
export async function changeSchedule(
  context: Context,
  id: string,
  { plan, nextAt, at }: Change,
): Promise<ScheduleRecord | undefined> {
  if (!isUuid(id)) return undefined;
  return inTransaction(context.db, async (tx) => {
    const others = await tx
      .select({ id: schedules.id })
      .from(schedules)
      .where(eq(schedules.name, plan.name))
      .for("update");
    if (others.some((other) => other.id !== id)) nameTaken(plan.name);
    await tx
      .update(schedules)
      .set({ ...plan, nextAt: nextAt ?? null, changedAt: at })
      .where(eq(schedules.id, id));
    return (await readSchedules(tx, eq(schedules.id, id)))[0];
  });
}

function nameTaken(name: string): never {
  throw new Fault("schedule-name-taken", `there is a schedule named "${name}" already`, {
    wayOut: "Choose another name, or change or remove that one; `ascent schedules` lists them.",
  });
}

export async function removeSchedule(context: Context, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const removed = await reading(() =>
    context.db.delete(schedules).where(eq(schedules.id, id)).returning({ id: schedules.id }),
  );
  return removed.length > 0;
}

export async function listSchedules(context: Context): Promise<readonly ScheduleRecord[]> {
  return reading(() => readSchedules(context.db, undefined));
}

export async function oneSchedule(context: Context, id: string): Promise<ScheduleRecord | undefined> {
  if (!isUuid(id)) return undefined;
  return (await reading(() => readSchedules(context.db, eq(schedules.id, id))))[0];
}

export async function dueSchedules(context: Context, at: Date): Promise<readonly ScheduleRecord[]> {
  return reading(() => readSchedules(context.db, and(eq(schedules.enabled, true), lte(schedules.nextAt, at))));
}

async function readSchedules(reader: Database | Transaction, where: SQL | undefined): Promise<ScheduleRecord[]> {
  const rows = await reader.select().from(schedules).where(where).orderBy(asc(schedules.name));
  const last = await lastFirings(
    reader,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const firing = last.get(row.id);
    return { ...present(row), ...(firing === undefined ? {} : { last: firing }) };
  });
}
