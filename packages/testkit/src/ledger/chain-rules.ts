import { randomUUID } from "node:crypto";
import type { Verdict } from "@ascent/core";
import type { KeyRecord } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { finishedBuild, moment, newRun, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { type AnyLedger, compileError, lease, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

const verdict: Verdict = { blueprint: "sample", seed: "alpine", required: "resolved", holds: true, packages: [] };
const key: KeyRecord = {
  ...{ id: digestOf("key"), kind: "stage", stage: "final", name: "ascent-final.rsa.pub", pem: "PEM" },
  ...{ createdAt: moment(), state: "active" },
};

async function position(ledger: AnyLedger): Promise<number> {
  return (await ledger.chainHead())?.position ?? 0;
}

/** How many records something leaves. */
async function records(ledger: AnyLedger, work: () => Promise<unknown>): Promise<number> {
  const before = await position(ledger);
  await work();
  return (await position(ledger)) - before;
}

export function chainRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("the chain of records", () => {
    test("is empty in the beginning, and holds", async () => {
      const ledger = await open();
      expect(await ledger.chainHead()).toBeUndefined();
      expect(await ledger.audit({})).toEqual({ holds: true, problems: [], problemCount: 0 });
    });

    test("grows with what is written once, and with nothing else", async () => {
      const ledger = await open();
      const id = randomUUID();
      const request = newRun({ id });
      expect(await records(ledger, () => ledger.createRun(request))).toBe(1);
      expect(await records(ledger, () => ledger.createRun(request))).toBe(0);
      const rig = await rigOn(ledger, { id }, { created: true });
      expect(await records(ledger, () => ledger.claimSeed(rig.seedRef(), lease))).toBe(0);
      const sketches = [{ stage: "stage1", inputs: ["seed:alpine"], builds: { cc: [], sh: ["cc"] } }];
      const result = { ...seedResult({ sketches }), fingerprint: digestOf("fingerprint") };
      // The lock itself, what it is recognised by, and that the run has it.
      expect(await records(ledger, () => ledger.finishSeed(rig.seedRef(), result))).toBe(3);
      const task = await rig.claim("cc");
      const failed = { ref: task.ref, failure: compileError, steps: [], at: moment(3), retryAt: moment(4) };
      expect(await records(ledger, () => ledger.failBuild(failed))).toBe(0);
      const finished = finishedBuild({ ref: (await rig.claim("cc")).ref, name: "cc", stage: "stage1" });
      const { contentDigest } = finished.outputs[0]!;
      const about = { arch: "x86_64", package: "cc", buildKey: finished.key, contentDigest, reasons: [] } as const;
      const evidence = { ...about, kind: "rebuild", outcome: "holds", summary: "the same", documents: [] } as const;
      // The build, the evidence, and in which run it was found.
      expect(await records(ledger, () => ledger.finishBuild({ ...finished, evidence: [evidence] }))).toBe(3);
      expect(await records(ledger, () => ledger.finishBuild(finished))).toBe(0);
      await rig.build("sh");
      const end = { state: "succeeded", verdict, at: moment(9) } as const;
      expect(await records(ledger, () => ledger.concludeRun(id, end))).toBe(1);
      expect(await records(ledger, () => ledger.recordVerdict(id, { verdict, at: moment(10) }))).toBe(0);
      const newer = { ...verdict, holds: false };
      expect(await records(ledger, () => ledger.recordVerdict(id, { verdict: newer, at: moment(10) }))).toBe(1);
      const of = { runIds: [id], at: moment(11) };
      expect(await records(ledger, () => ledger.addEvidence([evidence], of))).toBe(0);
      const other = { ...evidence, kind: "fixed-point" } as const;
      expect(await records(ledger, () => ledger.addEvidence([other], of))).toBe(2);
      const rebuild = { id: randomUUID(), of: id, with: "final", requestedBy: "test", at: moment(12) } as const;
      // The run, and that it has the seed of the other.
      expect(await records(ledger, () => ledger.createRebuild(rebuild))).toBe(2);
      expect(await ledger.audit({})).toMatchObject({ holds: true, problems: [], head: await ledger.chainHead() });
    });

    test("names a lock once, whichever runs have it", async () => {
      const ledger = await open();
      const [one, two] = [await rigOn(ledger), await rigOn(ledger)];
      expect(await records(ledger, () => one.lockSeed())).toBe(2);
      expect(await records(ledger, () => two.lockSeed())).toBe(1);
    });

    test("names a key when it is first seen, and when it is retired", async () => {
      const ledger = await open();
      const other = { ...key, id: digestOf("another key"), kind: "builder", name: "builder.pem" } as const;
      expect(await records(ledger, () => ledger.recordKeys([key, other], moment(1)))).toBe(2);
      expect(await records(ledger, () => ledger.recordKeys([key, other], moment(2)))).toBe(0);
      const retired = { ...key, state: "retired", retiredAt: moment(3) } as const;
      expect(await records(ledger, () => ledger.recordKeys([retired, other], moment(4)))).toBe(1);
      expect(await records(ledger, () => ledger.recordKeys([], moment(5)))).toBe(0);
      expect(await ledger.audit({})).toMatchObject({ holds: true });
    });

    test("a head that was written down is found again; one that was never there is told", async () => {
      const ledger = await open();
      await rigOn(ledger);
      const head = await ledger.chainHead();
      await rigOn(ledger);
      expect(await ledger.audit({ since: head!.digest })).toMatchObject({ holds: true, since: head });
      const audit = await ledger.audit({ since: digestOf("elsewhere") });
      expect(audit).toMatchObject({ holds: false, problems: [{ kind: "head-lost" }], problemCount: 1 });
      expect(audit).not.toHaveProperty("since");
    });

    test("of many that end at the same moment each is on record, and the chain holds", async () => {
      const ledger = await open();
      const builds = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`p${index}`, []]));
      const rigs = await Promise.all([rigOn(ledger), rigOn(ledger), rigOn(ledger)]);
      for (const rig of rigs) await rig.lockSeed([{ stage: "stage1", inputs: [], builds }]);
      const before = await position(ledger);
      await Promise.all(rigs.flatMap((rig) => Object.keys(builds).map((name) => rig.build(name))));
      expect((await position(ledger)) - before).toBe(24);
      expect(await ledger.audit({})).toMatchObject({ holds: true });
    });
  });
}
