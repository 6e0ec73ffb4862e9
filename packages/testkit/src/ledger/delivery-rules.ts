import type { WorkerRecord } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { finishedBuild, moment } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { lease, rigOn, WORKER } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

export function deliveryRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("outbox", () => {
    test("a message is due until it is marked sent, and again when nobody claimed it for long", async () => {
      const rig = await rigOn(await open());
      const [message] = await rig.due();
      expect(await rig.due()).toHaveLength(1);
      await rig.ledger.markSent([message!.outboxId], moment(10));
      const due = (resendBefore: Date) => rig.ledger.dueMessages({ now: moment(100), resendBefore, limit: 10 });
      expect(await due(moment(10))).toEqual([]);
      expect(await due(moment(11))).toEqual([message]);
      await rig.ledger.markSent([message!.outboxId], moment(20));
      expect(await due(moment(11))).toEqual([]);
    });

    test("what was claimed is never sent again", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const messages = await rig.due();
      await rig.ledger.markSent(
        messages.map(({ outboxId }) => outboxId),
        moment(10),
      );
      await rig.claim("cc");
      const again = await rig.ledger.dueMessages({ now: moment(100), resendBefore: moment(50), limit: 10 });
      expect(again.map(({ payload }) => payload)).toEqual([
        { kind: "build", buildId: (await rig.find("gzip")).id, attempt: 1 },
      ]);
      await rig.ledger.markSent(["999999", "no-number"], moment(10));
    });

    test("the longest way to the end of the run goes first, counted through later stages", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed([
        { stage: "stage1", inputs: [], builds: { a: [], b: [], c: ["b"], d: ["c"], e: [] } },
        { stage: "final", inputs: ["stage1"], builds: { f: [], g: ["f"] } },
      ]);
      const first = await rig.due();
      expect(first.map(({ payload }) => payload.kind === "build" && payload.buildId)).toEqual([
        (await rig.find("b")).id,
        ...[(await rig.find("a")).id, (await rig.find("e")).id],
      ]);
      const [long, short] = first;
      expect(long!.priority).toBe(short!.priority - 2);
      expect(long!.priority).toBeGreaterThan(1);
      for (const name of ["a", "b", "c", "d", "e"]) await rig.build(name);
      const [later] = await rig.due();
      expect(later!.priority).toBeGreaterThan(short!.priority);
      expect(later!.priority).toBeLessThanOrEqual(2 ** 21);
    });

    test("no more than the limit comes at once, and limits lose nothing", async () => {
      const rig = await rigOn(await open());
      const names = Array.from({ length: 7 }, (_, index) => [`p${index}`, []] as const);
      await rig.lockSeed([{ stage: "stage1", inputs: [], builds: Object.fromEntries(names) }]);
      const seen = new Set<string>();
      for (let page = 0; page < 4; page++) {
        const messages = await rig.ledger.dueMessages({ now: moment(100), resendBefore: moment(-1), limit: 2 });
        expect(messages.length).toBe(page < 3 ? 2 : 1);
        for (const { id } of messages) seen.add(id);
        await rig.ledger.markSent(
          messages.map(({ outboxId }) => outboxId),
          moment(100),
        );
      }
      expect(seen.size).toBe(7);
    });
  });

  describe("events", () => {
    test("are numbered from 1 without gaps, and read on from any of them", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      await rig.fail("cc");
      await rig.ledger.cancelRun(rig.runId, moment(9));
      const all = await rig.events();
      expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
      expect(await rig.ledger.runVersion(rig.runId)).toBe(all.length);
      expect(await rig.ledger.events(rig.runId, 3, 2)).toEqual(all.slice(3, 5));
      expect(await rig.ledger.events(rig.runId, all.length, 10)).toEqual([]);
    });

    test("tell a build in one line", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      await rig.build("cc");
      const events = await rig.events();
      const done = events.find(({ type }) => type === "build.done");
      const { id } = await rig.find("cc");
      expect(done?.at).toEqual(moment(3));
      expect(done?.data).toEqual({
        ...{ buildId: id, stage: "stage1", arch: "x86_64", name: "cc", version: "1.0-r0", attempt: 1 },
        ...{ cached: false, seconds: expect.any(Number) },
      });
      expect(events.find(({ type }) => type === "seed.locked")?.data).toEqual({
        ...{ arch: "x86_64", seed: "alpine", origin: "https://example.org/alpine", packageCount: 2 },
      });
    });

    test("of twenty that finish at the same moment none is lost, doubled or out of order", async () => {
      const rig = await rigOn(await open());
      const wide = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, []]));
      await rig.lockSeed([
        { stage: "stage1", inputs: [], builds: { ...wide, last: Object.keys(wide) } },
        { stage: "final", inputs: ["stage1"], builds: { sed: [] } },
      ]);
      await Promise.all(Object.keys(wide).map((name) => rig.build(name)));
      expect(await rig.find("last")).toMatchObject({ state: "ready", attempt: 1 });
      const all = await rig.events();
      expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
      const told = await rig.told();
      expect(told.filter((line) => line.startsWith("build.done"))).toHaveLength(20);
      expect(told.filter((line) => line === "build.ready last")).toHaveLength(1);
      expect(told.at(-1)).toBe("build.ready last");
      expect((await rig.due()).map(({ id }) => id)).toEqual([`build-${(await rig.find("last")).id}-1`]);
      await rig.build("last");
      expect((await rig.told()).slice(-3)).toEqual(["stage.completed stage1", "stage.opened final", "build.ready sed"]);
    });
  });

  describe("workers", () => {
    test("are seen with what they build, until they say goodbye or are forgotten", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const worker: WorkerRecord = {
        id: "worker-1",
        arch: "x86_64",
        host: "host",
        concurrency: 2,
        startedAt: moment(1),
        seenAt: moment(2),
      };
      await rig.ledger.heartbeat(worker);
      await rig.ledger.heartbeat({ ...worker, seenAt: moment(3) });
      await rig.ledger.heartbeat({ ...worker, id: "worker-2" });
      const { ref } = await rig.claim("cc");
      expect(await rig.ledger.workers()).toEqual([
        { ...worker, seenAt: moment(3), building: [ref.buildId], draining: false },
        { ...worker, id: "worker-2", building: [], draining: false },
      ]);
      await rig.ledger.workerGone("worker-1");
      await rig.ledger.workerGone("worker-1");
      expect((await rig.ledger.workers()).map(({ id }) => id)).toEqual(["worker-2"]);
      await rig.ledger.heartbeat({ ...worker, id: "worker-3", seenAt: moment(2 * 24 * 3600) });
      expect((await rig.ledger.workers()).map(({ id }) => id)).toEqual(["worker-3"]);
    });

    test("that are drained are given no build and no seed, finish what they work on, and hear of it", async () => {
      const rig = await rigOn(await open());
      const { ledger } = rig;
      const worker: WorkerRecord = {
        ...{ id: WORKER, arch: "x86_64", host: "host", concurrency: 2, startedAt: moment(1), seenAt: moment(2) },
      };
      expect(await ledger.drainWorker(WORKER, true)).toBe(false);
      expect(await ledger.heartbeat(worker)).toEqual({ draining: false });
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      expect(await ledger.drainWorker(WORKER, true)).toBe(true);
      expect(await ledger.heartbeat({ ...worker, seenAt: moment(3) })).toEqual({ draining: true });
      expect(await ledger.workers()).toMatchObject([{ id: WORKER, draining: true, building: [ref.buildId] }]);
      const other = await rig.ref("gzip");
      expect(await ledger.claimBuild(other, lease)).toBeUndefined();
      const second = await rigOn(ledger);
      expect(await ledger.claimSeed(second.seedRef(), lease)).toBeUndefined();
      expect(await ledger.renewBuild(ref, lease)).toBe("held");
      expect(await ledger.finishBuild(finishedBuild({ ref, name: "cc", stage: "stage1" }))).toBe(true);
      // Nothing was lost: the messages still wait for somebody, and another worker may have the builds.
      expect((await rig.due()).map(({ id }) => id)).toContain(`build-${other.buildId}-1`);
      expect(await ledger.drainWorker(WORKER, false)).toBe(true);
      expect(await ledger.claimBuild(other, lease)).toBeDefined();
    });

    test("a ledger that can be reached answers", async () => {
      await expect((await open()).ping()).resolves.toBeUndefined();
    });
  });
}
