import { LEAST_URGENT, messagePriority } from "@ascent/core";
import { sql } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import { postBuilds } from "../outbox.ts";
import type { RunChange } from "../run-change.ts";
import { attempts, builds } from "../schema/index.ts";
import { NAMES } from "./build-names.ts";

/** Gives builds their next attempt: state, attempt, outbox row (due at `notBefore`) and event, in the order of `ids`. */
export async function makeReady(change: RunChange, ids: readonly string[], notBefore?: Date): Promise<void> {
  if (ids.length === 0) return;
  const { tx, runId, at } = change;
  const rows = await tx
    .update(builds)
    .set({ state: "ready", attempt: sql`${builds.attempt} + 1`, blockedBy: null, cancelledAt: null })
    .where(sql`${builds.id} = any(${sql.param(ids)}::uuid[])`)
    .returning({ ...NAMES, priority: builds.priority });
  const order = new Map(ids.map((id, index) => [id, index]));
  const ready = rows.toSorted((a, b) => (order.get(a.buildId) ?? 0) - (order.get(b.buildId) ?? 0));
  await insertRows(tx, attempts, {
    rows: ready.map(({ buildId, attempt }) => ({ buildId, number: attempt, state: "queued" })),
  });
  const dueAt = notBefore ?? at;
  await postBuilds(
    tx,
    ready.map(({ buildId, arch, attempt, priority: own }) => {
      const priority = messagePriority(change.priority, LEAST_URGENT - own);
      return { runId, buildId, arch, attempt, priority, dueAt };
    }),
  );
  for (const { priority: _, ...names } of ready) change.emit("build.ready", names);
}
