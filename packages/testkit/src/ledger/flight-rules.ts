import { describe, expect, test } from "vitest";
import { finishedBuild, moment } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { type AnyLedger, compileError, lease, type Rig, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

const ONE = [{ stage: "stage1", inputs: ["seed:alpine"], builds: { cc: [], sh: ["cc"] } }];

export function flightRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("the flight", () => {
    test("has every build in one line, in the order of the builds", async () => {
      const rig = await rigOn(await open());
      expect(await rig.ledger.flight(rig.runId)).toEqual([]);
      await rig.lockSeed();
      await rig.build("cc");
      await rig.claim("gzip");
      await rig.fail("libc");
      const [builds, flight] = [await rig.ledger.builds(rig.runId), await rig.ledger.flight(rig.runId)];
      const expected = builds.map(({ runId, remaining, waitsFor, key, logDigest, failure, ...line }) => {
        return { ...line, ...(failure === undefined ? {} : { failureCode: failure.code }) };
      });
      expect(flight).toEqual(expected);
      expect(flight.find(({ name }) => name === "libc")?.failureCode).toBe(compileError.code);
      expect(flight.find(({ name }) => name === "gzip")?.startedAt).toBeDefined();
    });

    test("is linked by everything that a build waits for, with what it asked for", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const names = new Map(
        (await rig.ledger.builds(rig.runId)).map(({ id, stage, name }) => [id, `${stage}/${name}`]),
      );
      const links = await rig.ledger.links(rig.runId);
      expect(
        links.map(({ build, from, ...rest }) => ({ build: names.get(build), from: names.get(from), ...rest })),
      ).toEqual([
        { build: "stage1/libc", from: "stage1/cc", waits: true, name: "cc" },
        { build: "stage1/sh", from: "stage1/libc", waits: true, name: "libc" },
        { build: "final/sed", from: "final/cc", waits: true, name: "cc" },
      ]);
    });
  });

  describe("earlier times", () => {
    /** Builds `cc` of a run in so many seconds. */
    const timed = async (rig: Rig, more: { cached?: boolean; seconds?: number } = {}) => {
      const { seconds = 10, cached = false } = more;
      const ref = await rig.ref("cc");
      await rig.ledger.claimBuild(ref, lease);
      const { startedAt } = await rig.find("cc");
      const at = new Date(startedAt!.getTime() + seconds * 1000);
      await rig.ledger.finishBuild({ ...finishedBuild({ ref, name: "cc", stage: "stage1" }), cached, at });
    };
    const secondsOf = async (ledger: AnyLedger, rig: Rig) => {
      const earlier = await ledger.earlierSeconds(rig.runId);
      return { cc: earlier.get((await rig.find("cc")).id), sh: earlier.get((await rig.find("sh")).id) };
    };
    const FAR = moment(10 ** 9);

    test("are those of the same blueprint, newest first and at most five", async () => {
      const ledger = await open();
      for (const seconds of [1, 2, 3, 4, 5, 6]) {
        const rig = await rigOn(ledger);
        await rig.lockSeed(ONE);
        await timed(rig, { seconds });
      }
      const other = await rigOn(ledger, { blueprint: "other" });
      await other.lockSeed(ONE);
      await timed(other, { seconds: 99 });
      const rig = await rigOn(ledger, { at: FAR });
      await rig.lockSeed(ONE);
      expect((await secondsOf(ledger, rig)).sh).toBeUndefined();
      // The ledger's clock may run while it works: the later ended, the newer.
      const cc = (await secondsOf(ledger, rig)).cc ?? [];
      expect(cc).toHaveLength(5);
      expect(cc).not.toContain(99);
      expect(cc).toEqual(cc.toSorted((a, b) => b - a));
    });

    test("leave out what came from the cache, what ended after the run was created, and the run itself", async () => {
      const ledger = await open();
      const cached = await rigOn(ledger);
      await cached.lockSeed(ONE);
      await timed(cached, { cached: true });
      const late = await rigOn(ledger);
      await late.lockSeed(ONE);
      await timed(late, { seconds: 2 * 10 ** 9 });
      const rig = await rigOn(ledger, { at: FAR });
      await rig.lockSeed(ONE);
      await timed(rig);
      expect((await secondsOf(ledger, rig)).cc).toBeUndefined();
    });
  });
}
