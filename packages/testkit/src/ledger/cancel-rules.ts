import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { finishedBuild, moment, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { hostTrouble, lease, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

export function cancelRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("cancelling", () => {
    test("waiting and ready builds are cancelled at once, the one that builds when its worker lets go", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      const before = await rig.ledger.runVersion(rig.runId);
      expect(await rig.ledger.cancelRun(rig.runId, moment(4))).toMatchObject({ state: "running" });
      expect(await rig.states("stage1")).toEqual({
        ...{ cc: "building", gzip: "cancelled", libc: "cancelled", sh: "cancelled" },
      });
      expect(await rig.due()).toEqual([]);
      expect(await rig.ledger.unconcluded()).toEqual([]);
      expect(await rig.ledger.renewBuild(task.ref, lease)).toBe("cancelled");
      expect(await rig.ledger.cancelBuild(task.ref, moment(5))).toBe(true);
      expect(await rig.ledger.cancelBuild(task.ref, moment(5))).toBe(false);
      expect(await rig.ledger.renewBuild(task.ref, lease)).toBe("cancelled");
      expect(await rig.find("cc")).toMatchObject({ state: "cancelled" });
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "cancelled" }]);
      expect(await rig.told(before)).toEqual([
        ...["build.cancelled gzip", "build.cancelled libc", "build.cancelled sh"],
        ...["build.cancelled cc", "build.cancelled sed", "build.cancelled cc", "stage.failed stage1"],
      ]);
    });

    test("cancelling twice, or what is over, changes nothing", async () => {
      const rig = await rigOn(await open());
      await rig.ledger.cancelRun(rig.runId, moment(4));
      const told = await rig.told();
      await rig.ledger.cancelRun(rig.runId, moment(5));
      expect(await rig.told()).toEqual(told);
      await rig.ledger.concludeRun(rig.runId, { state: "cancelled", at: moment(6) });
      expect(await rig.ledger.cancelRun(rig.runId, moment(7))).toMatchObject({ state: "cancelled" });
      expect(await rig.told()).toEqual([...told, "run.cancelled"]);
    });

    test("a seed that nobody has claimed is given up with the run", async () => {
      const rig = await rigOn(await open());
      const run = await rig.ledger.cancelRun(rig.runId, moment(4));
      expect(run?.preparation[0]).toMatchObject({ state: "failed", failure: { code: "cancelled" } });
      expect(await rig.ledger.claimSeed(rig.seedRef(), lease)).toBeUndefined();
      expect(await rig.due()).toEqual([]);
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "cancelled" }]);
    });

    test("a seed that is being brought in hears of it, and its plan is not taken any more", async () => {
      const rig = await rigOn(await open());
      await rig.ledger.claimSeed(rig.seedRef(), lease);
      await rig.ledger.cancelRun(rig.runId, moment(4));
      expect(await rig.ledger.renewSeed(rig.seedRef(), lease)).toBe("cancelled");
      expect(await rig.ledger.unconcluded()).toEqual([]);
      expect(await rig.ledger.finishSeed(rig.seedRef(), seedResult({}))).toBe(false);
      expect(await rig.ledger.builds(rig.runId)).toEqual([]);
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "cancelled" }]);
    });

    test("work that is done before its worker hears of it counts", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed([{ stage: "stage1", inputs: [], builds: { cc: [] } }]);
      await rig.claim("cc");
      await rig.ledger.cancelRun(rig.runId, moment(4));
      const finished = finishedBuild({ ref: await rig.ref("cc"), name: "cc", stage: "stage1" });
      expect(await rig.ledger.finishBuild(finished)).toBe(true);
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "succeeded" }]);
    });

    test("host trouble in a cancelled run is not tried again", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      await rig.ledger.cancelRun(rig.runId, moment(4));
      const failed = { ref, failure: hostTrouble, steps: [], at: moment(5), retryAt: moment(6) };
      expect(await rig.ledger.failBuild(failed)).toBe(true);
      expect(await rig.find("cc")).toMatchObject({ state: "cancelled", attempt: 1 });
    });
  });

  describe("cancelling a part", () => {
    test("a ready build is cancelled at once, what waits for it is blocked by it, the rest goes on", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const before = await rig.ledger.runVersion(rig.runId);
      const { id } = await rig.find("cc");
      expect(await rig.ledger.cancelWork(rig.runId, moment(4), { build: id })).toEqual({ cancelled: 1 });
      expect(await rig.states("stage1")).toEqual({ cc: "cancelled", gzip: "ready", libc: "blocked", sh: "blocked" });
      expect(await rig.find("sh")).toMatchObject({ blockedBy: id });
      expect(await rig.told(before)).toEqual([
        ...["build.cancelled cc", "build.blocked libc", "build.blocked sh", "build.blocked cc", "build.blocked sed"],
      ]);
      expect(await rig.ledger.unconcluded()).toEqual([]);
      await rig.build("gzip");
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "cancelled" }]);
      expect(await rig.ledger.retryRun(rig.runId, moment(9), { build: id })).toEqual({ retried: 1 });
      expect(await rig.states("stage1")).toEqual({ cc: "ready", gzip: "done", libc: "waiting", sh: "waiting" });
      expect(await rig.states("final")).toEqual({ cc: "waiting", sed: "waiting" });
    });

    test("a build that builds is cancelled when its worker lets go; until then a retry takes it back", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      expect(await rig.ledger.cancelWork(rig.runId, moment(4), { package: "cc", stage: "stage1" })).toEqual({
        cancelled: 1,
      });
      expect(await rig.ledger.cancelWork(rig.runId, moment(4), { build: ref.buildId })).toEqual({ cancelled: 0 });
      expect(await rig.ledger.renewBuild(ref, lease)).toBe("cancelled");
      expect(await rig.find("libc")).toMatchObject({ state: "waiting" });
      expect(await rig.ledger.retryRun(rig.runId, moment(5), { build: ref.buildId })).toEqual({ retried: 1 });
      expect(await rig.ledger.renewBuild(ref, lease)).toBe("held");
      await rig.ledger.cancelWork(rig.runId, moment(6), { build: ref.buildId });
      expect(await rig.ledger.cancelBuild(ref, moment(7))).toBe(true);
      expect(await rig.states("stage1")).toEqual({ cc: "cancelled", gzip: "ready", libc: "blocked", sh: "blocked" });
    });

    test("a cancelled build that is lost, or fails by its host, is not tried again", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const cc = await rig.claim("cc");
      const gzip = await rig.claim("gzip");
      expect(await rig.ledger.cancelWork(rig.runId, moment(4), { stage: "stage1" })).toEqual({ cancelled: 4 });
      const failed = { ref: gzip.ref, failure: hostTrouble, steps: [], at: moment(5), retryAt: moment(6) };
      expect(await rig.ledger.failBuild(failed)).toBe(true);
      expect(await rig.ledger.expireLeases(moment(2000), 3)).toBe(1);
      expect(await rig.ledger.build(cc.ref.buildId)).toMatchObject({ state: "cancelled" });
      expect(await rig.states("stage1")).toEqual({
        ...{ cc: "cancelled", gzip: "cancelled", libc: "cancelled", sh: "cancelled" },
      });
      expect(await rig.due(moment(3000))).toEqual([]);
    });

    test("a build that was done all the same stays done", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      await rig.ledger.cancelWork(rig.runId, moment(4), { build: ref.buildId });
      expect(await rig.ledger.finishBuild(finishedBuild({ ref, name: "cc", stage: "stage1" }))).toBe(true);
      expect(await rig.states("stage1")).toMatchObject({ cc: "done", libc: "ready" });
    });

    test("a stage is retried by itself; a failure elsewhere is left alone", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      await rig.fail("gzip");
      expect(await rig.ledger.retryRun(rig.runId, moment(9), { stage: "final" })).toEqual({ retried: 0 });
      expect(await rig.ledger.retryRun(rig.runId, moment(9), { stage: "stage1" })).toEqual({ retried: 1 });
      expect(await rig.find("gzip")).toMatchObject({ state: "ready", attempt: 2 });
    });

    test("what nobody knows is not there to cancel", async () => {
      const ledger = await open();
      const rig = await rigOn(ledger);
      await rig.lockSeed();
      expect(await ledger.cancelWork(randomUUID(), moment(4), {})).toBeUndefined();
      for (const scope of [{ build: randomUUID() }, { build: "no uuid" }, { package: "x" }, { stage: "x" }]) {
        expect(await ledger.cancelWork(rig.runId, moment(4), scope)).toEqual({ cancelled: 0 });
        expect(await ledger.retryRun(rig.runId, moment(4), scope)).toEqual({ retried: 0 });
      }
    });
  });
}
