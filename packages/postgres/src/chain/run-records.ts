import { canonicalJson, type Digest } from "@ascent/core";
import { sha256 } from "@ascent/formats";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { packages, runFiles, runSeeds, runs, seedLockPackages, seedLocks, verdicts } from "../schema/index.ts";
import { groupBy } from "./group-by.ts";
import type { Body, Reader, RecordKind } from "./record-kind.ts";

/** What was asked for, with every file of the blueprint. Subject: the run. */
export const runCreated: RecordKind = {
  kind: "run.created",
  subjects: sql`select id::text as subject from runs order by created_at, id`,
  rows: (subject, [member, position]) =>
    member === "files" ? `run_files (run_id = ${subject}, position = ${position})` : `runs (id = ${subject})`,
  async bodies(reader, subjects) {
    const files = groupBy(await filesOf(reader, subjects), ({ runId }) => runId);
    const rows = await reader
      .select()
      .from(runs)
      .where(inArray(runs.id, [...subjects]));
    return new Map(
      rows.map((row): [string, Body] => {
        const { blueprint, blueprintDigest, seeds, arches, required, requestedBy } = row;
        const { rebuildOf, rebuildWith, rebuildPackages } = row;
        const list = (files.get(row.id) ?? []).map(({ path, digest, executable }) => ({ path, digest, executable }));
        const rebuild = rebuildOf === null ? null : { of: rebuildOf, with: rebuildWith, packages: rebuildPackages };
        const asked = { blueprint, blueprintDigest, seeds, arches, required, requestedBy, rebuild };
        return [row.id, { ...asked, at: row.createdAt, settings: digestOf(row.settings), files: list }];
      }),
    );
  },
};

function filesOf(reader: Reader, ids: readonly string[]) {
  return reader
    .select()
    .from(runFiles)
    .where(inArray(runFiles.runId, [...ids]))
    .orderBy(asc(runFiles.runId), asc(runFiles.position));
}

/** Every binary that a lock accepts without provenance. Subject: the lock's digest. */
export const seedLock: RecordKind = {
  kind: "seed.lock",
  subjects: sql`select digest as subject from seed_locks order by digest`,
  rows: (subject, [member, position]) =>
    member === "packages"
      ? `seed_lock_packages (lock_digest = ${subject}, position = ${position}) or its row of packages`
      : `seed_locks (digest = ${subject})`,
  async bodies(reader, subjects) {
    const digests = subjects as readonly Digest[];
    const locked = groupBy(await lockedOf(reader, digests), ({ lock }) => lock);
    const rows = await reader
      .select()
      .from(seedLocks)
      .where(inArray(seedLocks.digest, [...digests]));
    return new Map(
      rows.map(({ digest, seed, arch, origin, packageCount }): [string, Body] => {
        const list = (locked.get(digest) ?? []).map(({ lock: _, record, ...row }) => ({
          ...row,
          index: digestOf(record),
        }));
        return [digest, { seed, arch, origin, packageCount, packages: list }];
      }),
    );
  },
};

function lockedOf(reader: Reader, digests: readonly Digest[]) {
  const { fileDigest: file, contentDigest: content, name, version, record } = packages;
  const { lockDigest: lock, upstreamUrl: url, upstreamSha256: sha256 } = seedLockPackages;
  return reader
    .select({ lock, file, content, name, version, record, url, sha256 })
    .from(seedLockPackages)
    .innerJoin(packages, eq(packages.fileDigest, seedLockPackages.fileDigest))
    .where(inArray(lock, [...digests]))
    .orderBy(asc(lock), asc(seedLockPackages.position));
}

/** Which lock an arch of a run rests on. Subject: `RUN/ARCH`. */
export const seedLocked: RecordKind = {
  kind: "seed.locked",
  subjects: sql`select run_id || '/' || arch as subject from run_seeds where state = 'locked' order by 1`,
  rows: (subject) => `run_seeds (run_id/arch = ${subject})`,
  async bodies(reader, subjects) {
    const subject = sql<string>`${runSeeds.runId} || '/' || ${runSeeds.arch}`;
    const rows = await reader
      .select({ subject, lock: runSeeds.lockDigest })
      .from(runSeeds)
      .where(
        and(
          inArray(runSeeds.runId, [...new Set(subjects.map((text) => text.slice(0, text.indexOf("/"))))]),
          inArray(subject, [...subjects]),
          eq(runSeeds.state, "locked"),
        ),
      );
    return new Map(rows.map(({ subject, lock }) => [subject, { lock }]));
  },
};

/** A verdict. Subject: `RUN/NUMBER`. */
export const verdictGiven: RecordKind = {
  kind: "verdict.given",
  subjects: sql`select run_id || '/' || number as subject from verdicts order by at, 1`,
  rows: (subject) => `verdicts (run_id/number = ${subject})`,
  async bodies(reader, subjects) {
    const subject = sql<string>`${verdicts.runId} || '/' || ${verdicts.number}`;
    const runIds = [...new Set(subjects.map((text) => text.slice(0, text.indexOf("/"))))];
    const rows = await reader
      .select({ subject, at: verdicts.at, verdict: verdicts.verdict })
      .from(verdicts)
      .where(and(inArray(verdicts.runId, runIds), inArray(subject, [...subjects])));
    return new Map(
      rows.map(({ subject, at, verdict }) => [subject, { at, holds: verdict.holds, verdict: digestOf(verdict) }]),
    );
  },
};

/** Of a JSON column whose whole text would only make the record long. */
export function digestOf(value: unknown): Digest {
  return sha256(canonicalJson(value));
}
