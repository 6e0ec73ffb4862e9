import { type LockedPackage, type OfferedPackage, searchUses } from "@ascent/core";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { finishedBuild } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { type Rig, rigOn, sourceOf } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

function locked({ record, fileDigest, contentDigest, input }: OfferedPackage): LockedPackage {
  return { name: record.name, version: record.version, input, fileDigest, contentDigest };
}

const { source, digest } = sourceOf("https://example.org/libc-1.0.tar.gz");

/** Builds cc, then libc with everything that it may see and a source of its own. */
async function twoBuilds(rig: Rig): Promise<void> {
  await rig.lockSeed();
  await rig.build("cc");
  const task = await rig.claim("libc");
  const environment = (await rig.ledger.offered(task)).map(locked);
  const sources = [source];
  await rig.ledger.finishBuild(finishedBuild({ ref: task.ref, name: "libc", stage: "stage1", environment, sources }));
}

/** What builds used, for whoever walks the lineage. */
export function useRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("what builds used", () => {
    test("is everything by digest: packages with who made them, definition, sources", async () => {
      const rig = await rigOn(await open());
      await twoBuilds(rig);
      const [cc, libc] = [await rig.find("cc"), await rig.find("libc")];
      const uses = await rig.ledger.usesOf([libc.id]);
      expect(uses.map(({ role, name }) => `${role} ${name}`).sort()).toEqual([
        ...["definition stage1/libc.yaml", "environment cc", "environment gcc", "environment make"],
        ...[`source ${source.ref.kind === "fetch" ? source.ref.uri : ""}`],
      ]);
      expect(new Set(uses.map(({ buildId, stage, build }) => `${buildId} ${stage}/${build}`))).toEqual(
        new Set([`${libc.id} stage1/libc`]),
      );
      const made = (await rig.ledger.build(cc.id))?.outputs[0];
      expect(uses.find(({ name }) => name === "cc")).toEqual({
        ...{ buildId: libc.id, stage: "stage1", build: "libc", role: "environment", name: "cc", version: "1.0-r0" },
        ...{ digest: made?.fileDigest, contentDigest: made?.contentDigest, input: "stage1", madeBy: cc.id },
      });
      const gcc = uses.find(({ name }) => name === "gcc");
      expect(gcc).toMatchObject({ input: "seed:alpine", version: "1.0-r0" });
      expect(gcc).not.toHaveProperty("madeBy");
      expect(uses.find(({ role }) => role === "source")).toMatchObject({ digest });
    });

    test("is told of several builds at once, and nothing of what is not done or not there", async () => {
      const rig = await rigOn(await open());
      await twoBuilds(rig);
      const [cc, libc, sh] = [await rig.find("cc"), await rig.find("libc"), await rig.find("sh")];
      const ids = [cc.id, libc.id, sh.id, "00000000-0000-4000-8000-000000000000"];
      const uses = await rig.ledger.usesOf(ids);
      expect([...new Set(uses.map(({ build }) => build))].sort()).toEqual(["cc", "libc"]);
      expect(await rig.ledger.usesOf([])).toEqual([]);
    });

    test.each(["seed", "seed:alpine", "alpine", "gcc", "cc", "libc-1.0.tar.gz", "nothing"])(
      "whoever searches for %s finds the same in the uses toward it as in all",
      async (on) => {
        const rig = await rigOn(await open());
        await twoBuilds(rig);
        const [cc, libc] = [await rig.find("cc"), await rig.find("libc")];
        const start = { buildId: libc.id, stage: "stage1" };
        const { uses, looked } = await rig.ledger.wayTo(libc.id, on);
        const { found } = searchUses(start, on, uses);
        expect(found).toEqual(searchUses(start, on, await rig.ledger.usesOf([libc.id, cc.id])).found);
        expect(found === undefined).toBe(on === "nothing");
        if (on === "nothing") expect({ uses, looked }).toEqual({ uses: [], looked: 2 });
      },
    );

    test("there is no way from what is not there, and none from what is not done", async () => {
      const rig = await rigOn(await open());
      await twoBuilds(rig);
      for (const id of [(await rig.find("sh")).id, "00000000-0000-4000-8000-000000000000", "no id"])
        expect((await rig.ledger.wayTo(id, "seed")).uses).toEqual([]);
    });

    test("the closure is everything that a build goes back to, each once, down to the seed and the sources", async () => {
      const rig = await rigOn(await open());
      await twoBuilds(rig);
      const [cc, libc] = [await rig.find("cc"), await rig.find("libc")];
      const all = await rig.ledger.closureOf(libc.id);
      expect(all.map(({ role, input = "-", name }) => `${role} ${input} ${name}`).sort()).toEqual([
        ...["definition - stage1/cc.yaml", "definition - stage1/libc.yaml", "environment seed:alpine gcc"],
        ...["environment seed:alpine make", "environment stage1 cc", "source - https://example.org/libc-1.0.tar.gz"],
      ]);
      const made = (await rig.ledger.build(cc.id))?.outputs[0];
      expect(all.find(({ name }) => name === "cc")).toEqual({
        ...{ role: "environment", name: "cc", version: "1.0-r0", input: "stage1", madeBy: cc.id },
        ...{ digest: made?.fileDigest, contentDigest: made?.contentDigest },
      });
      expect(await rig.ledger.closureOf((await rig.find("sh")).id)).toEqual([]);
      expect(await rig.ledger.closureOf("00000000-0000-4000-8000-000000000000")).toEqual([]);
      expect(await rig.ledger.closureOf("no id")).toEqual([]);
    });

    test("a result from the cache has the sources of the build that made it", async () => {
      const ledger = await open();
      const first = await rigOn(ledger);
      await twoBuilds(first);
      const { key } = await first.find("libc");
      const outputs = (await ledger.findResult(key ?? digestOf("none"))) ?? [];
      const second = await rigOn(ledger);
      await second.lockSeed();
      await second.build("cc");
      await second.build("libc", "stage1", { cached: true, outputs, ...(key === undefined ? {} : { key }) });
      const build = await ledger.build((await second.find("libc")).id);
      expect(build?.sources).toEqual((await ledger.build((await first.find("libc")).id))?.sources);
      expect(build?.sources).toHaveLength(1);
    });

    test("packages are known by the digest of their file, a seed's and those that were made alike", async () => {
      const rig = await rigOn(await open());
      await twoBuilds(rig);
      const uses = await rig.ledger.usesOf([(await rig.find("libc")).id]);
      const packages = uses.filter(({ role }) => role === "environment");
      const records = await rig.ledger.recordsOf([...packages.map((use) => use.digest), digest]);
      expect([...records.values()].map(({ name }) => name).sort()).toEqual(["cc", "gcc", "make"]);
      for (const use of packages) expect(records.get(use.digest)?.name).toBe(use.name);
    });
  });
}
