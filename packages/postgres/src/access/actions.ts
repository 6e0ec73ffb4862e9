import type { ActionQuery, ActionRecord, NewAction } from "@ascent/engine";
import { and, desc, eq, gte, lt } from "drizzle-orm";
import { type Database, reading } from "../database.ts";
import { present } from "../read/present.ts";
import { actions } from "../schema/index.ts";
import { storable } from "../storable.ts";

/** ActionLog.recordAction. */
export async function recordAction(db: Database, { at, ...action }: NewAction): Promise<void> {
  await reading(() => db.insert(actions).values({ ...storable(action), at }));
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
