import { canonicalJson, Fault, RUN_PRIORITY } from "@ascent/core";
import type { NewRebuild, NewRun, RunPurpose, RunRecord } from "@ascent/engine";
import { eq, or } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import { type Context, inTransaction, type Transaction } from "../database.ts";
import { postSeed } from "../outbox.ts";
import { readRun } from "../read/runs.ts";
import { recording } from "../run-change.ts";
import { artifacts, runFiles, runSeeds, runs, seedAttempts } from "../schema/index.ts";
import { storable } from "../storable.ts";

const BOOTSTRAP: RunPurpose = { kind: "bootstrap" };

/** Ledger.createRun. */
export async function createRun(context: Context, run: NewRun): Promise<{ run: RunRecord; created: boolean }> {
  return inTransaction(context.db, async (tx) => {
    if (!(await insertRun(tx, run))) return { run: await earlierRun(tx, run), created: false };
    await insertFiles(tx, run);
    await insertSeeds(tx, run);
    const { blueprint, seeds, arches, requestedBy } = run;
    const { priority = RUN_PRIORITY.usual, at } = run;
    const change = { tx, ids: context.ids, runId: run.id, state: "preparing", cancelled: false, priority, at } as const;
    await recording(change, async ({ emit, record }) => {
      emit("run.created", { blueprint, seeds, arches, requestedBy });
      record("run.created", run.id);
    });
    return { run: await mustRead(tx, run.id), created: true };
  });
}

/** False: the id or the idempotency key is taken. */
async function insertRun(tx: Transaction, run: NewRun): Promise<boolean> {
  const inserted = await tx
    .insert(runs)
    .values({
      id: run.id,
      blueprint: run.blueprint,
      blueprintDigest: run.blueprintDigest,
      seeds: [...run.seeds],
      arches: [...run.arches],
      required: run.required,
      settings: storable(run.settings),
      requestedBy: run.requestedBy,
      idempotencyKey: run.idempotencyKey ?? null,
      trace: run.trace ?? null,
      priority: run.priority ?? RUN_PRIORITY.usual,
      state: "preparing",
      createdAt: run.at,
    })
    .onConflictDoNothing()
    .returning({ id: runs.id });
  return inserted.length > 0;
}

/** What makes two requests the same. The blueprint's digest covers its files, settings and required rung. */
type Asked = Pick<RunRecord, "blueprint" | "blueprintDigest" | "seeds" | "arches" | "required"> & {
  readonly purpose?: RunPurpose;
};

/** The run that took the id or the idempotency key. Throws Fault "idempotency-conflict" when it is for something else. */
export async function earlierRun(
  tx: Transaction,
  run: Asked & Pick<NewRebuild, "id" | "idempotencyKey">,
): Promise<RunRecord> {
  const taken =
    run.idempotencyKey === undefined
      ? eq(runs.id, run.id)
      : or(eq(runs.id, run.id), eq(runs.idempotencyKey, run.idempotencyKey));
  const [earlier] = await tx.select({ id: runs.id }).from(runs).where(taken);
  const record = await mustRead(tx, earlier?.id ?? run.id);
  if (!asksTheSame(record, run)) {
    throw new Fault("idempotency-conflict", `run ${record.id} was started with the same key for another request`, {
      wayOut: "Send a new idempotency key with a new request.",
    });
  }
  return record;
}

function asksTheSame(record: RunRecord, run: Asked): boolean {
  const identity = ({ blueprint, blueprintDigest, seeds, arches, required, purpose }: Asked) =>
    canonicalJson([blueprint, blueprintDigest, seeds, arches, required, purpose ?? BOOTSTRAP]);
  return identity(record) === identity(run);
}

async function insertFiles(tx: Transaction, run: NewRun): Promise<void> {
  const files = run.files.toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
  await insertRows(tx, artifacts, {
    rows: files.map(({ path, digest }) => ({ digest, kind: "blueprint-file", label: path })),
    existing: "keep",
  });
  await insertRows(tx, runFiles, {
    rows: run.files.map((file, position) => ({ runId: run.id, position, ...file })),
  });
}

async function insertSeeds(tx: Transaction, run: NewRun): Promise<void> {
  const runId = run.id;
  await insertRows(tx, runSeeds, {
    rows: run.arches.map((arch, position) => {
      return { runId, arch, position, state: "queued", attempt: 1, firstAttempt: 1 };
    }),
  });
  await insertRows(tx, seedAttempts, {
    rows: run.arches.map((arch) => ({ runId, arch, number: 1, state: "queued" })),
  });
  for (const arch of run.arches) await postSeed(tx, { runId, arch, attempt: 1, dueAt: run.at });
}

export async function mustRead(tx: Transaction, runId: string): Promise<RunRecord> {
  const record = await readRun(tx, runId);
  if (record === undefined) throw new Fault("database-error", `run ${runId} is not there after it was written`);
  return record;
}
