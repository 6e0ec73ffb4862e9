import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { finishedBuild, moment, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, rigOn } from "./rig.ts";
import { locked, newRebuild, rebuildOf, succeeded } from "./succeeded-run.ts";
import { opensLedgers } from "./with-ledger.ts";

export function rebuildRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("rebuilds", () => {
    test("a rebuild has the last stage of its run, ready at once, on the same seed", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const request = newRebuild(rig.runId);
      const created = await ledger.createRebuild(request);
      const original = (await ledger.run(rig.runId))!;
      expect(created?.run).toEqual({
        ...{ id: request.id, priority: 5, state: "running", createdAt: moment(20), requestedBy: "test" },
        purpose: { kind: "rebuild", of: rig.runId, with: "recorded" },
        ...{ blueprint: original.blueprint, blueprintDigest: original.blueprintDigest, seeds: original.seeds },
        ...{ arches: original.arches, required: original.required, preparation: original.preparation },
      });
      expect(await ledger.runFiles(request.id)).toEqual(await ledger.runFiles(rig.runId));
      const builds = await ledger.builds(request.id);
      expect(
        builds.map(({ stage, name, state, wave, remaining, waitsFor }) => [
          stage,
          name,
          state,
          wave,
          remaining,
          waitsFor,
        ]),
      ).toEqual([
        ["final", "cc", "ready", 0, 1, []],
        ["final", "sed", "ready", 0, 1, []],
      ]);
      const told = await ledger.events(request.id, 0, 100);
      expect(told.map(({ type }) => type)).toEqual([
        ...["run.created", "run.running", "stage.opened", "build.ready", "build.ready"],
      ]);
      expect(told[0]?.data).toMatchObject({ purpose: { kind: "rebuild", of: rig.runId } });
      const due = await ledger.dueMessages({ now: moment(100), resendBefore: moment(-1), limit: 10 });
      expect(due.map(({ payload }) => payload.kind === "build" && payload.buildId).toSorted()).toEqual(
        builds.map(({ id }) => id).toSorted(),
      );
    });

    test("its task holds what it repeats: key, outputs and lock, and the run's seed lock", async () => {
      const rig = await succeeded(await open());
      const again = await rebuildOf(rig);
      const task = await again.claim("sed", "final");
      const first = (await rig.ledger.build((await rig.find("sed", "final")).id))!;
      expect(task.again).toEqual({
        ...{ runId: rig.runId, buildId: first.id, with: "recorded", key: first.key },
        ...{ outputs: first.outputs, environment: first.environment },
      });
      expect(task.recipe).toEqual(first.recipe);
      expect(task.seedLock).toEqual({ digest: seedResult({}).lockDigest });
      expect(task.settings.limits.seconds).toBe(600);
      expect((await rig.ledger.build(task.ref.buildId))?.recipe).toEqual(first.recipe);
    });

    test("a build of a bootstrap repeats nothing", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      expect(task).not.toHaveProperty("again");
      expect(task.seedLock).toEqual({ digest: seedResult({}).lockDigest });
      expect(await rig.ledger.run(rig.runId)).not.toHaveProperty("purpose");
    });

    test("with the final packages, exactly those are offered, under their stage's name", async () => {
      const rig = await succeeded(await open());
      const again = await rebuildOf(rig, { with: "final" });
      const task = await again.claim("cc", "final");
      expect(task.inputs).toEqual([]);
      const offered = await rig.ledger.offered(task);
      expect(offered.map(({ input, record }) => `${input} ${record.name}`)).toEqual(["final cc", "final sed"]);
      const final = await rig.ledger.packages(rig.runId, "x86_64", "final");
      expect(offered.map(({ fileDigest }) => fileDigest)).toEqual(final.map(({ fileDigest }) => fileDigest));
      const done = finishedBuild({ ref: task.ref, name: "cc", stage: "rebuilt", environment: offered.map(locked) });
      await rig.ledger.finishBuild(done);
      // What another build of the rebuild has put out by now is none of them.
      expect(await rig.ledger.offered(await again.claim("sed", "final"))).toEqual(offered);
    });

    test("with the recorded lock, a build is offered what the first one was", async () => {
      const rig = await succeeded(await open());
      const again = await rebuildOf(rig);
      const task = await again.claim("sed", "final");
      const first = (await rig.ledger.build((await rig.find("sed", "final")).id))!;
      expect((await rig.ledger.offered(task)).map(locked)).toEqual(first.environment);
    });

    test("what a rebuild puts out is never found by its key, nor takes the place of the first result", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const first = (await ledger.build((await rig.find("sed", "final")).id))!;
      const again = await rebuildOf(rig);
      const key = digestOf("a key that only the rebuild has");
      await again.build("cc", "final", { key });
      expect(await ledger.findResult(key)).toBeUndefined();
      await again.build("sed", "final", { key: first.key! });
      expect(await ledger.findResult(first.key!)).toEqual(first.outputs);
      expect(await ledger.packages(rig.runId, "x86_64", "final")).toMatchObject([
        { record: { name: "cc" } },
        { record: { name: "sed" }, fileDigest: first.outputs[0]!.fileDigest },
      ]);
      expect(await ledger.unconcluded()).toEqual([{ runId: again.runId, state: "succeeded" }]);
    });

    test("only the named packages are built again", async () => {
      const rig = await succeeded(await open());
      const again = await rebuildOf(rig, { packages: ["sed", "sed"] });
      expect((await rig.ledger.run(again.runId))?.purpose).toMatchObject({ packages: ["sed"] });
      expect((await rig.ledger.builds(again.runId)).map(({ name }) => name)).toEqual(["sed"]);
      const unknown = rig.ledger.createRebuild(newRebuild(rig.runId, { packages: ["sed", "gzip"] }));
      await expect(unknown).rejects.toMatchObject({
        code: "package-unknown",
        message: expect.stringContaining("gzip"),
      });
    });

    test("what is not there, not done, or itself a rebuild is not rebuilt", async () => {
      const ledger = await open();
      expect(await ledger.createRebuild(newRebuild(randomUUID()))).toBeUndefined();
      expect(await ledger.createRebuild(newRebuild("no-uuid"))).toBeUndefined();
      const rig = await rigOn(ledger);
      const unfinished = { code: "run-unfinished" };
      await expect(ledger.createRebuild(newRebuild(rig.runId))).rejects.toMatchObject(unfinished);
      await rig.lockSeed();
      for (const name of ["cc", "libc", "gzip", "sh"]) await rig.build(name);
      await rig.build("cc", "final");
      await expect(ledger.createRebuild(newRebuild(rig.runId))).rejects.toMatchObject(unfinished);
      // What is done may be built again from its lock, but not with final packages of which one is missing.
      const one = await rebuildOf(rig, { packages: ["cc"] });
      const withFinal = newRebuild(rig.runId, { packages: ["cc"], with: "final" });
      await expect(ledger.createRebuild(withFinal)).rejects.toMatchObject(unfinished);
      await expect(ledger.createRebuild(newRebuild(one.runId))).rejects.toMatchObject({ code: "run-is-rebuild" });
      expect((await ledger.runs({ limit: 10 })).map(({ id }) => id).toSorted()).toEqual(
        [rig.runId, one.runId].toSorted(),
      );
    });

    test("the same idempotency key answers the earlier rebuild, and is a conflict for another", async () => {
      const rig = await succeeded(await open());
      const request = newRebuild(rig.runId, { idempotencyKey: "once" });
      const first = await rig.ledger.createRebuild(request);
      const again = await rig.ledger.createRebuild({ ...request, id: randomUUID() });
      expect(again).toEqual({ run: first!.run, created: false });
      const other = rig.ledger.createRebuild({ ...request, id: randomUUID(), with: "final" });
      await expect(other).rejects.toMatchObject({ code: "idempotency-conflict" });
    });

    test("rebuilds are listed with all runs, found by their run, and never stand for the blueprint", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const one = await rebuildOf(rig, { at: moment(21) });
      const two = await rebuildOf(rig, { at: moment(22), with: "final" });
      for (const again of [one, two]) {
        for (const name of ["cc", "sed"]) await again.build(name, "final");
        expect(await ledger.concludeRun(again.runId, { state: "succeeded", at: moment(30) })).toBe(true);
      }
      expect((await ledger.rebuilds(rig.runId)).map(({ id, purpose }) => [id, purpose?.kind])).toEqual([
        [one.runId, "rebuild"],
        [two.runId, "rebuild"],
      ]);
      expect(await ledger.rebuilds(one.runId)).toEqual([]);
      expect(await ledger.rebuilds("no-uuid")).toEqual([]);
      expect((await ledger.runs({ limit: 10 })).map(({ id }) => id)).toEqual([two.runId, one.runId, rig.runId]);
      expect((await ledger.latestSucceeded("sample"))?.id).toBe(rig.runId);
    });

    test("one that failed can be retried, one that goes on can be cancelled", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const again = await rebuildOf(rig);
      const task = await again.claim("cc", "final");
      await ledger.failBuild({ ref: task.ref, failure: compileError, steps: [], at: moment(23) });
      expect(await again.states("final")).toEqual({ cc: "failed", sed: "ready" });
      await again.build("sed", "final");
      expect(await ledger.unconcluded()).toEqual([{ runId: again.runId, state: "failed" }]);
      await ledger.concludeRun(again.runId, { state: "failed", at: moment(24) });
      expect(await ledger.retryRun(again.runId, moment(25))).toEqual({ retried: 1 });
      expect(await again.states("final")).toEqual({ cc: "ready", sed: "done" });
      expect((await again.claim("cc", "final")).again).toEqual(task.again);
      const other = await rebuildOf(rig);
      expect(await ledger.cancelRun(other.runId, moment(26))).toMatchObject({ state: "running" });
      expect(await other.states("final")).toEqual({ cc: "cancelled", sed: "cancelled" });
      expect(await ledger.unconcluded()).toEqual([{ runId: other.runId, state: "cancelled" }]);
    });

    test("a lease that ends in a rebuild starts the next attempt", async () => {
      const again = await rebuildOf(await succeeded(await open()));
      await again.claim("cc", "final");
      expect(await again.ledger.expireLeases(moment(2000), 3)).toBe(1);
      expect(await again.find("cc", "final")).toMatchObject({ state: "ready", attempt: 2 });
    });
  });
}
