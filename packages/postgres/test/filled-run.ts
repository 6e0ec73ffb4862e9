import type { Digest, Evidence, LockedPackage, Verdict } from "@ascent/core";
import type { Ledger, LedgerReader } from "@ascent/engine";
import { compileError, digestOf, finishedBuild, moment, type Rig, rigOn, seedResult, sourceOf } from "@ascent/testkit";

export const verdict: Verdict = {
  ...{ blueprint: "sample", seed: "alpine", required: "resolved", holds: true, packages: [] },
};

/** A run that has left a row in every table of history: `cc` and `sh` are done, `sed` has failed. */
export async function filledRun(ledger: Ledger & LedgerReader): Promise<Rig> {
  const rig = await rigOn(ledger);
  const result = seedResult({
    sketches: [{ stage: "stage1", inputs: ["seed:alpine"], builds: { cc: [], sh: ["cc"], sed: [] } }],
  });
  const definitions = new Map<Digest, string>([[digestOf("definition stage1/cc.yaml"), "definition stage1/cc.yaml"]]);
  await ledger.claimSeed(rig.seedRef(), { worker: "w", until: moment(1000) });
  await ledger.finishSeed(rig.seedRef(), { ...result, definitions, fingerprint: digestOf("fingerprint") });
  const key = { kind: "stage", pem: "PEM", createdAt: moment() } as const;
  const [now, before] = [digestOf("key"), digestOf("earlier key")];
  await ledger.recordKeys(
    [
      { ...key, id: now, stage: "stage1", name: "ascent-stage1.rsa.pub", state: "active" },
      {
        ...key,
        id: before,
        stage: "stage1",
        name: "ascent-stage1-old.rsa.pub",
        state: "retired",
        retiredAt: moment(1),
      },
    ],
    moment(2),
  );
  await buildCc(rig);
  await rig.fail("sed", compileError);
  const task = await rig.claim("sh");
  const environment = (await ledger.offered(task)).map(lock);
  await ledger.finishBuild(finishedBuild({ ref: task.ref, name: "sh", stage: "stage1", environment }));
  await ledger.concludeRun(rig.runId, { state: "failed", verdict, at: moment(9) });
  return rig;
}

function lock(offered: Awaited<ReturnType<Ledger["offered"]>>[number]): LockedPackage {
  const { record, fileDigest, contentDigest, input } = offered;
  return { name: record.name, version: record.version, fileDigest, contentDigest, input };
}

async function buildCc(rig: Rig): Promise<void> {
  const task = await rig.claim("cc");
  const environment = (await rig.ledger.offered(task)).map(lock);
  const { source } = sourceOf("https://example.org/cc.tar.gz");
  const finished = finishedBuild({ ref: task.ref, name: "cc", stage: "stage1", environment, sources: [source] });
  const outputs = finished.outputs.map((output) => ({ ...output, attestation: digestOf("bundle of cc") }));
  const evidence: Evidence = {
    ...{ kind: "rebuild", arch: "x86_64", package: "cc", buildKey: finished.key, outcome: "fails" },
    ...{ contentDigest: outputs[0]!.contentDigest, summary: "other bits", reasons: ["a time"] },
    documents: [digestOf("report on cc")],
  };
  await rig.ledger.finishBuild({ ...finished, outputs, evidence: [evidence] });
}
