import { compareText } from "@ascent/core";
import type { KeyRecord } from "@ascent/engine";
import { insertRows } from "../bulk-insert.ts";
import { type Context, inTransaction } from "../database.ts";
import { keyRetirements, keys } from "../schema/index.ts";
import { appendRecords } from "./append.ts";

/** Ledger.recordKeys. */
export async function recordKeys(context: Context, list: readonly KeyRecord[], at: Date): Promise<void> {
  if (list.length === 0) return;
  const sorted = list.toSorted((a, b) => compareText(a.id, b.id));
  const retired = sorted.filter(({ state }) => state === "retired");
  await inTransaction(context.db, async (tx) => {
    await insertRows(tx, keys, {
      rows: sorted.map(({ id, kind, stage, name, pem, createdAt }) => {
        return { id, kind, stage: stage ?? null, name, pem, createdAt };
      }),
      existing: "keep",
    });
    await insertRows(tx, keyRetirements, {
      rows: retired.map(({ id, retiredAt }) => ({ id, retiredAt: retiredAt ?? at })),
      existing: "keep",
    });
    await appendRecords(tx, [
      ...sorted.map(({ id }) => ({ kind: "key.registered", subject: id })),
      ...retired.map(({ id }) => ({ kind: "key.retired", subject: id })),
    ]);
  });
}
