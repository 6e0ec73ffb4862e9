import type { Digest, Verdict } from "@ascent/core";
import { parseFingerprint, parseProvenance, parseResidueScan, parseScanStatement, verifyBundle } from "@ascent/formats";
import { type Deck, type DeckOptions, flightDeck, sampleBlueprint, testApk, testKey } from "@ascent/testkit";
import { describe, expect, test } from "vitest";

const { signer } = testKey("seed.rsa.pub");

/** A deck whose seed has a program that no package of the run has; `planted` says which of these are scripts for it. */
async function deckWith(planted: readonly string[], options: DeckOptions = {}): Promise<Deck> {
  const deck = await flightDeck({
    builder: {
      contentOf: ({ recipe }, { name }) =>
        planted.includes(`${recipe.stage}/${name}`) ? "#!/usr/bin/gcc\n" : `${recipe.stage} ${name}\n`,
    },
    ...options,
  });
  const gcc = await testApk(
    { name: "gcc", files: { "usr/bin/gcc": "only the seed has this program\n".repeat(9) } },
    signer,
  );
  deck.seeds.inner.packages.splice(0, 1, gcc);
  return deck;
}

async function flown(deck: Deck, request: Parameters<Deck["start"]>[0] = {}) {
  const { run } = await deck.start(request);
  const ended = await deck.fly(run.id);
  expect(ended.state).toBe("succeeded");
  return ended;
}

async function signedOn(deck: Deck, statement: Digest) {
  const verified = verifyBundle(await deck.store.read(statement), { publicKeys: [deck.attester.publicPem] });
  if (!verified.ok) throw new Error(verified.reason);
  return parseScanStatement(verified.statement);
}

const cleanOf = (verdict: Verdict | undefined) =>
  Object.fromEntries((verdict?.packages ?? []).map(({ name, findings }) => [name, findings.clean.state]));

describe("searching what was built for what the seed has", () => {
  test("nothing found lifts every final package to clean", async () => {
    const { verdict } = await flown(await deckWith([]));
    expect(verdict?.packages.map(({ rung }) => rung)).toEqual(["clean", "clean", "clean", "clean"]);
  });

  test("a script for the seed's interpreter fails the rung clean of its package, and only that", async () => {
    const { verdict } = await flown(await deckWith(["final/app"]));
    expect(cleanOf(verdict)).toEqual({ app: "fails", cc: "holds", lib: "holds", sh: "holds" });
    const app = verdict?.packages.find(({ name }) => name === "app");
    expect(app?.findings.clean).toMatchObject({ state: "fails", reasons: [expect.stringContaining("/usr/bin/gcc")] });
    expect(app?.rung).toBe("resolved");
  });

  test("what an earlier stage has of the seed is on record, and fails nothing", async () => {
    const deck = await deckWith(["stage1/libc"]);
    const run = await flown(deck);
    expect(new Set(Object.values(cleanOf(run.verdict)))).toEqual(new Set(["holds"]));
    const evidence = await deck.ledger.evidence(run.id, "x86_64");
    const scans = await Promise.all(
      evidence.map(async (each) => parseResidueScan(await deck.store.read(each.documents[0]!))),
    );
    expect(scans).toHaveLength(10);
    const found = scans.flatMap((scan) => scan.report.findings.map(({ kind }) => `${scan.package} ${kind}`));
    expect(found).toEqual(["libc shebang", "libc seed-path"]);
  });

  test("an exception of the blueprint, with its reason, lets a package pass and is told", async () => {
    const files = sampleBlueprint();
    const accepted = "{package: app, path: '**', kind: shebang, reason: people have looked at it}";
    const bootstrap = files["bootstrap.yaml"]?.replace(
      "policies: {require: resolved}",
      `policies: {require: resolved, residue: {exceptions: [${accepted}]}}`,
    );
    const deck = await deckWith(["final/app"], { blueprint: { ...files, "bootstrap.yaml": bootstrap ?? "" } });
    const { verdict } = await flown(deck);
    const clean = verdict?.packages.find(({ name }) => name === "app")?.findings.clean;
    expect(clean).toMatchObject({ state: "holds", evidence: expect.stringContaining("people have looked at it") });
  });

  test("every scan is named by the attestation of its package, and signed by itself", async () => {
    const deck = await deckWith([]);
    const run = await flown(deck);
    const evidence = await deck.ledger.evidence(run.id, "x86_64");
    for (const { outputs } of await deck.ledger.inputsOf(run.id, "x86_64")) {
      for (const output of outputs) {
        const bundle = await deck.store.read(output.attestation!);
        const verified = verifyBundle(bundle, { publicKeys: [deck.attester.publicPem] });
        if (!verified.ok) throw new Error(verified.reason);
        const about = evidence.filter(({ contentDigest }) => contentDigest === output.contentDigest);
        expect(about.map(({ kind }) => kind)).toEqual(["residue"]);
        const [report, statement] = about[0]!.documents;
        expect(parseProvenance(verified.statement).byproducts.reports).toEqual([report]);
        const scan = parseResidueScan(await deck.store.read(report!)).report;
        expect(await signedOn(deck, statement!)).toMatchObject({
          subject: { name: output.record.name, fileDigest: output.fileDigest, contentDigest: output.contentDigest },
          ...{ arch: "x86_64", seedLock: run.preparation[0]?.lockDigest },
          fingerprint: { digest: await deck.ledger.fingerprintOf(run.preparation[0]!.lockDigest!) },
          report: { digest: report, files: scan.files, bytes: scan.bytes, findings: scan.findings.length },
        });
        expect(await deck.ledger.artifact(statement!)).toMatchObject({ kind: "attestation" });
      }
    }
  });

  test("a seed that was locked before is not taken apart again, and a result from the cache not searched again", async () => {
    const deck = await deckWith(["final/app"]);
    const first = await flown(deck);
    const before = await deck.ledger.evidence(first.id, "x86_64");
    const second = await flown(deck);
    expect(await deck.ledger.evidence(second.id, "x86_64")).toEqual(before);
    expect(second.verdict).toEqual(first.verdict);
    const lock = second.preparation[0]?.lockDigest;
    const fingerprint = await deck.ledger.fingerprintOf(lock!);
    const { paths, places } = parseFingerprint(await deck.store.read(fingerprint!));
    expect(places[paths.get("usr/bin/gcc") ?? -1]).toMatchObject({ path: "usr/bin/gcc" });
  });

  test("with another seed a result from the cache is searched for that one too", async () => {
    const deck = await deckWith([]);
    const first = await flown(deck, { seeds: ["alpine"] });
    const other = { "usr/bin/make": "another seed's own program\n".repeat(9) };
    deck.seeds.inner.packages.splice(1, 1, await testApk({ name: "make", files: other }, signer));
    const second = await flown(deck, { seeds: ["debian"] });
    const locks = [first, second].map((run) => run.preparation[0]?.lockDigest);
    expect(new Set(locks).size).toBe(2);
    expect(new Set(Object.values(cleanOf(second.verdict)))).toEqual(new Set(["holds"]));
    const evidence = await deck.ledger.evidence(second.id, "x86_64");
    expect(new Set(evidence.map(({ seedLock }) => seedLock))).toEqual(new Set(locks));
    for (const { seedLock, contentDigest, documents } of evidence) {
      expect(await signedOn(deck, documents[1]!)).toMatchObject({ seedLock, subject: { contentDigest } });
    }
  });

  test("a scan that nobody signed, from before there were statements, is done again and signed", async () => {
    const deck = await deckWith([]);
    const first = await flown(deck);
    const signed = await deck.ledger.evidence(first.id, "x86_64");
    const inner = deck.ledger.evidenceOn.bind(deck.ledger);
    deck.ledger.evidenceOn = async (key) =>
      (await inner(key)).map((each) => ({ ...each, documents: each.documents.slice(0, 1) }));
    await flown(deck);
    deck.ledger.evidenceOn = inner;
    const evidence = await deck.ledger.evidence(first.id, "x86_64");
    expect(evidence).toHaveLength(2 * signed.length);
    expect(new Set(evidence.map(({ documents }) => documents[0])).size).toBe(signed.length);
  });
});
