import { fullVersion, type RecipePackage } from "@ascent/core";
import { type BuildRequest, compareRuns, diffOfRuns, type RunRecord, startRebuild, variationFor } from "@ascent/engine";
import { type Deck, definitionText, fakeSeeds, flightDeck, sampleBlueprint, testApk, testKey } from "@ascent/testkit";
import { describe, expect, test } from "vitest";

type ContentOf = (request: BuildRequest, output: RecipePackage) => string;

/** What a compiler that is right makes: nothing of what it was itself made with. */
const steadfast: ContentOf = ({ recipe }, { name }) =>
  `${name} ${fullVersion(recipe)} of ${recipe.packages[0].steps[0]?.runs}\n`;

async function flown(contentOf: ContentOf = steadfast): Promise<{ readonly deck: Deck; readonly run: RunRecord }> {
  const deck = await flightDeck({ builder: { contentOf } });
  const { run } = await deck.start({ seeds: ["alpine"] });
  return { deck, run: await deck.fly(run.id) };
}

async function rebuilt(deck: Deck, of: string, more: { with?: "recorded" | "final"; packages?: string[] } = {}) {
  const started = await startRebuild(deck, { of, with: "recorded", requestedBy: "test", ...more });
  return deck.fly(started!.run.id);
}

async function findings(deck: Deck, runId: string, name: string) {
  const verdict = (await deck.ledger.run(runId))?.verdict;
  return verdict!.packages.find((each) => each.name === name)!.findings;
}

describe("a rebuild", () => {
  test("from the recorded lock builds for real, in other surroundings, with that very lock", async () => {
    const { deck, run } = await flown();
    const before = deck.builder.requests.length;
    const rebuild = await rebuilt(deck, run.id);
    expect(rebuild).toMatchObject({ state: "succeeded", purpose: { kind: "rebuild", of: run.id, with: "recorded" } });
    const again = deck.builder.requests.slice(before);
    expect(again.map(({ recipe }) => recipe.name).sort()).toEqual(["app", "cc", "lib", "sh"]);
    for (const request of again) expect(request.variation).toEqual(variationFor({ parallelism: 1 }));
    const first = deck.builder.requests.find(({ recipe }) => recipe.stage === "final" && recipe.name === "app");
    expect(again.find(({ recipe }) => recipe.name === "app")?.environment).toEqual(first?.environment);
    expect((await deck.ledger.builds(rebuild.id)).every(({ cached }) => !cached)).toBe(true);
  });

  test("that gives the same bits lifts what it rebuilt, with the rebuild's attestation as document", async () => {
    const { deck, run } = await flown();
    const rebuild = await rebuilt(deck, run.id, { packages: ["cc"] });
    expect(await findings(deck, run.id, "cc")).toMatchObject({
      reproducible: {
        state: "holds",
        evidence: expect.stringContaining("rebuilt from its recorded lock at another time"),
      },
      "fixed-point": { state: "not-checked" },
    });
    expect(await findings(deck, run.id, "sh")).toMatchObject({ reproducible: { state: "not-checked" } });
    const [evidence] = (await deck.ledger.evidence(run.id, "x86_64")).filter(({ kind }) => kind === "rebuild");
    const [build] = await deck.ledger.builds(rebuild.id);
    const [output] = (await deck.ledger.build(build!.id))!.outputs;
    expect(evidence?.documents).toEqual([output!.attestation]);
    expect(await deck.store.has(output!.attestation!)).toBe(true);
  });

  test("that gives other bits says in what, and is on its package alone", async () => {
    const leaky: ContentOf = (request, output) => {
      const where = output.name === "sh" ? (request.variation?.buildPath ?? "/home/build") : "";
      return `${steadfast(request, output)}${where}\n`;
    };
    const { deck, run } = await flown(leaky);
    await rebuilt(deck, run.id);
    const { reproducible } = await findings(deck, run.id, "sh");
    expect(reproducible).toEqual({
      state: "fails",
      reasons: [
        expect.stringMatching(
          /^rebuilt from its recorded lock .*: usr\/share\/fake\/sh: \/home\/build ≠ \/var\/lib\/another-place.* line 3/,
        ),
      ],
    });
    expect(await findings(deck, run.id, "cc")).toMatchObject({ reproducible: { state: "holds" } });
    const evidence = (await deck.ledger.evidence(run.id, "x86_64")).find(({ outcome }) => outcome === "fails");
    const report = JSON.parse(new TextDecoder().decode(await deck.store.read(evidence!.documents.at(-1)!)));
    expect(report).toMatchObject({ format: "ascent-differences/1", package: "sh-1.0-r0", second: "the rebuild" });
    expect(report.differences.length).toBeGreaterThan(1);
  });

  test("with the final packages takes nothing but those, in the usual surroundings", async () => {
    const { deck, run } = await flown();
    const before = deck.builder.requests.length;
    await rebuilt(deck, run.id, { with: "final" }).catch(() => undefined);
    const again = deck.builder.requests.slice(before);
    // What asks for a package that only an earlier stage has cannot be built of the final ones: `sh` wants `libc`.
    expect(again.map(({ recipe }) => recipe.name).sort()).toEqual(["app", "cc", "lib"]);
    for (const { environment, variation } of again) {
      expect(new Set(environment.map(({ input }) => input))).toEqual(new Set(["final"]));
      expect(variation).toBeUndefined();
    }
    expect(await findings(deck, run.id, "app")).toMatchObject({
      "fixed-point": { state: "holds", evidence: expect.stringContaining("the final packages as the only input") },
      reproducible: { state: "not-checked" },
    });
  });

  test("that cannot be resolved leaves the rung unchecked, with the reason, on its package alone", async () => {
    const { deck, run } = await flown();
    expect(await rebuilt(deck, run.id, { with: "final" })).toMatchObject({ state: "failed" });
    const why =
      /^the rebuild with the final packages as the only input failed: the build environment cannot be resolved: .*libc.* \(unresolvable\)$/;
    expect((await findings(deck, run.id, "sh"))["fixed-point"]).toEqual({
      state: "not-checked",
      why: expect.stringMatching(why),
    });
    expect(await findings(deck, run.id, "cc")).toMatchObject({ "fixed-point": { state: "holds" } });
    const undecided = (await deck.ledger.evidence(run.id, "x86_64")).filter(({ outcome }) => outcome === "undecided");
    expect(undecided.map((evidence) => [evidence.package, evidence.kind])).toEqual([["sh", "fixed-point"]]);
    // Asked again, it is the same: told once.
    await rebuilt(deck, run.id, { with: "final", packages: ["sh"] });
    expect((await deck.ledger.evidence(run.id, "x86_64")).filter(({ outcome }) => outcome === "undecided")).toEqual(
      undecided,
    );
  });

  test("of what is not over, or not there, does not start", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start();
    const ask = (of: string) => startRebuild(deck, { of, with: "recorded", requestedBy: "test" });
    await expect(ask(run.id)).rejects.toMatchObject({ code: "run-unfinished" });
    expect(await ask("00000000-0000-4000-8000-000000000000")).toBeUndefined();
  });
});

describe("bootstraps from two seeds", () => {
  /** The second seed's packages are others, so that what is made with them has other keys and is really built. */
  async function two(contentOf: ContentOf = steadfast, between = () => {}) {
    const { deck, run: first } = await flown(contentOf);
    const { signer } = testKey("debian.rsa.pub");
    const others = await Promise.all(["gcc", "make"].map((name) => testApk({ name, version: "2.0-r0" }, signer)));
    const debian = fakeSeeds(deck.store, others);
    deck.seeds.acquire = (request) => debian.acquire(request);
    between();
    const { run } = await deck.start({ seeds: ["debian"] });
    return { deck, first, second: await deck.fly(run.id) };
  }

  test("with the same ends lift both to independence of the seed, each by the other's attestations", async () => {
    const { deck, first, second } = await two();
    const compared = await compareRuns(deck, { first: first.id, second: second.id });
    expect(compared).toMatchObject({
      holds: true,
      arches: [{ isOtherSeed: true, seeds: { first: { seed: "alpine" }, second: { seed: "debian" } } }],
    });
    expect(compared.arches[0]?.packages.map(({ outcome }) => outcome)).toEqual(["same", "same", "same", "same"]);
    for (const { id } of [first, second]) {
      expect(await findings(deck, id, "app")).toMatchObject({ "seed-independent": { state: "holds" } });
    }
    const lockOf = (run: RunRecord) => run.preparation[0]?.lockDigest;
    const [evidence] = (await deck.ledger.evidence(first.id, "x86_64")).filter(
      ({ kind, seedLock }) => kind === "other-seed" && seedLock === lockOf(second),
    );
    expect(evidence?.documents).toHaveLength(1);
    expect(evidence?.summary).toContain("bootstrapped from debian (sha256:");
  });

  test("with other ends name the first package in build order, the stage since which, and what differs", async () => {
    let marked = false;
    const trusting: ContentOf = (request, output) =>
      `${steadfast(request, output)}${marked && output.name === "cc" ? "marked\n" : ""}`;
    const { deck, first, second } = await two(trusting, () => {
      marked = true;
    });
    const compared = await compareRuns(deck, { first: first.id, second: second.id });
    expect(compared.holds).toBe(false);
    expect(compared.arches[0]).toMatchObject({ firstDivergence: "cc" });
    expect(compared.arches[0]?.packages.find(({ name }) => name === "cc")).toMatchObject({
      outcome: "different",
      since: "stage1",
      differences: [expect.stringMatching(/^usr\/share\/fake\/cc: .*marked/)],
      report: expect.stringMatching(/^sha256:/),
    });
    expect(await findings(deck, first.id, "cc")).toMatchObject({ "seed-independent": { state: "fails" } });
    expect(await findings(deck, first.id, "lib")).toMatchObject({ "seed-independent": { state: "holds" } });
  });

  test("from the same seed say nothing about the seed", async () => {
    const { deck, run: first } = await flown();
    const { run } = await deck.start({ seeds: ["alpine"] });
    const second = await deck.fly(run.id);
    const compared = await compareRuns(deck, { first: first.id, second: second.id });
    expect(compared).toMatchObject({ holds: false, arches: [{ isOtherSeed: false }] });
    const evidence = await deck.ledger.evidence(first.id, "x86_64");
    expect(evidence.filter(({ kind }) => kind === "other-seed")).toEqual([]);
    expect(await findings(deck, first.id, "cc")).toMatchObject({ "seed-independent": { state: "not-checked" } });
  });

  test("of other definitions say nothing about packages that differ by them", async () => {
    const { deck, run: first } = await flown();
    deck.blueprints.held
      .get("sample")!
      .set("final/sh.yaml", definitionText("sh", { needs: ["cc", "libc"], runs: "echo two" }));
    const { run } = await deck.start({ seeds: ["debian"] });
    const second = await deck.fly(run.id);
    const compared = await compareRuns(deck, { first: first.id, second: second.id });
    expect(compared.arches[0]?.packages.find(({ name }) => name === "sh")).toMatchObject({ outcome: "other-recipe" });
    expect(await findings(deck, first.id, "sh")).toMatchObject({ "seed-independent": { state: "not-checked" } });
    expect(await findings(deck, first.id, "cc")).toMatchObject({ "seed-independent": { state: "holds" } });
  });

  test("of which one is not over, unknown, or the other itself, are not compared", async () => {
    const { deck, run } = await flown();
    const { run: waiting } = await deck.start({ seeds: ["debian"] });
    const ask = (second: string) => compareRuns(deck, { first: run.id, second });
    await expect(ask(waiting.id)).rejects.toMatchObject({ code: "run-unfinished" });
    await expect(ask("nobody")).rejects.toMatchObject({ code: "run-unknown" });
    await expect(ask(run.id)).rejects.toMatchObject({ code: "runs-incomparable" });
    const rebuild = await rebuilt(deck, run.id, { packages: ["cc"] });
    await expect(ask(rebuild.id)).rejects.toMatchObject({ code: "runs-incomparable" });
  });
});

describe("a diff of runs", () => {
  test("goes back to the definition that was edited, over the builds that took what it made", async () => {
    const deck = await flightDeck({ blueprint: sampleBlueprint() });
    const { run: first } = await deck.start({ seeds: ["alpine"] });
    await deck.fly(first.id);
    deck.blueprints.held
      .get("sample")!
      .set("stage2/cc.yaml", definitionText("cc", { needs: ["cc", "libc"], runs: "echo x" }));
    const { run: second } = await deck.start({ seeds: ["alpine"] });
    await deck.fly(second.id);
    const { changes, unchanged } = await diffOfRuns(deck, { first: first.id, second: second.id });
    expect(unchanged).toBe(5);
    expect(changes[0]).toMatchObject({ stage: "stage2", name: "cc", bits: ["cc"], cause: { kind: "recipe" } });
    expect(changes.find(({ name }) => name === "app")).toMatchObject({
      cause: { kind: "recipe", at: "stage2/cc", through: ["final/app", "stage2/cc"] },
    });
  });

  test("of a run that failed tells what it never built", async () => {
    const { deck, run } = await flown();
    deck.blueprints.held.get("sample")!.set("final/lib.yaml", definitionText("lib", { needs: ["cc"], runs: "exit 1" }));
    const { run: second } = await deck.start({ seeds: ["alpine"] });
    await deck.fly(second.id);
    const { changes } = await diffOfRuns(deck, { first: run.id, second: second.id });
    expect(changes.map(({ name, cause }) => [name, cause.kind])).toEqual([
      ["lib", "unbuilt"],
      ["app", "unbuilt"],
    ]);
    await expect(diffOfRuns(deck, { first: run.id, second: "nobody" })).rejects.toMatchObject({ code: "run-unknown" });
  });
});
