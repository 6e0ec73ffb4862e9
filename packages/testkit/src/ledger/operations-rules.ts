import { randomUUID } from "node:crypto";
import type { Ended } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { moment } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, hostTrouble, lease, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

/** What an operator is told of a ledger; run on the fake and on Postgres. */
export function operationsRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);
  const sorted = <T>(list: readonly T[]) => list.map((one) => JSON.stringify(one)).sort();
  /** Without how long they took: attempts begin by the ledger's own clock. */
  const outcomes = (attempts: Ended["attempts"] | Ended["seeds"]) =>
    sorted(attempts.map(({ seconds: _, bucket: __, ...rest }) => rest));
  const total = (list: readonly { readonly count: number }[]) => list.reduce((sum, { count }) => sum + count, 0);

  describe("operations", () => {
    test("of a ledger with nothing in it are none", async () => {
      const ledger = await open();
      const none = { count: 0 };
      expect(await ledger.standing(moment())).toEqual({
        ...{ builds: [], runs: [], ready: [], unsent: none, undelivered: none },
      });
      expect(await ledger.ended({})).toEqual({ attempts: [], seeds: [], runs: [] });
      expect(await ledger.stored()).toEqual([]);
    });

    test("count what runs that are not over have left, by arch and state", async () => {
      const ledger = await open();
      const rig = await rigOn(ledger);
      const over = await rigOn(ledger);
      await over.lockSeed();
      await ledger.cancelRun(over.runId, moment(2));
      await ledger.concludeRun(over.runId, { state: "cancelled", at: moment(2) });
      expect((await ledger.standing(moment(9))).runs).toEqual([{ state: "preparing", count: 1 }]);
      await rig.lockSeed();
      await rig.build("gzip");
      await rig.claim("cc");
      const { builds, runs } = await ledger.standing(moment(9));
      expect(sorted(builds)).toEqual(
        sorted([
          { arch: "x86_64", state: "building", count: 1 },
          { arch: "x86_64", state: "waiting", count: 4 },
        ]),
      );
      expect(runs).toEqual([{ state: "running", count: 1 }]);
    });

    test("tell what is ready until somebody takes it, and what was never sent until it is", async () => {
      const ledger = await open();
      const rig = await rigOn(ledger);
      const seeds = { arch: "x86_64", kind: "seed", count: 1, oldest: moment(0) };
      expect((await ledger.standing(moment(-1))).ready).toEqual([]);
      expect((await ledger.standing(moment(0))).ready).toEqual([seeds]);
      await rig.lockSeed();
      await rigOn(ledger, { at: moment(3) });
      const { ready, unsent } = await ledger.standing(moment(9));
      expect(sorted(ready)).toEqual(
        sorted([
          { arch: "x86_64", kind: "build", count: 2, oldest: moment(1) },
          { ...seeds, oldest: moment(3) },
        ]),
      );
      expect(unsent).toEqual({ count: 3, oldest: moment(1) });
      const due = await ledger.dueMessages({ now: moment(9), resendBefore: moment(-1), limit: 10 });
      await ledger.markSent(
        due.map(({ outboxId }) => outboxId),
        moment(9),
      );
      await rig.claim("cc");
      const later = await ledger.standing(moment(10));
      expect(later.unsent).toEqual({ count: 0 });
      expect(total(later.ready)).toBe(2);
    });

    test("tell of webhooks' messages that nobody has got yet", async () => {
      const ledger = await open();
      const webhook = { id: randomUUID(), url: "https://example.org/", enabled: true, secret: "sealed" };
      await ledger.createWebhook({ ...webhook, createdBy: "anna", at: moment() });
      const post = (id: string, seconds: number) =>
        ledger.postDelivery(webhook.id, { id, messageId: id, type: "webhook.ping", body: "{}", at: moment(seconds) });
      const [first, second] = [randomUUID(), randomUUID()];
      await post(first, 4);
      await post(second, 5);
      expect((await ledger.standing(moment(9))).undelivered).toEqual({ count: 2, oldest: moment(4) });
      const ref = { deliveryId: first, attempt: 1 };
      await ledger.claimDelivery(ref, { now: moment(6), until: moment(60) });
      const tried = { at: moment(7), milliseconds: 9, status: 204, response: "" };
      await ledger.endTry({ ref, tried, next: { kind: "delivered" } });
      expect((await ledger.standing(moment(9))).undelivered).toEqual({ count: 1, oldest: moment(5) });
    });

    test("count every attempt once that has ended, by what came of it, each in the span in which it ended", async () => {
      const ledger = await open();
      const rig = await rigOn(ledger);
      await rig.lockSeed();
      await rig.build("gzip", "stage1", { at: moment(3), cached: true });
      await rig.fail("cc", hostTrouble, moment(6));
      const second = await rig.ref("cc");
      await ledger.claimBuild(second, { ...lease, until: moment(20) });
      await ledger.expireLeases(moment(21), 10);
      await rig.fail("cc", compileError);
      const cc = { blueprint: "sample", stage: "stage1", arch: "x86_64", name: "cc" } as const;
      const all = await ledger.ended({});
      const expected = [
        { ...cc, name: "gzip", outcome: "cached", count: 1 },
        { ...cc, outcome: "failed", code: "disk-full", count: 1 },
        { ...cc, outcome: "failed", code: "step-failed", count: 1 },
        { ...cc, outcome: "lost", count: 1 },
      ];
      const named = (list: readonly object[]) => list.map((one) => Object.fromEntries(Object.entries(one).sort()));
      expect(sorted(named(all.attempts.map(({ seconds: _, bucket: __, ...rest }) => rest)))).toEqual(
        sorted(named(expected)),
      );
      expect(all.seeds).toMatchObject([{ blueprint: "sample", arch: "x86_64", outcome: "succeeded", count: 1 }]);
      expect(all.seeds[0]).not.toHaveProperty("code");
      const parts = [{ until: moment(3) }, { from: moment(3), until: moment(5) }, { from: moment(5) }];
      const counts = await Promise.all(parts.map(async (span) => total((await ledger.ended(span)).attempts)));
      expect(counts).toEqual([0, 1, 3]);
      expect(outcomes((await ledger.ended({ until: moment(1) })).seeds)).toEqual([]);
    });

    test("count a run each time that it ends, rebuilds by themselves; a bucket holds its upper bound", async () => {
      const ledger = await open();
      const rig = await rigOn(ledger);
      const other = await rigOn(ledger);
      await ledger.cancelRun(other.runId, moment(4));
      await ledger.concludeRun(other.runId, { state: "cancelled", at: moment(5) });
      await rig.lockSeed([{ stage: "final", inputs: ["seed:alpine"], builds: { cc: [] } }]);
      await ledger.claimBuild(await rig.ref("cc", "final"), lease);
      await ledger.failBuild({ ref: await rig.ref("cc", "final"), failure: compileError, steps: [], at: moment(4) });
      await ledger.concludeRun(rig.runId, { state: "failed", at: moment(5.001) });
      await ledger.retryRun(rig.runId, moment(6));
      await rig.build("cc", "final", { at: moment(7) });
      await ledger.concludeRun(rig.runId, { state: "succeeded", at: moment(60) });
      const again = {
        id: randomUUID(),
        of: rig.runId,
        with: "recorded",
        requestedBy: "test",
        at: moment(100),
      } as const;
      await ledger.createRebuild(again);
      await ledger.cancelRun(again.id, moment(101));
      await ledger.concludeRun(again.id, { state: "cancelled", at: moment(101) });
      const bootstrap = { blueprint: "sample", purpose: "bootstrap", count: 1 } as const;
      const named = (runs: Ended["runs"]) => sorted(runs.map((run) => Object.fromEntries(Object.entries(run).sort())));
      expect(named((await ledger.ended({})).runs)).toEqual(
        named([
          { ...bootstrap, state: "cancelled", seconds: 5, bucket: 1 },
          { ...bootstrap, state: "failed", seconds: 5.001, bucket: 2 },
          { ...bootstrap, state: "succeeded", seconds: 60, bucket: 4 },
          { ...bootstrap, purpose: "rebuild", state: "cancelled", seconds: 1, bucket: 0 },
        ]),
      );
      expect((await ledger.ended({ from: moment(60), until: moment(101) })).runs).toMatchObject([
        { state: "succeeded", count: 1 },
      ]);
    });

    test("tell how many artifacts of each kind there are, and their bytes as far as they are known", async () => {
      const ledger = await open();
      const rig = await rigOn(ledger);
      await rig.lockSeed();
      const before = await ledger.stored();
      // The files of the blueprint, and a definition for each of the six builds.
      expect(before.find(({ kind }) => kind === "blueprint-file")).toMatchObject({ count: 8, bytes: 0 });
      expect(before.find(({ kind }) => kind === "seed-lock")).toMatchObject({ count: 1 });
      await rig.build("gzip");
      const sizeOf = (stored: typeof before) => stored.find(({ kind }) => kind === "package") ?? { count: 0, bytes: 0 };
      const { outputs } = (await ledger.build((await rig.find("gzip")).id)) ?? { outputs: [] };
      const [then, now] = [sizeOf(before), sizeOf(await ledger.stored())];
      expect([now.count - then.count, now.bytes - then.bytes]).toEqual([1, outputs[0]?.size]);
    });
  });
}
