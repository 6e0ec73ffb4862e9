import { randomUUID } from "node:crypto";
import type { Evidence } from "@ascent/core";
import type { BuiltPackage } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { finishedBuild, moment, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { lease, rigOn } from "./rig.ts";
import { rebuildOf, succeeded, verdict } from "./succeeded-run.ts";
import { opensLedgers } from "./with-ledger.ts";

function evidenceOf(output: BuiltPackage, given: Partial<Evidence> & Pick<Evidence, "buildKey">): Evidence {
  return {
    kind: "rebuild",
    arch: "x86_64",
    package: output.record.name,
    contentDigest: output.contentDigest,
    outcome: "holds",
    summary: "built again: the same bits",
    reasons: [],
    documents: [digestOf(`report on ${output.record.name}`)],
    ...given,
  };
}

export function proofRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("what comes with a result", () => {
    test("attestations are kept with their build's outputs, and found with its result", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      const plain = finishedBuild({ ref: task.ref, name: "cc", stage: "stage1" });
      const attestation = digestOf("bundle");
      const outputs = plain.outputs.map((output) => ({ ...output, attestation }));
      await rig.ledger.finishBuild({ ...plain, outputs });
      expect(await rig.ledger.findResult(plain.key)).toEqual(outputs);
      expect((await rig.ledger.build(task.ref.buildId))?.outputs).toEqual(outputs);
      expect((await rig.ledger.inputsOf(rig.runId, "x86_64"))[0]).toMatchObject({ key: plain.key, outputs });
      expect(await rig.ledger.artifact(attestation)).toEqual({
        ...{ digest: attestation, kind: "attestation", label: "cc-1.0-r0" },
      });
      // The same bytes, made once more: whoever made them signs for himself.
      const other = await rigOn(rig.ledger);
      await other.lockSeed();
      const signed = outputs.map((output) => ({ ...output, attestation: digestOf("another bundle") }));
      await other.build("cc", "stage1", { key: digestOf("another key"), outputs: signed });
      expect((await rig.ledger.build(task.ref.buildId))?.outputs).toEqual(outputs);
      expect(await rig.ledger.findResult(digestOf("another key"))).toEqual(signed);
    });

    test("a seed's fingerprint is told to every build; a newer one takes its place", async () => {
      const rig = await rigOn(await open());
      const { ledger } = rig;
      const [one, two] = [digestOf("fingerprint 1"), digestOf("fingerprint 2")];
      const result = seedResult({});
      expect(await ledger.fingerprintOf(result.lockDigest)).toBeUndefined();
      await ledger.claimSeed(rig.seedRef(), lease);
      await ledger.finishSeed(rig.seedRef(), { ...result, fingerprint: one });
      expect((await rig.claim("cc")).seedLock).toEqual({ digest: result.lockDigest, fingerprint: one });
      expect(await ledger.artifact(one)).toMatchObject({ kind: "seed-fingerprint" });
      const later = await rigOn(ledger);
      await ledger.claimSeed(later.seedRef(), lease);
      await ledger.finishSeed(later.seedRef(), { ...result, fingerprint: two });
      expect(await ledger.fingerprintOf(result.lockDigest)).toBe(two);
      expect((await rig.claim("gzip")).seedLock).toEqual({ digest: result.lockDigest, fingerprint: two });
      expect(await ledger.fingerprintOf(digestOf("no lock"))).toBeUndefined();
    });
  });

  describe("evidence", () => {
    test("what a build looked at on the way is there with its end, and not before", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      const finished = finishedBuild({ ref: task.ref, name: "cc", stage: "stage1" });
      const output = finished.outputs[0]!;
      const seedLock = task.seedLock!.digest;
      const evidence = [evidenceOf(output, { kind: "residue", buildKey: finished.key, seedLock, documents: [] })];
      expect(await rig.ledger.evidence(rig.runId, "x86_64")).toEqual([]);
      await rig.ledger.finishBuild({ ...finished, evidence });
      expect(await rig.ledger.evidence(rig.runId, "x86_64")).toEqual(evidence);
      expect(await rig.ledger.evidenceOn(finished.key)).toEqual(evidence);
      expect(await rig.ledger.evidenceOn(digestOf("another key"))).toEqual([]);
      expect(await rig.ledger.evidence(rig.runId, "aarch64")).toEqual([]);
      expect(await rig.ledger.evidence("no-uuid", "x86_64")).toEqual([]);
      // Too late: the build is done.
      const late = [evidenceOf(output, { buildKey: finished.key, outcome: "fails", reasons: ["late"] })];
      expect(await rig.ledger.finishBuild({ ...finished, evidence: late })).toBe(false);
      expect(await rig.ledger.evidence(rig.runId, "x86_64")).toEqual(evidence);
    });

    test("whoever took the same result from the cache has the same evidence", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const sed = (await ledger.build((await rig.find("sed", "final")).id))!;
      const again = await rebuildOf(rig, { packages: ["sed"] });
      const evidence = evidenceOf(sed.outputs[0]!, { buildKey: sed.key! });
      await again.build("sed", "final", { key: sed.key!, evidence: [evidence] });
      expect(await ledger.evidence(rig.runId, "x86_64")).toEqual([evidence]);
      expect(await ledger.artifact(evidence.documents[0]!)).toEqual({
        ...{ digest: evidence.documents[0], kind: "report", label: "rebuild of sed" },
      });
      const cached = await rigOn(ledger);
      await cached.lockSeed([{ stage: "final", inputs: [], builds: { sed: [] } }]);
      expect(await ledger.evidence(cached.runId, "x86_64")).toEqual([]);
      await cached.build("sed", "final", { key: sed.key!, cached: true, outputs: sed.outputs });
      expect(await ledger.evidence(cached.runId, "x86_64")).toEqual([evidence]);
    });

    test("of a scan the report and what is signed about it are told apart", async () => {
      const rig = await succeeded(await open());
      const sed = (await rig.ledger.build((await rig.find("sed", "final")).id))!;
      const documents = [digestOf("a scan of sed"), digestOf("a statement on it")];
      const about = { kind: "residue", buildKey: sed.key!, documents } as const;
      const found = { runIds: [rig.runId], at: moment(30) };
      await rig.ledger.addEvidence([evidenceOf(sed.outputs[0]!, about)], found);
      const kinds = await Promise.all(documents.map(async (digest) => (await rig.ledger.artifact(digest))?.kind));
      expect(kinds).toEqual(["report", "attestation"]);
    });

    test("evidence about another content, key, package or arch is not about this run's results", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const sed = (await ledger.build((await rig.find("sed", "final")).id))!;
      const about = (given: Partial<Evidence>) => evidenceOf(sed.outputs[0]!, { buildKey: sed.key!, ...given });
      const right = about({ kind: "other-seed", seedLock: digestOf("another lock") });
      const wrong = [
        about({ contentDigest: digestOf("other content") }),
        about({ buildKey: digestOf("other key") }),
        about({ package: "cc" }),
        about({ arch: "aarch64" }),
      ];
      const of = { runIds: [rig.runId, randomUUID(), "no-uuid"], at: moment(30) };
      await ledger.addEvidence([...wrong, right], of);
      expect(await ledger.evidence(rig.runId, "x86_64")).toEqual([right]);
      await ledger.addEvidence([right], { ...of, at: moment(31) });
      const second = about({ outcome: "fails", reasons: ["other bits\0", "and more"] });
      await ledger.addEvidence([], of);
      await ledger.addEvidence([second], of);
      const undecided = about({ kind: "fixed-point", outcome: "undecided", reasons: ["nothing provides awk"] });
      await ledger.addEvidence([undecided], of);
      const kept = await ledger.evidence(rig.runId, "x86_64");
      expect(kept).toEqual([right, { ...second, reasons: ["other bits\uFFFD", "and more"] }, undecided]);
    });
  });

  describe("verdicts", () => {
    test("a newer verdict counts, and is told when it differs", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const before = await ledger.runVersion(rig.runId);
      await ledger.recordVerdict(rig.runId, { verdict, at: moment(40) });
      expect(await ledger.runVersion(rig.runId)).toBe(before);
      const newer = { ...verdict, required: "clean", holds: false } as const;
      await ledger.recordVerdict(rig.runId, { verdict: newer, at: moment(41) });
      await ledger.recordVerdict(rig.runId, { verdict: { ...newer }, at: moment(42) });
      expect((await ledger.run(rig.runId))?.verdict).toEqual(newer);
      const told = await ledger.events(rig.runId, before!, 10);
      expect(told.map(({ type, at, data }) => [type, at, data])).toEqual([
        ["run.judged", moment(41), { holds: false }],
      ]);
      await ledger.recordVerdict(rig.runId, { verdict, at: moment(43) });
      expect((await ledger.run(rig.runId))?.verdict).toEqual(verdict);
    });

    test("a run that goes on, or that nobody knows, gets none", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const version = await rig.ledger.runVersion(rig.runId);
      for (const id of [rig.runId, randomUUID(), "no-uuid"]) {
        await rig.ledger.recordVerdict(id, { verdict, at: moment(40) });
      }
      expect(await rig.ledger.run(rig.runId)).not.toHaveProperty("verdict");
      expect(await rig.ledger.runVersion(rig.runId)).toBe(version);
    });
  });
}
