import { describe, expect, test } from "vitest";
import { moment, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, hostTrouble, lease, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

export function seedRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("seed work", () => {
    test("is claimed once, and its task holds what a worker needs", async () => {
      const rig = await rigOn(await open());
      const task = await rig.ledger.claimSeed(rig.seedRef(), lease);
      expect(task?.run).toMatchObject({ id: rig.runId, preparation: [{ state: "acquiring" }] });
      expect(task?.files).toEqual(await rig.ledger.runFiles(rig.runId));
      expect(task?.files.map(({ path, executable }) => [path, executable])).toEqual([
        ["bootstrap.yaml", false],
        ["stage1/patch.sh", true],
      ]);
      expect(await rig.ledger.claimSeed(rig.seedRef(), { ...lease, worker: "other" })).toBeUndefined();
      expect(await rig.ledger.claimSeed(rig.seedRef(2), lease)).toBeUndefined();
      expect(await rig.due()).toEqual([]);
    });

    test("tells each step once", async () => {
      const rig = await rigOn(await open());
      await rig.ledger.claimSeed(rig.seedRef(), lease);
      const report = { seed: "alpine", step: "fetch", done: 1, total: 2 } as const;
      expect(await rig.ledger.renewSeed(rig.seedRef(), lease, report)).toBe("held");
      expect(await rig.ledger.renewSeed(rig.seedRef(), lease, report)).toBe("held");
      expect(await rig.ledger.renewSeed(rig.seedRef(), { ...lease, worker: "other" }, report)).toBe("lost");
      await rig.ledger.renewSeed(rig.seedRef(), lease, { ...report, done: 2 });
      const events = (await rig.events()).filter(({ type }) => type === "seed.progress");
      expect(events.map(({ data }) => data)).toEqual([
        { arch: "x86_64", ...report },
        { arch: "x86_64", ...report, done: 2 },
      ]);
    });

    test("ends once: a second end is too late", async () => {
      const rig = await rigOn(await open());
      expect(await rig.ledger.finishSeed(rig.seedRef(), seedResult({}))).toBe(false);
      await rig.lockSeed();
      expect(await rig.ledger.finishSeed(rig.seedRef(), seedResult({}))).toBe(false);
      expect(await rig.ledger.failSeed(rig.seedRef(), { failure: compileError, at: moment(3) })).toBe(false);
      expect(await rig.ledger.builds(rig.runId)).toHaveLength(6);
      expect((await rig.ledger.run(rig.runId))?.preparation).toEqual([
        {
          ...{ arch: "x86_64", state: "locked", seed: "alpine", origin: "https://example.org/alpine" },
          ...{ packageCount: 2, lockDigest: seedResult({}).lockDigest },
        },
      ]);
    });

    test("that failed by host trouble goes again, not before its time", async () => {
      const rig = await rigOn(await open());
      await rig.ledger.claimSeed(rig.seedRef(), lease);
      await rig.ledger.failSeed(rig.seedRef(), { failure: hostTrouble, at: moment(2), retryAt: moment(60) });
      expect(await rig.due(moment(59))).toEqual([]);
      expect((await rig.due(moment(60))).map(({ id }) => id)).toEqual([`seed-${rig.runId}-x86_64-2`]);
      expect(await rig.ledger.finishSeed(rig.seedRef(1), seedResult({}))).toBe(false);
      expect(await rig.ledger.claimSeed(rig.seedRef(2), lease)).toBeDefined();
    });

    test("the same lock serves two runs", async () => {
      const ledger = await open();
      const [one, two] = [await rigOn(ledger), await rigOn(ledger)];
      await one.lockSeed();
      await two.lockSeed();
      const packages = await ledger.packages(two.runId, "x86_64", "seed:alpine");
      expect(packages.map(({ record }) => record.name)).toEqual(["gcc", "make"]);
    });
  });
}
