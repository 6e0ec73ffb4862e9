import { type ExportInputs, exportOfRun, startRebuild } from "@ascent/engine";
import { testApk, testKey } from "@ascent/testkit";
import { expect, test } from "vitest";
import { verifyExport } from "../src/index.ts";
import { climbed, climber, read } from "./climber.ts";
import { memoryFiles } from "./memory-files.ts";

test("what a run's ledger exports verifies, and says of every rung above what nobody looked", async () => {
  const deck = await climber();
  const { run } = await deck.start();
  await deck.fly(run.id);
  const exported = await exportOfRun(deck, run.id);
  const { claims, holds, verdict } = await verifyExport({ files: memoryFiles(await read(deck, exported!)) });
  expect(claims.filter(({ outcome }) => outcome.state === "fails")).toEqual([]);
  expect(holds).toBe(true);
  expect(verdict!.packages.map(({ name, findings }) => [name, findings.reproducible.state])).toEqual(
    ["app", "cc", "sh"].map((name) => [name, "not-checked"]),
  );
});

test("with its rebuilds and a bootstrap from another seed it verifies up to the top rung", async () => {
  const deck = await climber();
  const run = await climbed(deck);
  const exported = await exportOfRun(deck, run.id);
  expect(exported!.manifest.runs.map(({ role }) => role).sort()).toEqual([
    "exported",
    "fixed-point",
    "other-seed",
    "rebuild",
  ]);
  const verified = await verifyExport({ files: memoryFiles(await read(deck, exported!)), required: "resolved" });
  expect(verified.claims.filter(({ outcome }) => outcome.state === "fails")).toEqual([]);
  expect(verified.verdict!.packages.map(({ rung }) => rung)).toEqual(Array(3).fill("seed-independent"));
});

test("a rebuild that could not be made leaves its rung unchecked, for the reason that the record gives", async () => {
  const failure = { code: "step-failed", message: "make: no rule to make awk", logTail: [], retryable: false };
  const deck = await climber({
    failureOf: ({ recipe, environment }) =>
      recipe.name === "app" && environment.every(({ input }) => input === "final") ? failure : undefined,
  });
  const { run } = await deck.start();
  await deck.fly(run.id);
  for (const setting of ["recorded", "final"] as const) {
    const rebuild = await startRebuild(deck, { of: run.id, with: setting, requestedBy: "test" });
    await deck.fly(rebuild!.run.id);
  }
  const exported = await exportOfRun(deck, run.id);
  const verified = await verifyExport({ files: memoryFiles(await read(deck, exported!)) });
  expect(verified.claims.filter(({ outcome }) => outcome.state === "fails")).toEqual([]);
  const judged = JSON.parse(new TextDecoder().decode(exported!.files.get("verdict.json")!.bytes));
  expect(judged.packages[0]).toMatchObject({ name: "app", rung: "reproducible" });
  expect(judged.packages[0].findings["fixed-point"]).toEqual({
    state: "not-checked",
    why: "the rebuild with the final packages as the only input failed: make: no rule to make awk (step-failed)",
  });
  expect(verified.verdict!.packages.map(({ rung }) => rung)[0]).toBe("reproducible");
});

test("of a run that took results of another seed's from the cache, each scan for its own seed is signed, and clean holds", async () => {
  const deck = await climber();
  const { run } = await deck.start({ seeds: ["debian"] });
  await deck.fly(run.id);
  const another = await testApk({ name: "gcc", files: { "usr/bin/gcc": "another" } }, testKey("other.rsa.pub").signer);
  deck.seeds.inner.packages.splice(0, 1, another);
  const { run: second } = await deck.start({ seeds: ["other"] });
  await deck.fly(second.id);
  const exported = await exportOfRun(deck, second.id);
  const { claims, verdict } = await verifyExport({ files: memoryFiles(await read(deck, exported!)) });
  const cached = (await deck.ledger.builds(second.id)).filter((build) => build.cached);
  expect(cached.length).toBeGreaterThan(3);
  const scans = claims.filter(({ kind }) => kind === "scan");
  expect(scans).toHaveLength(8);
  expect(new Set(scans.map(({ outcome }) => outcome.state))).toEqual(new Set(["holds"]));
  expect(verdict!.packages.map(({ findings }) => findings.clean.state)).toEqual(Array(3).fill("holds"));
});

test("with inputs it has every package, source and file that final packages were built with, and still verifies", async () => {
  const deck = await climber();
  const { run } = await deck.start();
  await deck.fly(run.id);
  const inputsIn = async (inputs: ExportInputs) => {
    const exported = await exportOfRun(deck, run.id, { inputs });
    const { claims, finals } = await verifyExport({ files: memoryFiles(await read(deck, exported!)) });
    expect(claims.filter(({ outcome }) => outcome.state === "fails")).toEqual([]);
    const digests = new Set(exported!.manifest.files.map(({ digest }) => digest));
    const isWhole = finals.map(({ provenance: { subject, environment, sources, files } }) => {
      const used = [
        ...environment.map(({ fileDigest }) => fileDigest),
        ...[...sources, ...files].map((each) => each.digest),
      ];
      return [subject.name, used.length > 0 && used.every((digest) => digests.has(digest))] as const;
    });
    return Object.fromEntries(isWhole);
  };
  expect(await inputsIn([])).toEqual({ app: false, cc: false, sh: false });
  expect(await inputsIn(["app"])).toMatchObject({ app: true });
  expect(await inputsIn("all")).toEqual({ app: true, cc: true, sh: true });
  await expect(inputsIn(["app", "none"])).rejects.toMatchObject({ code: "package-unknown" });
});

test("a run without a verdict is not exported, an unknown one is none", async () => {
  const deck = await climber();
  const { run } = await deck.start();
  await expect(exportOfRun(deck, run.id)).rejects.toMatchObject({ code: "nothing-to-export" });
  expect(await exportOfRun(deck, "00000000-0000-4000-8000-000000000000")).toBeUndefined();
});
