import { type Arch, chooseRebuilds, isRebuildItself, RUN_PRIORITY } from "@ascent/core";
import type { Ledger, NewRebuild, RunPurpose } from "@ascent/engine";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import { type Context, inTransaction, type Transaction } from "../database.ts";
import { settleArch } from "../flight.ts";
import { isUuid, type RunChange, recording } from "../run-change.ts";
import { builds, runSeeds, runStages, runs } from "../schema/index.ts";
import { earlierRun, mustRead } from "./create-run.ts";

type RunRow = typeof runs.$inferSelect;
type BuildRow = typeof builds.$inferSelect;

interface LastStage {
  readonly arch: Arch;
  readonly stage: string;
  readonly inputs: readonly string[];
  /** What is to be done again, in the order of the plan. */
  readonly builds: readonly BuildRow[];
}

/** Ledger.createRebuild. Throws also Fault "run-is-rebuild": what is built again is a bootstrap, never a rebuild of one. */
export async function createRebuild(context: Context, rebuild: NewRebuild): ReturnType<Ledger["createRebuild"]> {
  if (!isUuid(rebuild.of)) return undefined;
  return inTransaction(context.db, async (tx) => {
    // Whoever retries or concludes that run waits, so that its builds are what they are seen to be.
    const [original] = await tx.select().from(runs).where(eq(runs.id, rebuild.of)).for("share");
    if (original === undefined) return undefined;
    if (original.rebuildOf !== null) throw isRebuildItself(original.id, original.rebuildOf);
    const purpose = purposeOf(rebuild);
    if (!(await insertRun(tx, { original, rebuild, purpose }))) {
      const { idempotencyKey: _, ...asked } = original;
      return { run: await earlierRun(tx, { ...asked, ...rebuild, purpose }), created: false };
    }
    const stages = await lastStages(tx, rebuild);
    await copyFilesAndSeeds(tx, rebuild);
    const { id: runId, at, requestedBy } = rebuild;
    const change = {
      tx,
      ids: context.ids,
      runId,
      state: "running",
      cancelled: false,
      priority: RUN_PRIORITY.usual,
      at,
    } as const;
    await recording(change, async (change) => {
      const { blueprint, seeds, arches } = original;
      change.emit("run.created", { blueprint, seeds, arches, requestedBy, purpose });
      change.emit("run.running", {});
      change.record("run.created", runId);
      for (const arch of arches) change.record("seed.locked", `${runId}/${arch}`);
      for (const stage of stages) await insertStage(change, rebuild, stage);
    });
    return { run: await mustRead(tx, runId), created: true };
  });
}

/** Names in code-unit order, each once: the same request is the same text. */
function purposeOf({ of, with: what, packages }: NewRebuild): RunPurpose & { kind: "rebuild" } {
  const names = packages === undefined ? {} : { packages: [...new Set(packages)].sort() };
  return { kind: "rebuild", of, with: what, ...names };
}

interface Request {
  readonly original: RunRow;
  readonly rebuild: NewRebuild;
  readonly purpose: RunPurpose & { kind: "rebuild" };
}

/** False: the id or the idempotency key is taken. */
async function insertRun(tx: Transaction, { original, rebuild, purpose }: Request): Promise<boolean> {
  const { blueprint, blueprintDigest, seeds, arches, required, settings } = original;
  const inserted = await tx
    .insert(runs)
    .values({
      ...{ blueprint, blueprintDigest, seeds, arches, required, settings },
      id: rebuild.id,
      requestedBy: rebuild.requestedBy,
      idempotencyKey: rebuild.idempotencyKey ?? null,
      trace: rebuild.trace ?? null,
      state: "running",
      createdAt: rebuild.at,
      rebuildOf: purpose.of,
      rebuildWith: purpose.with,
      rebuildPackages: purpose.packages === undefined ? null : [...purpose.packages],
    })
    .onConflictDoNothing()
    .returning({ id: runs.id });
  return inserted.length > 0;
}

/** The last stage of each arch with what is to be built again. Throws Fault "package-unknown", "run-unfinished". */
async function lastStages(tx: Transaction, rebuild: NewRebuild): Promise<readonly LastStage[]> {
  const { arch, stage, inputs } = runStages;
  const last = await tx
    .selectDistinctOn([arch], { arch, stage, inputs })
    .from(runStages)
    .where(eq(runStages.runId, rebuild.of))
    .orderBy(asc(arch), desc(runStages.position));
  const [{ arches } = { arches: [] }] = await tx
    .select({ arches: runs.arches })
    .from(runs)
    .where(eq(runs.id, rebuild.of));
  const all = await tx
    .select()
    .from(builds)
    .where(and(eq(builds.runId, rebuild.of), inArray(builds.stage, [...new Set(last.map((own) => own.stage))])))
    .orderBy(asc(builds.position));
  const stages = last.map((own) => ({
    ...own,
    builds: all.filter((build) => build.arch === own.arch && build.stage === own.stage),
  }));
  return chooseRebuilds(rebuild, { arches, stages });
}

async function copyFilesAndSeeds(tx: Transaction, { id, of }: NewRebuild): Promise<void> {
  await tx.execute(sql`
    insert into run_files (run_id, position, path, digest, executable)
    select ${id}, position, path, digest, executable from run_files where run_id = ${of}`);
  await tx.execute(sql`
    insert into run_seeds (run_id, arch, position, state, attempt, first_attempt, lock_digest)
    select ${id}, arch, position, 'locked', 1, 1, lock_digest from ${runSeeds} where run_id = ${of}`);
}

/** None of the builds waits for another: each has all that it needs from the run that it repeats. */
async function insertStage(change: RunChange, rebuild: NewRebuild, last: LastStage): Promise<void> {
  const { tx, runId } = change;
  const { arch, stage } = last;
  // Of the final packages the name is the stage's own: there is nothing to take before them.
  const inputs = rebuild.with === "final" ? [] : [...last.inputs];
  await insertRows(tx, runStages, { rows: [{ runId, arch, stage, position: 0, inputs, state: "waiting" }] });
  await insertRows(tx, builds, {
    rows: last.builds.map((build, position) => {
      const { name, version, priority, recipe, definitionDigest } = build;
      return {
        ...{ id: change.ids.uuid(), runId, arch, stage, position, name, version, priority, recipe, definitionDigest },
        ...{ state: "waiting", attempt: 0, firstAttempt: 1, wave: 0, remaining: 1, repeats: build.id },
      };
    }),
  });
  await settleArch(change, arch);
}
