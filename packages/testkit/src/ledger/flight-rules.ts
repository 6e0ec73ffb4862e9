import type { BuildQuery } from "@ascent/engine";
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

  describe("builds page by page", () => {
    const open5 = async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      await rig.build("cc");
      await rig.claim("gzip");
      await rig.fail("libc");
      return rig;
    };
    const pages = async (rig: Rig, query: Omit<BuildQuery, "limit" | "after">, limit = 2) => {
      const names: string[] = [];
      let after: BuildQuery["after"];
      for (;;) {
        const page = await rig.ledger.buildPage(rig.runId, { ...query, limit, ...(after && { after }) });
        names.push(...page.map(({ stage, name }) => `${stage}/${name}`));
        const last = page.at(-1);
        if (last === undefined) return names;
        after = { id: last.id, state: last.state };
      }
    };

    test("are all of them, each once, in the order of the plan", async () => {
      const rig = await open5();
      const all = (await rig.ledger.builds(rig.runId)).map(({ stage, name }) => `${stage}/${name}`);
      for (const limit of [1, 2, 4, 100]) expect(await pages(rig, { order: "plan" }, limit)).toEqual(all);
    });

    test("begin with what failed and what happens, and end with what is done", async () => {
      const rig = await open5();
      expect(await pages(rig, { order: "failures" })).toEqual([
        ...["stage1/libc", "stage1/gzip", "stage1/sh", "final/cc", "final/sed", "stage1/cc"],
      ]);
    });

    test("are those that are asked for by state, stage, arch and a part of the name", async () => {
      const rig = await open5();
      const { runId, ledger } = rig;
      expect(await pages(rig, { order: "plan", states: ["failed", "done"] })).toEqual(["stage1/cc", "stage1/libc"]);
      expect(await pages(rig, { order: "plan", stage: "final" })).toEqual(["final/cc", "final/sed"]);
      expect(await pages(rig, { order: "plan", search: "C" })).toEqual(["stage1/cc", "stage1/libc", "final/cc"]);
      expect(await pages(rig, { order: "plan", search: "%" })).toEqual([]);
      expect(await pages(rig, { order: "plan", arch: "aarch64" })).toEqual([]);
      expect(await pages(rig, { order: "plan", arch: "x86_64", states: [] })).toEqual([]);
      expect(await ledger.buildPage(runId, { order: "plan", limit: 9, after: { id: runId, state: "done" } })).toEqual(
        [],
      );
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
