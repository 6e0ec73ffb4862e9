import { randomUUID } from "node:crypto";
import type { LockedPackage, OfferedPackage } from "@ascent/core";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { finishedBuild, moment, newRun } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { compileError, rigOn, sourceOf, WORKER } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

function locked({ record, fileDigest, contentDigest, input }: OfferedPackage): LockedPackage {
  return { name: record.name, version: record.version, input, fileDigest, contentDigest };
}

export function readingRules(factory: LedgerFactory): void {
  const open = opensLedgers(factory);

  describe("logs", () => {
    test("batches are read in order, a batch sent twice is kept once, and the end is told", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      const { buildId } = ref;
      const send = (sequence: number, text: string) => rig.ledger.appendLog(ref, { sequence, text, at: moment(2) });
      expect(await rig.ledger.log(buildId, 0)).toEqual({ attempt: 1, text: "", next: 0, ended: false });
      await send(0, "one\n");
      await send(1, "two\n");
      await send(1, "two\n");
      expect(await rig.ledger.log(buildId, 0)).toEqual({ attempt: 1, text: "one\ntwo\n", next: 2, ended: false });
      await send(2, "three\n");
      expect(await rig.ledger.log(buildId, 2)).toEqual({ attempt: 1, text: "three\n", next: 3, ended: false });
      await rig.ledger.finishBuild(finishedBuild({ ref, name: "cc", stage: "stage1" }));
      expect(await rig.ledger.log(buildId, 3)).toEqual({ attempt: 1, text: "", next: 3, ended: true });
      expect(await rig.ledger.log(buildId, 0, 2)).toBeUndefined();
    });

    test("each attempt has its own; the newest is read unless another is asked for", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      await rig.ledger.appendLog(ref, { sequence: 0, text: "first", at: moment(2) });
      await rig.ledger.expireLeases(moment(2000), 3);
      expect(await rig.ledger.log(ref.buildId, 0)).toMatchObject({ attempt: 2, text: "", ended: false });
      expect(await rig.ledger.log(ref.buildId, 0, 1)).toMatchObject({ attempt: 1, text: "first", ended: true });
    });

    test("bytes that no database keeps are replaced, not refused", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { ref } = await rig.claim("cc");
      await rig.ledger.appendLog(ref, { sequence: 0, text: "a\0b\ud800c 😀", at: moment(2) });
      expect((await rig.ledger.log(ref.buildId, 0))?.text).toBe("a\uFFFDb\uFFFDc 😀");
      const failure = { ...compileError, message: 'quote " backslash \\ \\u0000', logTail: ["a\tb"] };
      await rig.ledger.failBuild({ ref, failure, steps: [], at: moment(3) });
      expect((await rig.find("cc")).failure).toEqual(failure);
    });

    test("a log of an attempt that nobody knows is refused", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const { buildId } = await rig.ref("cc");
      const batch = { sequence: 0, text: "x", at: moment(2) };
      await expect(rig.ledger.appendLog({ buildId, attempt: 9 }, batch)).rejects.toMatchObject({
        code: "attempt-unknown",
      });
    });
  });

  describe("reading", () => {
    test("runs are listed newest first, page by page", async () => {
      const ledger = await open();
      const ids = Array.from({ length: 5 }, () => randomUUID());
      // The third and the fourth were created at the same moment.
      const times = [0, 1, 2, 2, 3];
      for (const [index, id] of ids.entries()) await ledger.createRun(newRun({ id, at: moment(times[index]) }));
      const first = await ledger.runs({ limit: 2 });
      const second = await ledger.runs({ limit: 2, before: first.at(-1)!.id });
      const third = await ledger.runs({ limit: 2, before: second.at(-1)!.id });
      const listed = [...first, ...second, ...third].map(({ id }) => id);
      expect(listed[0]).toBe(ids[4]);
      expect(listed.slice(1, 3).toSorted()).toEqual([ids[2]!, ids[3]!].toSorted());
      expect(listed.slice(3)).toEqual([ids[1], ids[0]]);
      expect(await ledger.runs({ limit: 2, before: listed.at(-1)! })).toEqual([]);
      expect(await ledger.runs({ limit: 2, before: randomUUID() })).toEqual([]);
    });

    test("of runs only those of a state and of a blueprint are listed, page by page like all", async () => {
      const ledger = await open();
      const ids = Array.from({ length: 6 }, () => randomUUID());
      for (const [index, id] of ids.entries()) {
        const blueprint = index % 2 === 0 ? "even" : "odd";
        await ledger.createRun({ ...newRun({ id, at: moment(index) }), blueprint });
      }
      await ledger.cancelRun(ids[4]!, moment(9));
      await ledger.concludeRun(ids[4]!, { state: "cancelled", at: moment(9) });
      const idsOf = async (query: Parameters<typeof ledger.runs>[0]) => (await ledger.runs(query)).map(({ id }) => id);
      expect(await idsOf({ limit: 9, blueprint: "odd" })).toEqual([ids[5], ids[3], ids[1]]);
      expect(await idsOf({ limit: 2, blueprint: "odd", before: ids[3]! })).toEqual([ids[1]]);
      expect(await idsOf({ limit: 9, blueprint: "even", states: ["preparing", "running"] })).toEqual([ids[2], ids[0]]);
      expect(await ledger.runs({ limit: 9, blueprint: "neither" })).toEqual([]);
      expect(await idsOf({ limit: 9, states: ["cancelled", "failed"] })).toEqual([ids[4]]);
    });

    test("the newest run that succeeded stands for its blueprint", async () => {
      const ledger = await open();
      const one = await rigOn(ledger);
      const two = await rigOn(ledger, { at: moment(1) });
      await rigOn(ledger, { at: moment(2) });
      for (const [index, rig] of [one, two].entries()) {
        await rig.lockSeed([{ stage: "stage1", inputs: [], builds: { cc: [] } }]);
        await rig.build("cc");
        await ledger.concludeRun(rig.runId, { state: "succeeded", at: moment(9 - index) });
      }
      expect((await ledger.latestSucceeded("sample"))?.id).toBe(one.runId);
      expect(await ledger.latestSucceeded("other")).toBeUndefined();
    });

    test("builds come in the order in which they are built, with what they wait for", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const builds = await rig.ledger.builds(rig.runId);
      expect(builds.map(({ stage, name, wave, remaining }) => [stage, name, wave, remaining])).toEqual([
        ["stage1", "cc", 0, 3],
        ["stage1", "gzip", 0, 1],
        ["stage1", "libc", 1, 2],
        ["stage1", "sh", 2, 1],
        ["final", "cc", 0, 2],
        ["final", "sed", 1, 1],
      ]);
      const cc = builds[0]!;
      expect(builds[2]?.waitsFor).toEqual([cc.id]);
      expect(cc).toEqual({
        ...{ id: cc.id, runId: rig.runId, stage: "stage1", arch: "x86_64", name: "cc", version: "1.0-r0" },
        ...{ state: "ready", cached: false, attempt: 1, wave: 0, remaining: 3, waitsFor: [] },
      });
    });

    test("a build keeps everything that it was made from and what became of it", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      const environment = (await rig.ledger.offered(task)).map(locked);
      const { source, digest } = sourceOf("https://example.org/cc-1.0.tar.gz");
      const finished = finishedBuild({ ref: task.ref, name: "cc", stage: "stage1", environment, sources: [source] });
      await rig.ledger.finishBuild(finished);
      const build = await rig.ledger.build(task.ref.buildId);
      expect(build).toMatchObject({ state: "done", worker: WORKER, key: finished.key, logDigest: finished.logDigest });
      expect(build?.environment).toEqual(environment);
      expect(build?.sources).toEqual([{ uri: "https://example.org/cc-1.0.tar.gz", digest, from: source.from }]);
      expect(build?.outputs).toEqual(finished.outputs);
      expect(build?.recipe).toEqual(task.recipe);
      expect(build?.attempts).toMatchObject([{ number: 1, state: "succeeded", steps: finished.steps }]);
      expect(build?.finishedAt).toEqual(finished.at);
      const inputs = await rig.ledger.inputsOf(rig.runId, "x86_64");
      expect(inputs.map(({ stage, name }) => `${stage} ${name}`)).toEqual([
        ...["stage1 cc", "stage1 gzip", "stage1 libc", "stage1 sh", "final cc", "final sed"],
      ]);
      expect(inputs[0]).toEqual({
        ...{ buildId: task.ref.buildId, stage: "stage1", name: "cc", declaredInputs: ["seed:alpine"] },
        ...{ key: finished.key, environment, outputs: finished.outputs },
      });
    });

    test("artifacts are known by what they are", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      const { source, digest } = sourceOf("https://example.org/cc-1.0.tar.gz");
      const finished = finishedBuild({ ref: task.ref, name: "cc", stage: "stage1", sources: [source] });
      await rig.ledger.finishBuild(finished);
      const output = finished.outputs[0]!;
      const kind = async (of: typeof digest) => (await rig.ledger.artifact(of))?.kind;
      expect(await rig.ledger.artifact(output.fileDigest)).toEqual({
        ...{ digest: output.fileDigest, kind: "package", size: 1000, label: "cc-1.0-r0" },
      });
      expect(await rig.ledger.artifact(digest)).toEqual({
        digest,
        kind: "source",
        label: "https://example.org/cc-1.0.tar.gz",
      });
      expect(await kind(output.sbom)).toBe("sbom");
      expect(await kind(finished.logDigest!)).toBe("log");
      expect(await kind(digestOf("bootstrap.yaml"))).toBe("blueprint-file");
      expect(await kind(task.recipe.definition.digest)).toBe("blueprint-file");
      expect(await kind((await rig.ledger.run(rig.runId))!.preparation[0]!.lockDigest!)).toBe("seed-lock");
      expect(await kind(digestOf("nobody knows"))).toBeUndefined();
    });

    test("a failure keeps the environment that was locked before it", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      const environment = (await rig.ledger.offered(task)).map(locked);
      await rig.ledger.failBuild({ ref: task.ref, failure: compileError, environment, steps: [], at: moment(3) });
      expect((await rig.ledger.build(task.ref.buildId))?.environment).toEqual(environment);
    });
  });
}
