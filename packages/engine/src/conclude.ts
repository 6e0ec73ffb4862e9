import { type Arch, type ArchRecord, Fault, isFault, judge, type Verdict } from "@ascent/core";
import { loadBlueprint, sha256 } from "@ascent/formats";
import { readFiles } from "./blueprint-files.ts";
import type { ArtifactStore, BlueprintSource, Clock, Ledger, LedgerReader, Log, RunEnd, RunRecord } from "./ports.ts";
import { type RecordKeysPorts, recordKeys } from "./record-keys.ts";
import { readScans } from "./residue/read-scans.ts";

export interface JudgePorts {
  readonly ledger: Pick<Ledger, "recordVerdict"> & Pick<LedgerReader, "run" | "runFiles" | "inputsOf" | "evidence">;
  readonly store: ArtifactStore;
  readonly blueprints: BlueprintSource;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ConcludePorts extends JudgePorts, RecordKeysPorts {
  readonly ledger: JudgePorts["ledger"] & RecordKeysPorts["ledger"] & Pick<Ledger, "unconcluded" | "concludeRun">;
}

/**
 * Gives every run whose builds are all settled its end state and, when all were built, its verdict. A rebuild has none of
 * its own: the run that it rebuilds is judged anew, whatever came of it. The keys that signed what a run made are on record
 * before its end is. Throws what the ledger throws when it cannot be reached; what is wrong with one run holds up no other.
 */
export async function concludeRuns(ports: ConcludePorts): Promise<void> {
  for (const { runId, state } of await ports.ledger.unconcluded()) {
    const end = await endOf(ports, runId, state);
    if (end === undefined) continue;
    await recordKeys(ports);
    const concluded = await ports.ledger.concludeRun(runId, { ...end, at: ports.clock.now() });
    if (concluded) ports.log.info({ runId, state: end.state, holds: end.verdict?.holds }, "run concluded");
  }
}

/** The same, for whoever has just changed something. Never throws: what is not concluded now, the reconciler concludes. */
export async function concludeSoon(ports: ConcludePorts): Promise<void> {
  try {
    await concludeRuns(ports);
  } catch (err) {
    ports.log.warn({ err }, "runs not concluded yet");
  }
}

type End = Omit<RunEnd, "at">;

async function endOf(ports: ConcludePorts, runId: string, state: End["state"]): Promise<End | undefined> {
  const purpose = (await ports.ledger.run(runId))?.purpose;
  if (purpose?.kind === "rebuild") return endOfRebuild(ports, purpose.of, state);
  return state === "succeeded" ? endWithVerdict(ports, runId) : { state };
}

/** Judged before it is concluded: what dies in between is done again by the next pass. */
async function endOfRebuild(ports: ConcludePorts, of: string, state: End["state"]): Promise<End | undefined> {
  try {
    await judgeAgain(ports, of);
  } catch (err) {
    ports.log.error({ runId: of, err }, "verdict not reached");
    if (isFault(err) && err.retryable) return undefined;
  }
  return { state };
}

/** A run without a verdict has not succeeded. Undefined: what is missing may come back, so the next pass asks again. */
async function endWithVerdict(ports: ConcludePorts, runId: string): Promise<End | undefined> {
  try {
    const verdict = await verdictOf(ports, runId);
    return { state: "succeeded", ...(verdict === undefined ? {} : { verdict }) };
  } catch (err) {
    ports.log.error({ runId, err }, "verdict not reached");
    return isFault(err) && err.retryable ? undefined : { state: "failed" };
  }
}

/**
 * Judges a run that has succeeded once more, for whoever has added evidence about it, and records the verdict when it is
 * another. Of a rebuild, the run that it rebuilds is judged. Undefined when there is nothing to judge. Throws as
 * `verdictOf`, and what the ledger throws.
 */
export async function judgeAgain(ports: JudgePorts, runId: string): Promise<Verdict | undefined> {
  const run = await ports.ledger.run(runId);
  if (run?.purpose?.kind === "rebuild") return judgeAgain(ports, run.purpose.of);
  if (run?.state !== "succeeded") return undefined;
  const verdict = await verdictOf(ports, runId);
  if (verdict !== undefined) await ports.ledger.recordVerdict(runId, { verdict, at: ports.clock.now() });
  return verdict;
}

/**
 * Recomputes the verdict of a run whose builds are all done from what the ledger recorded. Undefined for an unknown run.
 * Throws Fault "artifact-missing" or "artifact-corrupt" when the store lost the blueprint's files, and
 * "blueprint-unloadable" when this version of Ascent cannot read them.
 */
export async function verdictOf(ports: JudgePorts, runId: string): Promise<Verdict | undefined> {
  const run = await ports.ledger.run(runId);
  const list = await ports.ledger.runFiles(runId);
  if (run === undefined || list === undefined) return undefined;
  const loaded = loadBlueprint(await readFiles(ports.store, list), await ports.blueprints.pipelines(), sha256);
  if (!loaded.ok) {
    throw new Fault("blueprint-unloadable", `the blueprint of run ${runId} cannot be read any more`, {
      wayOut: "Start a new run: this version of Ascent reads blueprints differently from the one that started it.",
    });
  }
  const arches = await Promise.all(run.arches.map((arch) => archRecords(ports, run, arch)));
  return judge({ blueprint: loaded.value.blueprint, arches });
}

async function archRecords({ ledger, store }: JudgePorts, run: RunRecord, arch: Arch): Promise<ArchRecord> {
  const { seed = "", lockDigest } = run.preparation.find((prepared) => prepared.arch === arch) ?? {};
  const evidence = await ledger.evidence(run.id, arch);
  return {
    ...{ arch, seed, ...(lockDigest === undefined ? {} : { seedLock: lockDigest }) },
    builds: await ledger.inputsOf(run.id, arch),
    evidence,
    scans: await readScans(store, evidence, ({ seedLock }) => seedLock === lockDigest),
  };
}
