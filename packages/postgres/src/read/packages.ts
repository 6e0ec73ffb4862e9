import { type Arch, type Digest, type InputName, isSeedInput, type OfferedPackage, seedInput } from "@ascent/core";
import type { ArtifactRecord, BuildTask, PublishedPackage } from "@ascent/engine";
import { and, asc, eq, inArray } from "drizzle-orm";
import { type Context, type Database, reading } from "../database.ts";
import { isUuid } from "../run-change.ts";
import { artifacts, buildOutputs, builds, packages, runSeeds, seedLockPackages, seedLocks } from "../schema/index.ts";
import { present } from "./present.ts";

interface InputOf {
  readonly runId: string;
  readonly arch: Arch;
  readonly input: InputName;
  /** Main package names of the builds to take from; all when absent. */
  readonly only?: readonly string[];
}

/** Ledger.offered. */
export async function offered(context: Context, task: BuildTask): Promise<readonly OfferedPackage[]> {
  const { arch } = task;
  // What a rebuild may see is what the run that it repeats has.
  const runId = task.again?.runId ?? task.runId;
  return reading(async () => {
    const lists: (readonly PublishedPackage[])[] = [];
    for (const input of task.inputs) lists.push(await packagesOf(context.db, { runId, arch, input }));
    lists.push(await packagesOf(context.db, { runId, arch, input: task.stage, only: task.ownStage }));
    return lists.flat().map(({ record, fileDigest, contentDigest, input }) => {
      return { record, fileDigest, contentDigest, input };
    });
  });
}

/** LedgerReader.packages. */
export async function readPackages(context: Context, of: InputOf): Promise<readonly PublishedPackage[]> {
  return isUuid(of.runId) ? reading(() => packagesOf(context.db, of)) : [];
}

async function packagesOf(db: Database, of: InputOf): Promise<readonly PublishedPackage[]> {
  return isSeedInput(of.input) ? seedPackages(db, of) : stagePackages(db, of);
}

/** The lock names its seed; a run has one lock per arch, so another seed's name offers nothing. */
async function seedPackages(db: Database, of: InputOf): Promise<readonly PublishedPackage[]> {
  const locked = await lockOf(db, of);
  return locked === undefined ? [] : lockedPackages(db, locked, of.input);
}

async function lockOf(db: Database, of: InputOf): Promise<Digest | undefined> {
  const [row] = await db
    .select({ digest: seedLocks.digest, seed: seedLocks.seed })
    .from(runSeeds)
    .innerJoin(seedLocks, eq(seedLocks.digest, runSeeds.lockDigest))
    .where(and(eq(runSeeds.runId, of.runId), eq(runSeeds.arch, of.arch)));
  return row !== undefined && of.input === seedInput(row.seed) ? row.digest : undefined;
}

async function lockedPackages(db: Database, lock: Digest, input: InputName): Promise<readonly PublishedPackage[]> {
  const { record, fileDigest, contentDigest } = packages;
  const rows = await db
    .select({ record, fileDigest, contentDigest })
    .from(seedLockPackages)
    .innerJoin(packages, eq(packages.fileDigest, seedLockPackages.fileDigest))
    .where(eq(seedLockPackages.lockDigest, lock))
    .orderBy(asc(seedLockPackages.position));
  return rows.map((row) => ({ ...row, input }));
}

async function stagePackages(db: Database, of: InputOf): Promise<readonly PublishedPackage[]> {
  const { record, fileDigest, contentDigest } = packages;
  const rows = await db
    .select({ record, fileDigest, contentDigest, buildId: builds.id })
    .from(builds)
    .innerJoin(buildOutputs, eq(buildOutputs.buildId, builds.id))
    .innerJoin(packages, eq(packages.fileDigest, buildOutputs.fileDigest))
    .where(
      and(
        eq(builds.runId, of.runId),
        eq(builds.arch, of.arch),
        eq(builds.stage, of.input),
        of.only === undefined ? undefined : inArray(builds.name, [...of.only]),
      ),
    )
    .orderBy(asc(builds.position), asc(buildOutputs.position));
  return rows.map((row) => ({ ...row, input: of.input }));
}

/** LedgerReader.artifact. */
export async function readArtifact(context: Context, digest: Digest): Promise<ArtifactRecord | undefined> {
  return reading(async () => {
    const [row] = await context.db.select().from(artifacts).where(eq(artifacts.digest, digest));
    return row === undefined ? undefined : present(row);
  });
}
