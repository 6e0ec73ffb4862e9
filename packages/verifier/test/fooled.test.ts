/*
 * What must not be possible by accident, from the run to the reader of its export: whatever is done to a package, a build
 * or a record, the rung or the claim that it is about fails, for that package, and no other. Manipulations of exports are
 * in manipulation.test.ts, a compiler that plants something in test/trust, leaks in a real sandbox in
 * packages/builder/test/leaks-and-verdict.test.ts.
 */
import { RUNGS, type Rung, type Verdict } from "@ascent/core";
import { type BuildRequest, exportOfRun, type RebuildWith } from "@ascent/engine";
import { type ApkEntry, collect, packData } from "@ascent/formats";
import { assembleApk, type Deck, testKey } from "@ascent/testkit";
import { describe, expect, test } from "vitest";
import { joined, linked, madeProgram, startingAt } from "../../formats/test/residue/made-elf.ts";
import { BASH, CRT1_O, LIBC_A, MANY, PRINTF, PRINTF_FILLED, START } from "../../formats/test/residue/made-seed.ts";
import { type Verification, verifyExport } from "../src/index.ts";
import { climbed, climber, read } from "./climber.ts";
import { type ExportFiles, json, memoryFiles, mend, putJson } from "./memory-files.ts";
import { PIPELINES } from "./sample-export.ts";

const SEED = { "usr/lib/libc.a": LIBC_A, "usr/lib/crt1.o": CRT1_O, "usr/bin/bash": BASH };

/** A deck whose seed has a libc, its start object and a shell; `app` is what `contentOf` makes of it, everything else is innocent. */
async function deckWith(contentOf: (request: BuildRequest) => string | Uint8Array): Promise<Deck> {
  const deck = await climber({
    contentOf: (request, { name }) =>
      request.recipe.stage === "final" && name === "app" ? contentOf(request) : `made of ${name}'s definition`,
  });
  const entries = Object.entries(SEED).map(([path, bytes]): ApkEntry => {
    return { path, type: "file", mode: 0o755, size: bytes.length, content: () => [bytes] };
  });
  const gcc = await assembleApk({ name: "gcc" }, await collect(packData(entries, 0)), testKey("seed.rsa.pub").signer);
  deck.seeds.inner.packages.splice(0, 1, gcc);
  return deck;
}

async function exported(deck: Deck, runId: string): Promise<ExportFiles> {
  return read(deck, (await exportOfRun(deck, runId))!);
}

const verify = (files: ExportFiles, required?: Rung) =>
  verifyExport({ files: memoryFiles(files), pipelines: PIPELINES, ...(required && { required }) });

function failing({ claims }: Verification): string[] {
  return claims.filter(({ outcome }) => outcome.state === "fails").map(({ kind, about }) => `${kind} ${about}`);
}

/** What does not hold, of which package: `app clean fails`. */
function open(verdict: Verdict | undefined): string[] {
  return verdict!.packages.flatMap(({ name, findings }) =>
    RUNGS.filter((rung) => findings[rung].state !== "holds").map((rung) => `${name} ${rung} ${findings[rung].state}`),
  );
}

test("what nobody has tampered with stands on the last rung, here and there", async () => {
  const deck = await deckWith(() => "made of app's definition");
  const { id, verdict } = await climbed(deck);
  expect(open(verdict)).toEqual([]);
  const verified = await verify(await exported(deck, id), "seed-independent");
  expect([failing(verified), open(verified.verdict), verified.holds]).toEqual([[], [], true]);
});

/** The linker has filled in where `main` is. */
const STARTED = linked(START, [
  [23, 27],
  [29, 33],
]);

describe("what the seed has in an output fails clean of that package, and only that", () => {
  test.each<[string, Uint8Array]>([
    ["a file of the seed, under another name", BASH],
    ["the seed's libc, linked in", madeProgram(joined(...MANY, linked(PRINTF, PRINTF_FILLED)))],
    ["the seed's start object, linked in", startingAt(madeProgram(STARTED), STARTED)],
    ["the seed's start object, as it is", CRT1_O],
  ])("%s", async (_what, bytes) => {
    const deck = await deckWith(() => bytes);
    const { id, verdict } = await climbed(deck);
    expect(open(verdict)).toEqual(["app clean fails"]);
    const files = await exported(deck, id);
    const verified = await verify(files, "clean");
    expect([failing(verified), open(verified.verdict), verified.holds]).toEqual([[], ["app clean fails"], false]);
    expect((await verify(files, "resolved")).holds).toBe(true);

    // Whoever says that it is clean all the same is found at that rung.
    const lie = json(files, "verdict.json");
    const app = lie.packages.find(({ name }: { name: string }) => name === "app");
    app.findings.clean = lie.packages[1].findings.clean;
    app.rung = "seed-independent";
    putJson(files, "verdict.json", lie);
    mend(files);
    expect(failing(await verify(files))).toEqual(["clean x86_64/app-1.0-r0"]);
  });
});

describe("what leaks into an output fails reproducible of that package, and no rung below or of others", () => {
  let built = 0;
  const both: readonly RebuildWith[] = ["recorded", "final"];
  test.each<[string, (request: BuildRequest) => string, readonly RebuildWith[]]>([
    ["the order of a directory", ({ variation }) => (variation?.fileOrder === undefined ? "a b c" : "c b a"), both],
    ["the path of the workspace", ({ variation }) => variation?.buildPath ?? "/home/build", both],
    // Every build is another then, so one of the set by itself is, too; it is not asked for here.
    ["the time", () => `built at ${++built}`, ["recorded"]],
    ["a random number", () => `${Math.random()}`, ["recorded"]],
  ])("%s", async (_what, contentOf, settings) => {
    const deck = await deckWith(contentOf);
    const { id, verdict } = await climbed(deck, settings);
    const unasked = settings.includes("final")
      ? []
      : ["app", "cc", "sh"].map((name) => `${name} fixed-point not-checked`);
    expect(open(verdict).sort()).toEqual(["app reproducible fails", ...unasked].sort());
    const verified = await verify(await exported(deck, id), "reproducible");
    expect(open(verified.verdict).sort()).toEqual(open(verdict).sort());
    expect([failing(verified), verified.holds]).toEqual([[], false]);
  });

  test("the time, asked for all, fails what asks for the same bits of another build, and nothing else", async () => {
    const { verdict } = await climbed(await deckWith(() => `built at ${++built}`));
    expect(open(verdict)).toEqual(["app reproducible fails", "app fixed-point fails"]);
  });
});

describe("an artifact that was swapped in the store", () => {
  const ROLES = ["package", "attestation", "seed-lock", "sbom", "report", "blueprint-file"] as const;
  test.each(ROLES)(
    "of role %s is refused where it is read, and is the claim `files` where it was copied",
    async (role) => {
      const deck = await deckWith(() => "made of app's definition");
      const { id } = await climbed(deck);
      const files = await exported(deck, id);
      const { manifest } = (await exportOfRun(deck, id))!;
      const { path, digest } = manifest.files.find((file) => file.role === role)!;
      const other = manifest.files.find((file) => file.role === role && file.digest !== digest)!;
      deck.store.held.set(digest, deck.store.held.get(other.digest)!);
      await expect(deck.store.read(digest)).rejects.toMatchObject({ code: "artifact-corrupt" });
      files.set(path, deck.store.held.get(digest)!);
      expect(failing(await verify(files))).toEqual(["files export"]);
    },
  );
});

describe("a row of the database that was changed, and exported, is the claim that it is about", () => {
  const swapped = `sha256:${"0".repeat(64)}` as const;
  type Rows = Awaited<ReturnType<Deck["ledger"]["inputsOf"]>>;
  const inApp = (change: (build: Rows[number]) => Rows[number]) => (rows: Rows) =>
    rows.map((build) => (build.stage === "final" && build.name === "app" ? change(build) : build));
  test.each<[string, (rows: Rows) => Rows, string[]]>([
    [
      "what came out",
      inApp((build) => ({ ...build, outputs: build.outputs.map((each) => ({ ...each, contentDigest: swapped })) })),
      ["attestation x86_64/final/app-1.0-r0"],
    ],
    [
      "its file",
      inApp((build) => ({ ...build, outputs: build.outputs.map((each) => ({ ...each, fileDigest: swapped })) })),
      ["attestation x86_64/final/app-1.0-r0"],
    ],
    ["the key of a build", inApp((build) => ({ ...build, key: swapped })), ["attestation x86_64/final/app-1.0-r0"]],
  ])("%s", async (_what, change, claims) => {
    const deck = await deckWith(() => "made of app's definition");
    const { id } = await climbed(deck);
    const inner = deck.ledger.inputsOf.bind(deck.ledger);
    deck.ledger.inputsOf = async (runId, arch) =>
      runId === id ? change(await inner(runId, arch)) : inner(runId, arch);
    const verified = await verify(await exported(deck, id));
    expect(failing(verified)).toEqual(claims);
    expect(verified.holds).toBe(false);
  });

  test("evidence that is made to hold bears nothing out: the rung fails", async () => {
    const deck = await deckWith(({ variation }) => variation?.buildPath ?? "/home/build");
    const { id } = await climbed(deck);
    const inner = deck.ledger.evidence.bind(deck.ledger);
    deck.ledger.evidence = async (runId, arch) =>
      (await inner(runId, arch)).map((each) => ({ ...each, outcome: "holds", reasons: [] }));
    const files = await exported(deck, id);
    const lie = json(files, "verdict.json");
    const [app] = lie.packages;
    const { summary } = (await deck.ledger.evidence(id, "x86_64")).find(
      (each) => each.kind === "rebuild" && each.package === "app",
    )!;
    app.findings.reproducible = { state: "holds", evidence: summary };
    app.rung = "seed-independent";
    putJson(files, "verdict.json", lie);
    mend(files);
    expect(failing(await verify(files))).toEqual(["reproducible x86_64/app-1.0-r0"]);
  });
});
