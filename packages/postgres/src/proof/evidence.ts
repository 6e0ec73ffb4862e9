import { type Arch, canonicalJson, compareText, type Digest, type Evidence } from "@ascent/core";
import type { Ledger } from "@ascent/engine";
import { sha256 } from "@ascent/formats";
import { and, asc, eq, sql } from "drizzle-orm";
import { insertRows } from "../bulk-insert.ts";
import { appendRecords } from "../chain/append.ts";
import type { RecordRef } from "../chain/record-kind.ts";
import { type Context, inTransaction, reading, type Transaction } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { buildOutputs, builds, evidence, evidenceRuns, packages } from "../schema/index.ts";
import { insertArtifacts } from "../seeds/insert-lock.ts";
import { storable } from "../storable.ts";

type Found = Parameters<Ledger["addEvidence"]>[1];

/** Ledger.addEvidence. Runs that nobody knows are passed over. */
export async function addEvidence(context: Context, list: readonly Evidence[], found: Found): Promise<void> {
  await inTransaction(context.db, async (tx) => appendRecords(tx, await insertEvidence(tx, list, found)));
}

/**
 * The same evidence, told again, is there once. In the order of digests, so that nobody waits in a circle. What is to be
 * put on record comes out.
 */
export async function insertEvidence(
  tx: Transaction,
  list: readonly Evidence[],
  found: Found,
): Promise<readonly RecordRef[]> {
  if (list.length === 0) return [];
  const rows = list.map((given) => evidenceRow(storable(given), found.at));
  const sorted = [...new Map(rows.map((row) => [row.digest, row])).values()].sort((a, b) =>
    compareText(a.digest, b.digest),
  );
  const documents = sorted.flatMap((row) => row.documents.map((digest, at) => documentOf(row, digest, at)));
  for (const kind of ["report", "attestation"] as const) {
    const own = documents.filter((document) => document.kind === kind);
    await insertArtifacts(tx, kind, own);
  }
  await insertRows(tx, evidence, { rows: sorted, existing: "keep" });
  const digests = sql.param(sorted.map(({ digest }) => digest));
  const runIds = sql.param(found.runIds.filter(isUuid));
  const linked = await tx.execute<{ subject: string }>(sql`
    insert into ${evidenceRuns} (evidence, run_id)
    select found, runs.id from unnest(${digests}::text[]) as found cross join runs where runs.id = any(${runIds}::uuid[])
    order by 1, 2 on conflict do nothing returning evidence || '/' || run_id as subject`);
  return [
    ...sorted.map(({ digest }) => ({ kind: "evidence.added", subject: digest })),
    ...linked.rows.map(({ subject }) => ({ kind: "evidence.found", subject })),
  ];
}

/** Of a scan, what comes behind its report is signed. */
function documentOf(row: Pick<Evidence, "kind" | "package">, digest: Digest, at: number) {
  const kind = row.kind === "residue" && at > 0 ? "attestation" : "report";
  return { digest, kind, label: `${row.kind} of ${row.package}` } as const;
}

function evidenceRow(given: Evidence, at: Date) {
  const { kind, arch, buildKey, contentDigest, outcome, summary, reasons, seedLock, documents } = given;
  return {
    digest: sha256(canonicalJson(given)),
    ...{ kind, arch, package: given.package, buildKey, contentDigest, outcome, summary },
    reasons: [...reasons],
    seedLock: seedLock ?? null,
    documents: [...documents],
    at,
  };
}

/** LedgerReader.evidence: in the order in which it came. */
export async function readEvidence(
  context: Context,
  of: { readonly runId: string; readonly arch: Arch },
): Promise<readonly Evidence[]> {
  if (!isUuid(of.runId)) return [];
  return reading(async () => {
    const rows = await context.db
      .selectDistinct(EVIDENCE)
      .from(builds)
      .innerJoin(buildOutputs, eq(buildOutputs.buildId, builds.id))
      .innerJoin(packages, eq(packages.fileDigest, buildOutputs.fileDigest))
      .innerJoin(
        evidence,
        and(
          eq(evidence.buildKey, builds.key),
          eq(evidence.contentDigest, packages.contentDigest),
          eq(evidence.package, packages.name),
          eq(evidence.arch, builds.arch),
        ),
      )
      .where(and(eq(builds.runId, of.runId), eq(builds.arch, of.arch)))
      .orderBy(asc(evidence.number));
    return rows.map(evidenceOf);
  });
}

/** LedgerReader.evidenceOn: in the order in which it came. */
export async function evidenceOn(context: Context, buildKey: Digest): Promise<readonly Evidence[]> {
  const rows = await reading(() =>
    context.db.select(EVIDENCE).from(evidence).where(eq(evidence.buildKey, buildKey)).orderBy(asc(evidence.number)),
  );
  return rows.map(evidenceOf);
}

const EVIDENCE = {
  ...{ number: evidence.number, kind: evidence.kind, arch: evidence.arch, package: evidence.package },
  ...{ buildKey: evidence.buildKey, contentDigest: evidence.contentDigest, outcome: evidence.outcome },
  ...{ summary: evidence.summary, reasons: evidence.reasons, seedLock: evidence.seedLock },
  documents: evidence.documents,
};

function evidenceOf(
  row: { readonly number: number; readonly seedLock: Digest | null } & Omit<Evidence, "seedLock">,
): Evidence {
  const { number: _, seedLock, ...given } = row;
  return { ...given, ...(seedLock === null ? {} : { seedLock }) };
}
