import { type Arch, judge, type Verdict } from "@ascent/core";
import { loadBlueprint, sha256 } from "@ascent/formats";
import { readFiles } from "./blueprint-files.ts";
import type { ArtifactStore, BlueprintSource, Clock, Ledger, LedgerReader, Log, RunRecord } from "./ports.ts";

export interface ConcludePorts {
  readonly ledger: Ledger & LedgerReader;
  readonly store: ArtifactStore;
  readonly blueprints: BlueprintSource;
  readonly clock: Clock;
  readonly log: Log;
}

/** Gives every run whose builds are all settled its end state and, when all were built, its verdict. */
export async function concludeRuns(ports: ConcludePorts): Promise<void> {
  for (const { runId, state } of await ports.ledger.unconcluded()) {
    const verdict = state === "succeeded" ? await verdictOf(ports, runId) : undefined;
    const concluded = await ports.ledger.concludeRun(runId, {
      state,
      ...(verdict === undefined ? {} : { verdict }),
      at: ports.clock.now(),
    });
    if (concluded) ports.log.info({ runId, state, holds: verdict?.holds }, "run concluded");
  }
}

/** Recomputes the verdict of a finished run from what the ledger recorded. Undefined for an unknown run. */
export async function verdictOf(ports: ConcludePorts, runId: string): Promise<Verdict | undefined> {
  const run = await ports.ledger.run(runId);
  const list = await ports.ledger.runFiles(runId);
  if (run === undefined || list === undefined) return undefined;
  const loaded = loadBlueprint(await readFiles(ports.store, list), await ports.blueprints.pipelines(), sha256);
  if (!loaded.ok) return undefined;
  const arches = await Promise.all(run.arches.map((arch) => archRecords(ports, run, arch)));
  return judge({ blueprint: loaded.value.blueprint, arches });
}

async function archRecords(ports: ConcludePorts, run: RunRecord, arch: Arch) {
  const preparation = run.preparation.find((prepared) => prepared.arch === arch);
  return { arch, seed: preparation?.seed ?? "", builds: await ports.ledger.inputsOf(run.id, arch) };
}
