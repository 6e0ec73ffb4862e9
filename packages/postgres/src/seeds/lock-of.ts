import type { Arch, Digest } from "@ascent/core";
import type { BuildTask } from "@ascent/engine";
import { and, desc, eq } from "drizzle-orm";
import type { Database, Transaction } from "../database.ts";
import { runSeeds, seedFingerprints } from "../schema/index.ts";

type Reader = Database | Transaction;

/** The lock of a run's seed for one arch, as builds are told of it. */
export async function lockOf(
  reader: Reader,
  of: { readonly runId: string; readonly arch: Arch },
): Promise<BuildTask["seedLock"]> {
  const [row] = await reader
    .select({ digest: runSeeds.lockDigest })
    .from(runSeeds)
    .where(and(eq(runSeeds.runId, of.runId), eq(runSeeds.arch, of.arch)));
  if (row === undefined || row.digest === null) return undefined;
  const fingerprint = await newestFingerprint(reader, row.digest);
  return { digest: row.digest, ...(fingerprint === undefined ? {} : { fingerprint }) };
}

export async function newestFingerprint(reader: Reader, lock: Digest): Promise<Digest | undefined> {
  const [row] = await reader
    .select({ artifact: seedFingerprints.artifact })
    .from(seedFingerprints)
    .where(eq(seedFingerprints.lockDigest, lock))
    .orderBy(desc(seedFingerprints.number))
    .limit(1);
  return row?.artifact;
}
