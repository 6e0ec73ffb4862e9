import { canonicalJson, type Verdict } from "@ascent/core";
import type { Ledger } from "@ascent/engine";
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../database.ts";
import { changeRun, type RunChange } from "../run-change.ts";
import { runs, verdicts } from "../schema/index.ts";
import { storable } from "../storable.ts";

/** Gives a run a verdict that counts from now on; earlier ones stay on record. */
export async function giveVerdict(change: RunChange, verdict: Verdict): Promise<void> {
  const { tx, runId, at } = change;
  const [given] = await tx
    .insert(verdicts)
    .values({
      ...{ runId, at, verdict: storable(verdict) },
      number: sql`(select coalesce(max(number), 0) + 1 from verdicts where run_id = ${runId})`,
    })
    .returning({ number: verdicts.number });
  if (given === undefined) return;
  await tx.update(runs).set({ verdictNumber: given.number }).where(eq(runs.id, runId));
  change.record("verdict.given", `${runId}/${given.number}`);
}

/** Ledger.recordVerdict. */
export async function recordVerdict(
  context: Context,
  of: { readonly runId: string; readonly judged: Parameters<Ledger["recordVerdict"]>[1] },
): Promise<void> {
  const { verdict, at } = of.judged;
  await changeRun(context, { of, at }, async (change) => {
    const goesOn = change.state === "preparing" || change.state === "running";
    if (goesOn || (await countsAlready(change, verdict))) return;
    await giveVerdict(change, verdict);
    change.emit("run.judged", { holds: verdict.holds });
  });
}

async function countsAlready({ tx, runId }: RunChange, verdict: Verdict): Promise<boolean> {
  const [last] = await tx
    .select({ verdict: verdicts.verdict })
    .from(runs)
    .innerJoin(verdicts, and(eq(verdicts.runId, runs.id), eq(verdicts.number, runs.verdictNumber)))
    .where(eq(runs.id, runId));
  return last !== undefined && canonicalJson(last.verdict) === canonicalJson(storable(verdict));
}
