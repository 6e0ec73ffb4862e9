import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { finishedBuild, moment, newRun, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, hostTrouble, lease, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

export function runRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("runs", () => {
    test("a new run prepares its seed, one message per arch, and says so", async () => {
      const rig = await rigOn(await open(), { arches: ["x86_64", "aarch64"] });
      const run = await rig.ledger.run(rig.runId);
      expect(run).toMatchObject({ state: "preparing", blueprint: "sample", seeds: ["alpine", "debian"] });
      expect(run?.preparation).toEqual([
        { arch: "x86_64", state: "queued" },
        { arch: "aarch64", state: "queued" },
      ]);
      expect(run?.createdAt).toEqual(moment());
      const due = await rig.due();
      expect(due.map(({ id, arch, priority }) => ({ id, arch, priority }))).toEqual([
        { id: `seed-${rig.runId}-x86_64-1`, arch: "x86_64", priority: 1 },
        { id: `seed-${rig.runId}-aarch64-1`, arch: "aarch64", priority: 1 },
      ]);
      expect(due[0]?.payload).toEqual({ kind: "seed", runId: rig.runId, arch: "x86_64", attempt: 1 });
      expect(await rig.told()).toEqual(["run.created"]);
    });

    test("the same idempotency key answers the earlier run, and makes nothing twice", async () => {
      const ledger = await open();
      const request = newRun({ id: randomUUID(), idempotencyKey: "once" });
      const first = await ledger.createRun(request);
      const again = await ledger.createRun({ ...request, id: randomUUID(), at: moment(50) });
      expect([first.created, again.created]).toEqual([true, false]);
      expect(again.run).toEqual(first.run);
      expect(await ledger.dueMessages({ now: moment(100), resendBefore: moment(), limit: 10 })).toHaveLength(1);
      expect(await ledger.runs({ limit: 10 })).toHaveLength(1);
    });

    test("a run that was sent twice is created once, key or not", async () => {
      const ledger = await open();
      const request = newRun({ id: randomUUID() });
      const both = await Promise.all([ledger.createRun(request), ledger.createRun(request)]);
      expect(both.map(({ created }) => created).toSorted()).toEqual([false, true]);
      expect(await ledger.events(request.id, 0, 10)).toHaveLength(1);
    });

    test.each([
      ["another blueprint", { blueprint: "other" }],
      ["changed files", { blueprintDigest: digestOf("changed") }],
      ["other seeds", { seeds: ["debian"] }],
      ["other arches", { arches: ["aarch64"] as const }],
    ])("the same idempotency key for %s is a conflict", async (_what, changed) => {
      const ledger = await open();
      const request = newRun({ id: randomUUID(), idempotencyKey: "once" });
      await ledger.createRun(request);
      const other = ledger.createRun({ ...request, id: randomUUID(), ...changed });
      await expect(other).rejects.toMatchObject({ code: "idempotency-conflict" });
      expect(await ledger.runs({ limit: 10 })).toHaveLength(1);
    });

    test("a run goes through two stages to its end", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      expect(await rig.ledger.run(rig.runId)).toMatchObject({ state: "running" });
      expect(await rig.states("stage1")).toEqual({ cc: "ready", gzip: "ready", libc: "waiting", sh: "waiting" });
      expect(await rig.states("final")).toEqual({ cc: "waiting", sed: "waiting" });
      for (const name of ["cc", "libc", "gzip", "sh"]) await rig.build(name);
      expect(await rig.states("final")).toEqual({ cc: "ready", sed: "waiting" });
      expect(await rig.ledger.unconcluded()).toEqual([]);
      for (const name of ["cc", "sed"]) await rig.build(name, "final");
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "succeeded" }]);
      const verdict = { blueprint: "sample", seed: "alpine", required: "resolved", holds: true, packages: [] } as const;
      expect(await rig.ledger.concludeRun(rig.runId, { state: "succeeded", verdict, at: moment(9) })).toBe(true);
      expect(await rig.ledger.concludeRun(rig.runId, { state: "failed", at: moment(10) })).toBe(false);
      expect(await rig.ledger.run(rig.runId)).toMatchObject({ state: "succeeded", verdict, finishedAt: moment(9) });
      expect(await rig.ledger.unconcluded()).toEqual([]);
      expect(await rig.told()).toEqual([
        ...["run.created", "seed.acquiring", "seed.locked", "run.running", "stage.opened stage1"],
        ...["build.ready cc", "build.ready gzip", "build.building cc", "build.done cc", "build.ready libc"],
        ...["build.building libc", "build.done libc", "build.ready sh", "build.building gzip", "build.done gzip"],
        ...["build.building sh", "build.done sh", "stage.completed stage1", "stage.opened final", "build.ready cc"],
        ...["build.building cc", "build.done cc", "build.ready sed", "build.building sed", "build.done sed"],
        ...["stage.completed final", "run.succeeded"],
      ]);
    });

    test("a stage without builds is complete as soon as it opens", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed([
        { stage: "empty", inputs: ["seed:alpine"], builds: {} },
        { stage: "stage1", inputs: ["empty"], builds: { cc: [] } },
      ]);
      expect(await rig.states("stage1")).toEqual({ cc: "ready" });
      expect((await rig.told()).slice(4)).toEqual([
        ...["stage.opened empty", "stage.completed empty", "stage.opened stage1", "build.ready cc"],
      ]);
    });

    test("a run is over only when every arch is", async () => {
      const rig = await rigOn(await open(), { arches: ["x86_64", "aarch64"] });
      await rig.lockSeed([{ stage: "stage1", inputs: [], builds: { cc: [] } }]);
      await rig.build("cc");
      expect(await rig.ledger.unconcluded()).toEqual([]);
      const other = { runId: rig.runId, arch: "aarch64", attempt: 1 } as const;
      await rig.ledger.claimSeed(other, lease);
      await rig.ledger.failSeed(other, { failure: compileError, at: moment(4) });
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "failed" }]);
    });

    test("a run that goes on cannot be concluded", async () => {
      const rig = await rigOn(await open());
      const end = { state: "failed", at: moment(9) } as const;
      expect(await rig.ledger.concludeRun(rig.runId, end)).toBe(false);
      await rig.lockSeed();
      expect(await rig.ledger.concludeRun(rig.runId, end)).toBe(false);
      expect(await rig.ledger.run(rig.runId)).toMatchObject({ state: "running" });
    });

    test("what nobody knows is undefined, false or empty, never an error", async () => {
      const ledger = await open();
      for (const id of [randomUUID(), "no-uuid", "' or 1=1 --"]) {
        expect(await ledger.run(id)).toBeUndefined();
        expect(await ledger.build(id)).toBeUndefined();
        expect(await ledger.cancelRun(id, moment())).toBeUndefined();
        expect(await ledger.retryRun(id, moment())).toBeUndefined();
        expect(await ledger.concludeRun(id, { state: "failed", at: moment() })).toBe(false);
        expect(await ledger.claimBuild({ buildId: id, attempt: 1 }, lease)).toBeUndefined();
        expect(await ledger.renewBuild({ buildId: id, attempt: 1 }, lease)).toBe("lost");
        expect(await ledger.claimSeed({ runId: id, arch: "x86_64", attempt: 1 }, lease)).toBeUndefined();
        expect(await ledger.events(id, 0, 10)).toEqual([]);
        expect(await ledger.runFiles(id)).toBeUndefined();
        expect(await ledger.runVersion(id)).toBeUndefined();
        expect(await ledger.log(id, 0)).toBeUndefined();
      }
    });
  });

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

  describe("a run's priority", () => {
    test("puts every build of a more urgent run before those of others, also of those that wait already", async () => {
      const ledger = await open();
      const usual = await rigOn(ledger);
      const urgent = await rigOn(ledger, { priority: 9 });
      for (const rig of [usual, urgent]) await rig.lockSeed();
      expect([(await ledger.run(usual.runId))?.priority, (await ledger.run(urgent.runId))?.priority]).toEqual([5, 9]);
      const order = async () => {
        const due = await usual.due();
        const mine = new Set((await ledger.builds(usual.runId)).map(({ id }) => id));
        return due.map(({ payload }) => (payload.kind === "build" && mine.has(payload.buildId) ? "usual" : "urgent"));
      };
      expect(await order()).toEqual(["urgent", "urgent", "usual", "usual"]);
      const before = await ledger.runVersion(usual.runId);
      const changed = await ledger.prioritizeRun(usual.runId, moment(4), 10);
      expect(changed?.run.priority).toBe(10);
      expect(changed?.messages.map(({ id }) => id).toSorted()).toEqual(
        (await usual.due())
          .slice(0, 2)
          .map(({ id }) => id)
          .toSorted(),
      );
      expect(await order()).toEqual(["usual", "usual", "urgent", "urgent"]);
      expect(await usual.told(before)).toEqual(["run.prioritized"]);
      await usual.build("cc");
      expect((await order()).slice(0, 2)).toEqual(["usual", "usual"]);
      await ledger.prioritizeRun(usual.runId, moment(5), 10);
      expect((await usual.told(before)).filter((line) => line === "run.prioritized")).toHaveLength(1);
      expect(await ledger.prioritizeRun(randomUUID(), moment(4), 1)).toBeUndefined();
    });
  });

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
