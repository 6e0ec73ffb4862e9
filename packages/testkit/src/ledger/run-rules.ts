import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { moment, newRun } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, lease, rigOn } from "./rig.ts";
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
}
