import type { Digest } from "@ascent/core";
import type { ProofManifest, ProofRun } from "@ascent/formats";
import type { LedgerReader, RunRecord } from "../ports.ts";

export type ProofRole = ProofManifest["runs"][number]["role"];

export interface RelatedRun {
  readonly run: RunRecord;
  readonly role: ProofRole;
}

export type RelatedLedger = Pick<LedgerReader, "rebuilds" | "runs">;

/**
 * The runs whose attestations bear out what the exported run's evidence says: its rebuilds, and for each seed lock that it
 * was compared with, the newest bootstrap of the same blueprint from that lock.
 */
export async function relatedRuns(
  ledger: RelatedLedger,
  run: RunRecord,
  { evidence }: Pick<ProofRun, "evidence">,
): Promise<RelatedRun[]> {
  const rebuilds = (await ledger.rebuilds(run.id)).filter(({ state }) => state === "succeeded");
  const locks = new Set(evidence.flatMap(({ kind, seedLock }) => (kind === "other-seed" ? (seedLock ?? []) : [])));
  const others = locks.size === 0 ? [] : await bootstrapsFrom(ledger, run, locks);
  return [
    ...rebuilds.map((rebuild) => ({ run: rebuild, role: roleOf(rebuild) })),
    ...others.map((other) => ({ run: other, role: "other-seed" as const })),
  ];
}

function roleOf({ purpose }: RunRecord): ProofRole {
  return purpose?.kind === "rebuild" && purpose.with === "final" ? "fixed-point" : "rebuild";
}

const PAGE = 100;

/** Newest first, so the first that is met for a lock is the one. Stops when every lock has its run. */
async function bootstrapsFrom(
  ledger: RelatedLedger,
  own: RunRecord,
  locks: ReadonlySet<Digest>,
): Promise<readonly RunRecord[]> {
  const found = new Map<Digest, RunRecord>();
  let page = await ledger.runs({ limit: PAGE });
  while (page.length > 0 && found.size < locks.size) {
    for (const run of page.filter((each) => isComparable(each, own))) collect(run, locks, found);
    const last = page.at(-1);
    page = last === undefined ? [] : await ledger.runs({ limit: PAGE, before: last.id });
  }
  return [...new Set(found.values())];
}

function collect(run: RunRecord, locks: ReadonlySet<Digest>, found: Map<Digest, RunRecord>): void {
  for (const { lockDigest } of run.preparation) {
    if (lockDigest !== undefined && locks.has(lockDigest) && !found.has(lockDigest)) found.set(lockDigest, run);
  }
}

function isComparable({ id, state, purpose, blueprint }: RunRecord, own: RunRecord): boolean {
  return id !== own.id && state === "succeeded" && purpose?.kind !== "rebuild" && blueprint === own.blueprint;
}
