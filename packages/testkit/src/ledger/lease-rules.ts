import { describe, expect, test } from "vitest";
import { finishedBuild, moment } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, lease, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

export function leaseRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("leases", () => {
    const later = moment(2000);

    test("what is renewed stays held; what is not is lost, and the next attempt starts", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      const kept = await rig.claim("gzip");
      expect(await rig.ledger.expireLeases(moment(999), 3)).toBe(0);
      await rig.ledger.renewBuild(kept.ref, { ...lease, until: moment(3000) });
      expect(await rig.ledger.expireLeases(later, 3)).toBe(1);
      expect(await rig.ledger.expireLeases(later, 3)).toBe(0);
      expect(await rig.states("stage1")).toMatchObject({ cc: "ready", gzip: "building" });
      expect((await rig.due(later)).map(({ id }) => id)).toEqual([`build-${ref.buildId}-2`]);
      expect((await rig.told()).slice(-2)).toEqual(["build.lost cc", "build.ready cc"]);
    });

    test("whoever lost a lease can change nothing any more", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      await rig.ledger.expireLeases(later, 3);
      const version = await rig.ledger.runVersion(rig.runId);
      expect(await rig.ledger.renewBuild(ref, lease, { index: 1, total: 1, label: "late" })).toBe("lost");
      expect(await rig.ledger.finishBuild(finishedBuild({ ref, name: "cc", stage: "stage1" }))).toBe(false);
      expect(await rig.ledger.failBuild({ ref, failure: compileError, steps: [], at: later })).toBe(false);
      expect(await rig.ledger.cancelBuild(ref, later)).toBe(false);
      expect(await rig.ledger.runVersion(rig.runId)).toBe(version);
      expect(await rig.find("cc")).toMatchObject({ state: "ready", attempt: 2 });
      expect((await rig.ledger.build(ref.buildId))?.outputs).toEqual([]);
    });

    test("after the last attempt the build has failed, and its code is lost", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      for (const attempt of [1, 2, 3]) {
        expect((await rig.claim("cc")).ref.attempt).toBe(attempt);
        expect(await rig.ledger.expireLeases(later, 3)).toBe(1);
      }
      expect(await rig.find("cc")).toMatchObject({ state: "failed", attempt: 3, failure: { code: "lost" } });
      expect((await rig.told()).slice(-6, -4)).toEqual(["build.lost cc", "build.failed cc"]);
      expect(await rig.states("stage1")).toMatchObject({ libc: "blocked" });
      await rig.ledger.retryRun(rig.runId, later);
      await rig.claim("cc");
      await rig.ledger.expireLeases(later, 3);
      expect(await rig.find("cc")).toMatchObject({ state: "ready", attempt: 5 });
    });

    test("in a cancelled run what is lost is cancelled", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      await rig.claim("cc");
      await rig.ledger.cancelRun(rig.runId, moment(4));
      expect(await rig.ledger.expireLeases(later, 3)).toBe(1);
      expect(await rig.find("cc")).toMatchObject({ state: "cancelled" });
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "cancelled" }]);
    });

    test("a lost seed is brought in again, until the attempts are used up", async () => {
      const rig = await rigOn(await open());
      for (const attempt of [1, 2]) {
        expect(await rig.ledger.claimSeed(rig.seedRef(attempt), lease)).toBeDefined();
        expect(await rig.ledger.expireLeases(later, 2)).toBe(1);
        expect(await rig.ledger.renewSeed(rig.seedRef(attempt), lease)).toBe("lost");
      }
      expect((await rig.ledger.run(rig.runId))?.preparation).toMatchObject([
        { state: "failed", failure: { code: "lost" } },
      ]);
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "failed" }]);
    });

    test("a seed given up with its run is not brought in again", async () => {
      const rig = await rigOn(await open());
      await rig.ledger.claimSeed(rig.seedRef(), lease);
      await rig.ledger.cancelRun(rig.runId, moment(4));
      expect(await rig.ledger.expireLeases(later, 3)).toBe(1);
      expect((await rig.ledger.run(rig.runId))?.preparation).toMatchObject([{ failure: { code: "cancelled" } }]);
      expect(await rig.due(later)).toEqual([]);
    });
  });
}
