import { LEAST_URGENT, messagePriority } from "@ascent/core";
import type { Ledger } from "@ascent/engine";
import { eq } from "drizzle-orm";
import type { Context } from "../database.ts";
import { messageOf } from "../outbox.ts";
import { changeRun, type RunChange } from "../run-change.ts";
import { builds, outbox, runs } from "../schema/index.ts";
import { mustRead } from "./create-run.ts";

/** Ledger.prioritizeRun. What becomes ready later is sent with the run's priority of then. */
export async function prioritizeRun(
  context: Context,
  of: { readonly runId: string; readonly at: Date; readonly priority: number },
): ReturnType<Ledger["prioritizeRun"]> {
  const { priority } = of;
  return changeRun(context, { of, at: of.at }, async (change) => {
    const { tx, runId } = change;
    if (change.priority !== priority) {
      await tx.update(runs).set({ priority }).where(eq(runs.id, runId));
      change.emit("run.prioritized", { priority });
    }
    return { messages: await sendAnew(change, priority), run: await mustRead(tx, runId) };
  });
}

async function sendAnew({ tx, runId }: RunChange, runPriority: number) {
  const waiting = await tx
    .select({ row: outbox, own: builds.priority })
    .from(outbox)
    .innerJoin(builds, eq(builds.id, outbox.buildId))
    .where(eq(outbox.runId, runId))
    .orderBy(outbox.id);
  const rows = waiting.map(({ row, own }) => ({ ...row, priority: messagePriority(runPriority, LEAST_URGENT - own) }));
  for (const { id, priority } of rows) await tx.update(outbox).set({ priority }).where(eq(outbox.id, id));
  return rows.map(messageOf);
}
