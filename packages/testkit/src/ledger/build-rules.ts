import { type Failure, WORKER_STOPPED } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { finishedBuild, moment, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, hostTrouble, lease, rigOn, WORKER } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

export function buildRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("builds", () => {
    test("a build is claimed once, and its task holds what a worker needs", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const ref = await rig.ref("cc");
      const claims = await Promise.all(
        [1, 2, 3, 4].map((n) => rig.ledger.claimBuild(ref, { ...lease, worker: `w${n}` })),
      );
      const taken = claims.filter((task) => task !== undefined);
      expect(taken).toHaveLength(1);
      expect(taken[0]).toMatchObject({ runId: rig.runId, ref, stage: "stage1", arch: "x86_64", ownStage: [] });
      expect(taken[0]?.inputs).toEqual(["seed:alpine"]);
      expect(taken[0]?.recipe).toEqual(seedResult({}).stages[0]?.builds.find(({ name }) => name === "cc")?.recipe);
      expect(taken[0]?.settings.limits.seconds).toBe(600);
      expect((await rig.told()).filter((line) => line === "build.building cc")).toHaveLength(1);
    });

    test("what is not ready, or is another attempt's, is not there to claim", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { buildId } = await rig.ref("cc");
      expect(await rig.ledger.claimBuild({ buildId, attempt: 2 }, lease)).toBeUndefined();
      const waiting = await rig.find("libc");
      expect(waiting.attempt).toBe(0);
      expect(await rig.ledger.claimBuild({ buildId: waiting.id, attempt: 1 }, lease)).toBeUndefined();
      await rig.build("cc");
      expect(await rig.ledger.claimBuild({ buildId, attempt: 1 }, lease)).toBeUndefined();
    });

    test("a build finishes once", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      const finished = finishedBuild({ ref, name: "cc", stage: "stage1" });
      const answers = await Promise.all([rig.ledger.finishBuild(finished), rig.ledger.finishBuild(finished)]);
      expect(answers.toSorted()).toEqual([false, true]);
      expect(await rig.ledger.failBuild({ ref, failure: compileError, steps: [], at: moment(9) })).toBe(false);
      expect(await rig.find("cc")).toMatchObject({ state: "done", key: finished.key, worker: WORKER });
      expect((await rig.told()).filter((line) => line.startsWith("build.done"))).toHaveLength(1);
    });

    test("a build that nobody claimed cannot end", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const ref = await rig.ref("cc");
      expect(await rig.ledger.finishBuild(finishedBuild({ ref, name: "cc", stage: "stage1" }))).toBe(false);
      expect(await rig.ledger.failBuild({ ref, failure: compileError, steps: [], at: moment(3) })).toBe(false);
      expect(await rig.ledger.cancelBuild(ref, moment(3))).toBe(false);
      expect(await rig.states("stage1")).toMatchObject({ cc: "ready" });
    });

    test("a step that differs from the last is told once, to whoever holds the lease", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      const step = { index: 1, total: 2, label: "configure" };
      expect(await rig.ledger.renewBuild(ref, lease, step)).toBe("held");
      expect(await rig.ledger.renewBuild(ref, lease, step)).toBe("held");
      expect(await rig.ledger.renewBuild(ref, { ...lease, worker: "other" }, { ...step, index: 2 })).toBe("lost");
      expect((await rig.told()).filter((line) => line.startsWith("build.step"))).toEqual(["build.step cc"]);
      expect(await rig.find("cc")).toMatchObject({ state: "building", step, worker: WORKER });
    });

    test("one failure is one root cause: what needs it is blocked, other branches go on", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      await rig.fail("cc");
      expect(await rig.states("stage1")).toEqual({ cc: "failed", gzip: "ready", libc: "blocked", sh: "blocked" });
      const cc = await rig.find("cc");
      expect(cc).toMatchObject({ failure: compileError });
      expect((await rig.find("sh")).blockedBy).toBe(cc.id);
      expect((await rig.find("sed", "final")).blockedBy).toBe(cc.id);
      expect((await rig.ledger.build(cc.id))?.blocks).toHaveLength(4);
      await rig.build("gzip");
      const blocked = (await rig.events()).filter(({ type }) => type === "build.blocked");
      expect(blocked.map(({ data }) => data.blockedBy)).toEqual(["cc", "cc", "cc", "cc"]);
      expect((await rig.told()).filter((line) => line.startsWith("build.failed"))).toEqual(["build.failed cc"]);
      expect((await rig.told()).at(-1)).toBe("stage.failed stage1");
      expect(await rig.ledger.unconcluded()).toEqual([{ runId: rig.runId, state: "failed" }]);
    });

    test("host trouble makes the same build ready for its next attempt, not before its time", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const first = await rig.ref("cc");
      const before = await rig.ledger.runVersion(rig.runId);
      await rig.fail("cc", hostTrouble, moment(60));
      expect(await rig.told(before)).toEqual(["build.building cc", "build.waiting cc", "build.ready cc"]);
      expect(await rig.find("cc")).toMatchObject({ state: "ready", attempt: 2 });
      const id = `build-${first.buildId}-2`;
      expect((await rig.due(moment(59))).map((message) => message.id)).not.toContain(id);
      expect((await rig.due(moment(60))).map((message) => message.id)).toContain(id);
      expect(await rig.ledger.finishBuild(finishedBuild({ ref: first, name: "cc", stage: "stage1" }))).toBe(false);
      await rig.build("cc");
      const detail = await rig.ledger.build(first.buildId);
      expect(detail?.attempts.map(({ number, state }) => [number, state])).toEqual([
        [1, "failed"],
        [2, "succeeded"],
      ]);
      expect(detail?.attempts[0]?.failure).toEqual(hostTrouble);
    });

    test("only what failed by its host counts as a failed try, and a retry by a person starts the count anew", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      expect((await rig.claim("cc")).failedTries).toBe(0);
      const end = async (failure: Failure, retryAt?: Date) => {
        const ref = await rig.ref("cc");
        await rig.ledger.failBuild({ ref, failure, steps: [], at: moment(3), ...(retryAt && { retryAt }) });
      };
      await end(WORKER_STOPPED, moment(3));
      expect((await rig.claim("cc")).failedTries).toBe(0);
      await end(hostTrouble, moment(3));
      expect((await rig.claim("cc")).failedTries).toBe(1);
      await rig.ledger.expireLeases(moment(5000), 10);
      expect((await rig.claim("cc")).failedTries).toBe(1);
      await end(hostTrouble);
      await rig.ledger.retryRun(rig.runId, moment(6000));
      expect((await rig.claim("cc")).failedTries).toBe(0);
    });

    test("a seed counts its failed tries in the same way", async () => {
      const rig = await rigOn(await open());
      const claim = async (attempt: number) => (await rig.ledger.claimSeed(rig.seedRef(attempt), lease))?.failedTries;
      const end = (attempt: number, failure: Failure, again = true) =>
        rig.ledger.failSeed(rig.seedRef(attempt), { failure, at: moment(3), ...(again && { retryAt: moment(3) }) });
      expect(await claim(1)).toBe(0);
      await end(1, WORKER_STOPPED);
      expect(await claim(2)).toBe(0);
      await end(2, hostTrouble);
      expect(await claim(3)).toBe(1);
      await end(3, hostTrouble, false);
      await rig.ledger.retryRun(rig.runId, moment(4));
      expect(await claim(4)).toBe(0);
    });

    test("a build that waits for several goes when the last of them is done", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed([{ stage: "stage1", inputs: [], builds: { a: [], b: [], c: ["a", "b"], d: ["c"] } }]);
      await rig.build("a");
      expect(await rig.states("stage1")).toEqual({ a: "done", b: "ready", c: "waiting", d: "waiting" });
      await rig.build("b");
      expect(await rig.states("stage1")).toEqual({ a: "done", b: "done", c: "ready", d: "waiting" });
      expect((await rig.claim("c")).ownStage).toEqual(["a", "b"]);
    });

    test("a build goes only when what it waits for is done, not when something else of its dependent is", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed([{ stage: "stage1", inputs: [], builds: { a: [], b: [], c: ["a"], d: ["b", "c"] } }]);
      await rig.build("b");
      expect(await rig.states("stage1")).toEqual({ a: "ready", b: "done", c: "waiting", d: "waiting" });
    });

    test("own-stage outputs are those of everything that came first, through others too", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      for (const name of ["gzip", "cc", "libc"]) await rig.build(name);
      const task = await rig.claim("sh");
      expect(task.ownStage).toEqual(["cc", "libc"]);
      const offered = await rig.ledger.offered(task);
      expect(offered.map(({ input, record }) => `${input} ${record.name}`)).toEqual([
        ...["seed:alpine gcc", "seed:alpine make", "stage1 cc", "stage1 libc"],
      ]);
    });

    test("a later stage is offered what this run built, never what another run did", async () => {
      const ledger = await open();
      const [one, two] = [await rigOn(ledger), await rigOn(ledger)];
      for (const rig of [one, two]) {
        await rig.lockSeed();
        for (const name of ["cc", "libc", "gzip", "sh"]) await rig.build(name);
      }
      const task = await two.claim("cc", "final");
      const offered = await ledger.offered(task);
      expect(offered.map(({ input, record }) => `${input} ${record.name}`).toSorted()).toEqual([
        ...["stage1 cc", "stage1 gzip", "stage1 libc", "stage1 sh"],
      ]);
      const own = (await ledger.inputsOf(two.runId, "x86_64")).flatMap(({ outputs }) => outputs);
      const ownDigests = own.map(({ fileDigest }) => fileDigest);
      expect(ownDigests).toEqual(expect.arrayContaining(offered.map(({ fileDigest }) => fileDigest)));
    });

    test("a result is found by its key, from any run, as it was made", async () => {
      const ledger = await open();
      const rig = await rigOn(ledger);
      await rig.lockSeed();
      const key = digestOf("some key");
      expect(await ledger.findResult(key)).toBeUndefined();
      const { ref } = await rig.claim("cc");
      const finished = finishedBuild({ ref, name: "cc", stage: "stage1", key });
      await ledger.finishBuild(finished);
      expect(await ledger.findResult(key)).toEqual(finished.outputs);
      const other = await rigOn(ledger);
      await other.lockSeed();
      await other.build("cc", "stage1", { key, cached: true, outputs: finished.outputs, steps: [] });
      expect(await other.find("cc")).toMatchObject({ state: "done", cached: true, key });
      const [stage1] = await ledger.stages(other.runId);
      expect(stage1).toMatchObject({ stage: "stage1", state: "open", cached: 1 });
      expect(stage1?.counts).toMatchObject({ done: 1, ready: 2, waiting: 1, building: 0 });
      expect(await ledger.packages(other.runId, "x86_64", "stage1")).toMatchObject([
        { input: "stage1", fileDigest: finished.outputs[0]?.fileDigest, record: { name: "cc" } },
      ]);
    });
  });
}
