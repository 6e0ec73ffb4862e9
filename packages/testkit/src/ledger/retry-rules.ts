import { describe, expect, test } from "vitest";
import { moment, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, lease, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

export function retryRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("retrying", () => {
    test("failed and cancelled builds go again, what they blocked waits again, and the run runs", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      await rig.fail("cc");
      await rig.build("gzip");
      await rig.ledger.concludeRun(rig.runId, { state: "failed", at: moment(8) });
      const before = await rig.ledger.runVersion(rig.runId);
      expect(await rig.ledger.retryRun(rig.runId, moment(9))).toEqual({ retried: 1 });
      const run = await rig.ledger.run(rig.runId);
      expect(run?.state).toBe("running");
      expect(run).not.toHaveProperty("finishedAt");
      expect(await rig.states("stage1")).toEqual({ cc: "ready", gzip: "done", libc: "waiting", sh: "waiting" });
      expect(await rig.find("cc")).toMatchObject({ attempt: 2 });
      expect(await rig.find("cc")).not.toHaveProperty("failure");
      expect(await rig.told(before)).toEqual([
        ...["run.retried", "build.waiting cc", "build.waiting libc", "build.waiting sh"],
        ...["build.waiting cc", "build.waiting sed", "stage.opened stage1", "build.ready cc"],
      ]);
      for (const name of ["cc", "libc", "sh"]) await rig.build(name);
      expect(await rig.states("final")).toEqual({ cc: "ready", sed: "waiting" });
    });

    test("one package alone goes again when it is named; what another failure blocks stays blocked", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      await rig.fail("cc");
      await rig.fail("gzip");
      expect(await rig.ledger.retryRun(rig.runId, moment(9), { package: "gzip" })).toEqual({ retried: 1 });
      expect(await rig.states("stage1")).toEqual({ cc: "failed", gzip: "ready", libc: "blocked", sh: "blocked" });
      await rig.build("gzip");
      expect(await rig.states("final")).toEqual({ cc: "blocked", sed: "blocked" });
    });

    test("nothing to retry changes nothing", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const version = await rig.ledger.runVersion(rig.runId);
      expect(await rig.ledger.retryRun(rig.runId, moment(9))).toEqual({ retried: 0 });
      expect(await rig.ledger.retryRun(rig.runId, moment(9), { package: "no-such-package" })).toEqual({ retried: 0 });
      expect(await rig.ledger.runVersion(rig.runId)).toBe(version);
    });

    test("a cancelled run goes on after a retry, and its worker's late letting go costs one attempt", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      await rig.ledger.cancelRun(rig.runId, moment(4));
      expect(await rig.ledger.retryRun(rig.runId, moment(5))).toEqual({ retried: 5 });
      expect(await rig.states("stage1")).toEqual({ cc: "building", gzip: "ready", libc: "waiting", sh: "waiting" });
      expect(await rig.ledger.cancelBuild(ref, moment(6))).toBe(true);
      expect(await rig.find("cc")).toMatchObject({ state: "ready", attempt: 2 });
      await rig.build("cc");
      expect(await rig.find("libc")).toMatchObject({ state: "ready" });
    });

    test("a seed that failed is brought in again", async () => {
      const rig = await rigOn(await open());
      await rig.ledger.claimSeed(rig.seedRef(), lease);
      await rig.ledger.failSeed(rig.seedRef(), { failure: compileError, at: moment(2) });
      await rig.ledger.concludeRun(rig.runId, { state: "failed", at: moment(3) });
      expect(await rig.ledger.retryRun(rig.runId, moment(4))).toEqual({ retried: 1 });
      expect(await rig.ledger.run(rig.runId)).toMatchObject({
        state: "preparing",
        preparation: [{ arch: "x86_64", state: "queued" }],
      });
      expect((await rig.due()).map(({ id }) => id)).toEqual([`seed-${rig.runId}-x86_64-2`]);
      await rig.ledger.claimSeed(rig.seedRef(2), lease);
      expect(await rig.ledger.finishSeed(rig.seedRef(2), seedResult({}))).toBe(true);
      expect(await rig.ledger.run(rig.runId)).toMatchObject({ state: "running" });
    });
  });
}
