import { type ActionQuery, type ActionRecord, END_UNKNOWN, type NewAction, type NewIntent } from "@ascent/engine";
import { and, desc, eq, gte, lt } from "drizzle-orm";
import { type Database, inTransaction, reading } from "../database.ts";
import { present } from "../read/present.ts";
import { actionIntents, actions } from "../schema/index.ts";
import { storable } from "../storable.ts";

/** ActionLog.announceAction. */
export async function announceAction(db: Database, { id, at, ...intent }: NewIntent): Promise<void> {
  await reading(() => db.insert(actionIntents).values({ ...storable(intent), id, at }));
}

/** ActionLog.recordAction. */
export async function recordAction(db: Database, { at, ...action }: NewAction, intentId?: string): Promise<void> {
  const row = { ...storable(action), at };
  if (intentId === undefined) return void (await reading(() => db.insert(actions).values(row)));
  await inTransaction(db, async (tx) => {
    await tx.delete(actionIntents).where(eq(actionIntents.id, intentId));
    await tx.insert(actions).values(row);
  });
}

/** ActionLog.forgetIntent. */
export async function forgetIntent(db: Database, intentId: string): Promise<void> {
  await reading(() => db.delete(actionIntents).where(eq(actionIntents.id, intentId)));
}

/** ActionLog.recordLostActions: of several processes at once each takes rows that no other has. */
export async function recordLostActions(db: Database, before: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const lost = await tx.delete(actionIntents).where(lt(actionIntents.at, before)).returning();
    const rows = lost
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ id: _, ...intent }) => {
        return { ...intent, outcome: "failed" as const, status: 0, reason: END_UNKNOWN };
      });
    if (rows.length > 0) await tx.insert(actions).values(rows);
    return rows.length;
  });
}

/** ActionLog.actions. */
export async function readActions(db: Database, query: ActionQuery): Promise<readonly ActionRecord[]> {
  const { limit, before, actor, action, since, until } = query;
  const wanted = [
    before === undefined ? undefined : lt(actions.sequence, before),
    actor === undefined ? undefined : eq(actions.actor, actor),
    action === undefined ? undefined : eq(actions.action, action),
    since === undefined ? undefined : gte(actions.at, since),
    until === undefined ? undefined : lt(actions.at, until),
  ];
  const rows = await reading(() =>
    db
      .select()
      .from(actions)
      .where(and(...wanted))
      .orderBy(desc(actions.sequence))
      .limit(limit),
  );
  return rows.map(present);
}
