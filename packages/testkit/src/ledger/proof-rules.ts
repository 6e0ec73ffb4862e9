import { randomUUID } from "node:crypto";
import type { Evidence, LockedPackage, OfferedPackage, Verdict } from "@ascent/core";
import type { BuiltPackage, NewRebuild } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { finishedBuild, moment, seedResult } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import { type AnyLedger, compileError, lease, type Rig, rigOn } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

const verdict: Verdict = { blueprint: "sample", seed: "alpine", required: "resolved", holds: true, packages: [] };

function locked({ record, fileDigest, contentDigest, input }: OfferedPackage): LockedPackage {
  return { name: record.name, version: record.version, input, fileDigest, contentDigest };
}

/** Builds with everything that it is offered. */
async function buildWithAll(rig: Rig, name: string, stage: string): Promise<void> {
  const task = await rig.claim(name, stage);
  const environment = (await rig.ledger.offered(task)).map(locked);
  const finished = finishedBuild({ ref: task.ref, name, stage, environment });
  expect(await rig.ledger.finishBuild(finished)).toBe(true);
}

/** A run of TWO_STAGES that has succeeded. */
async function succeeded(ledger: AnyLedger): Promise<Rig> {
  const rig = await rigOn(ledger);
  await rig.lockSeed();
  for (const name of ["cc", "libc", "gzip", "sh"]) await buildWithAll(rig, name, "stage1");
  for (const name of ["cc", "sed"]) await buildWithAll(rig, name, "final");
  expect(await ledger.concludeRun(rig.runId, { state: "succeeded", verdict, at: moment(9) })).toBe(true);
  return rig;
}

function newRebuild(of: string, given: Partial<NewRebuild> = {}): NewRebuild {
  return { id: randomUUID(), of, with: "recorded", requestedBy: "test", at: moment(20), ...given };
}

/** A rig on a rebuild of what `rig` built. */
async function rebuildOf(rig: Rig, given: Partial<NewRebuild> = {}): Promise<Rig> {
  const request = newRebuild(rig.runId, given);
  expect(await rig.ledger.createRebuild(request)).toMatchObject({ created: true, run: { id: request.id } });
  return rigOn(rig.ledger, { id: request.id }, { created: true });
}

function evidenceOf(output: BuiltPackage, given: Partial<Evidence> & Pick<Evidence, "buildKey">): Evidence {
  return {
    kind: "rebuild",
    arch: "x86_64",
    package: output.record.name,
    contentDigest: output.contentDigest,
    outcome: "holds",
    summary: "built again: the same bits",
    reasons: [],
    documents: [digestOf(`report on ${output.record.name}`)],
    ...given,
  };
}

export function proofRules(factory: LedgerFactory): void {
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

  describe("what comes with a result", () => {
    test("attestations are kept with their build's outputs, and found with its result", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      const plain = finishedBuild({ ref: task.ref, name: "cc", stage: "stage1" });
      const attestation = digestOf("bundle");
      const outputs = plain.outputs.map((output) => ({ ...output, attestation }));
      await rig.ledger.finishBuild({ ...plain, outputs });
      expect(await rig.ledger.findResult(plain.key)).toEqual(outputs);
      expect((await rig.ledger.build(task.ref.buildId))?.outputs).toEqual(outputs);
      expect((await rig.ledger.inputsOf(rig.runId, "x86_64"))[0]).toMatchObject({ key: plain.key, outputs });
      expect(await rig.ledger.artifact(attestation)).toEqual({
        ...{ digest: attestation, kind: "attestation", label: "cc-1.0-r0" },
      });
      // The same bytes, made once more: whoever made them signs for himself.
      const other = await rigOn(rig.ledger);
      await other.lockSeed();
      const signed = outputs.map((output) => ({ ...output, attestation: digestOf("another bundle") }));
      await other.build("cc", "stage1", { key: digestOf("another key"), outputs: signed });
      expect((await rig.ledger.build(task.ref.buildId))?.outputs).toEqual(outputs);
      expect(await rig.ledger.findResult(digestOf("another key"))).toEqual(signed);
    });

    test("a seed's fingerprint is told to every build; a newer one takes its place", async () => {
      const rig = await rigOn(await open());
      const { ledger } = rig;
      const [one, two] = [digestOf("fingerprint 1"), digestOf("fingerprint 2")];
      const result = seedResult({});
      expect(await ledger.fingerprintOf(result.lockDigest)).toBeUndefined();
      await ledger.claimSeed(rig.seedRef(), lease);
      await ledger.finishSeed(rig.seedRef(), { ...result, fingerprint: one });
      expect((await rig.claim("cc")).seedLock).toEqual({ digest: result.lockDigest, fingerprint: one });
      expect(await ledger.artifact(one)).toMatchObject({ kind: "seed-fingerprint" });
      const later = await rigOn(ledger);
      await ledger.claimSeed(later.seedRef(), lease);
      await ledger.finishSeed(later.seedRef(), { ...result, fingerprint: two });
      expect(await ledger.fingerprintOf(result.lockDigest)).toBe(two);
      expect((await rig.claim("gzip")).seedLock).toEqual({ digest: result.lockDigest, fingerprint: two });
      expect(await ledger.fingerprintOf(digestOf("no lock"))).toBeUndefined();
    });
  });

  describe("evidence", () => {
    test("what a build looked at on the way is there with its end, and not before", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const task = await rig.claim("cc");
      const finished = finishedBuild({ ref: task.ref, name: "cc", stage: "stage1" });
      const output = finished.outputs[0]!;
      const seedLock = task.seedLock!.digest;
      const evidence = [evidenceOf(output, { kind: "residue", buildKey: finished.key, seedLock, documents: [] })];
      expect(await rig.ledger.evidence(rig.runId, "x86_64")).toEqual([]);
      await rig.ledger.finishBuild({ ...finished, evidence });
      expect(await rig.ledger.evidence(rig.runId, "x86_64")).toEqual(evidence);
      expect(await rig.ledger.evidenceOn(finished.key)).toEqual(evidence);
      expect(await rig.ledger.evidenceOn(digestOf("another key"))).toEqual([]);
      expect(await rig.ledger.evidence(rig.runId, "aarch64")).toEqual([]);
      expect(await rig.ledger.evidence("no-uuid", "x86_64")).toEqual([]);
      // Too late: the build is done.
      const late = [evidenceOf(output, { buildKey: finished.key, outcome: "fails", reasons: ["late"] })];
      expect(await rig.ledger.finishBuild({ ...finished, evidence: late })).toBe(false);
      expect(await rig.ledger.evidence(rig.runId, "x86_64")).toEqual(evidence);
    });

    test("whoever took the same result from the cache has the same evidence", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const sed = (await ledger.build((await rig.find("sed", "final")).id))!;
      const again = await rebuildOf(rig, { packages: ["sed"] });
      const evidence = evidenceOf(sed.outputs[0]!, { buildKey: sed.key! });
      await again.build("sed", "final", { key: sed.key!, evidence: [evidence] });
      expect(await ledger.evidence(rig.runId, "x86_64")).toEqual([evidence]);
      expect(await ledger.artifact(evidence.documents[0]!)).toEqual({
        ...{ digest: evidence.documents[0], kind: "report", label: "rebuild of sed" },
      });
      const cached = await rigOn(ledger);
      await cached.lockSeed([{ stage: "final", inputs: [], builds: { sed: [] } }]);
      expect(await ledger.evidence(cached.runId, "x86_64")).toEqual([]);
      await cached.build("sed", "final", { key: sed.key!, cached: true, outputs: sed.outputs });
      expect(await ledger.evidence(cached.runId, "x86_64")).toEqual([evidence]);
    });

    test("of a scan the report and what is signed about it are told apart", async () => {
      const rig = await succeeded(await open());
      const sed = (await rig.ledger.build((await rig.find("sed", "final")).id))!;
      const documents = [digestOf("a scan of sed"), digestOf("a statement on it")];
      const about = { kind: "residue", buildKey: sed.key!, documents } as const;
      const found = { runIds: [rig.runId], at: moment(30) };
      await rig.ledger.addEvidence([evidenceOf(sed.outputs[0]!, about)], found);
      const kinds = await Promise.all(documents.map(async (digest) => (await rig.ledger.artifact(digest))?.kind));
      expect(kinds).toEqual(["report", "attestation"]);
    });

    test("evidence about another content, key, package or arch is not about this run's results", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const sed = (await ledger.build((await rig.find("sed", "final")).id))!;
      const about = (given: Partial<Evidence>) => evidenceOf(sed.outputs[0]!, { buildKey: sed.key!, ...given });
      const right = about({ kind: "other-seed", seedLock: digestOf("another lock") });
      const wrong = [
        about({ contentDigest: digestOf("other content") }),
        about({ buildKey: digestOf("other key") }),
        about({ package: "cc" }),
        about({ arch: "aarch64" }),
      ];
      const of = { runIds: [rig.runId, randomUUID(), "no-uuid"], at: moment(30) };
      await ledger.addEvidence([...wrong, right], of);
      expect(await ledger.evidence(rig.runId, "x86_64")).toEqual([right]);
      await ledger.addEvidence([right], { ...of, at: moment(31) });
      const second = about({ outcome: "fails", reasons: ["other bits\0", "and more"] });
      await ledger.addEvidence([], of);
      await ledger.addEvidence([second], of);
      const undecided = about({ kind: "fixed-point", outcome: "undecided", reasons: ["nothing provides awk"] });
      await ledger.addEvidence([undecided], of);
      const kept = await ledger.evidence(rig.runId, "x86_64");
      expect(kept).toEqual([right, { ...second, reasons: ["other bits\uFFFD", "and more"] }, undecided]);
    });
  });

  describe("verdicts", () => {
    test("a newer verdict counts, and is told when it differs", async () => {
      const rig = await succeeded(await open());
      const { ledger } = rig;
      const before = await ledger.runVersion(rig.runId);
      await ledger.recordVerdict(rig.runId, { verdict, at: moment(40) });
      expect(await ledger.runVersion(rig.runId)).toBe(before);
      const newer = { ...verdict, required: "clean", holds: false } as const;
      await ledger.recordVerdict(rig.runId, { verdict: newer, at: moment(41) });
      await ledger.recordVerdict(rig.runId, { verdict: { ...newer }, at: moment(42) });
      expect((await ledger.run(rig.runId))?.verdict).toEqual(newer);
      const told = await ledger.events(rig.runId, before!, 10);
      expect(told.map(({ type, at, data }) => [type, at, data])).toEqual([
        ["run.judged", moment(41), { holds: false }],
      ]);
      await ledger.recordVerdict(rig.runId, { verdict, at: moment(43) });
      expect((await ledger.run(rig.runId))?.verdict).toEqual(verdict);
    });

    test("a run that goes on, or that nobody knows, gets none", async () => {
      const rig = await rigOn(await open());
      await rig.lockSeed();
      const version = await rig.ledger.runVersion(rig.runId);
      for (const id of [rig.runId, randomUUID(), "no-uuid"]) {
        await rig.ledger.recordVerdict(id, { verdict, at: moment(40) });
      }
      expect(await rig.ledger.run(rig.runId)).not.toHaveProperty("verdict");
      expect(await rig.ledger.runVersion(rig.runId)).toBe(version);
    });
  });
}
