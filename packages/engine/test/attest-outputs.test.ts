import { buildKey, type Digest, Fault, type Recipe } from "@ascent/core";
import { type Provenance, parseProvenance, sha256, verifyBundle } from "@ascent/formats";
import { type Deck, flightDeck } from "@ascent/testkit";
import { describe, expect, test } from "vitest";

/** What the bundle says, its signature checked with the deck's own public key. */
async function attested(deck: Deck, bundle: Digest): Promise<Provenance> {
  const verified = verifyBundle(await deck.store.read(bundle), { publicKeys: [deck.attester.publicPem] });
  if (!verified.ok) throw new Error(verified.reason);
  return parseProvenance(verified.statement);
}

async function flown(deck: Deck) {
  const { run } = await deck.start();
  return deck.fly(run.id);
}

async function details(deck: Deck, runId: string) {
  const builds = await deck.ledger.builds(runId);
  return Promise.all(builds.map(async ({ id }) => (await deck.ledger.build(id))!));
}

describe("what a build leaves", () => {
  test("every output of every stage is attested, and the attestation agrees with the record", async () => {
    const deck = await flightDeck();
    const run = await flown(deck);
    const builds = await details(deck, run.id);
    expect(builds).toHaveLength(10);
    const evidence = (await deck.ledger.evidence(run.id, "x86_64")).filter(({ kind }) => kind === "residue");
    for (const build of builds) {
      for (const output of build.outputs) {
        const provenance = await attested(deck, output.attestation!);
        const about = evidence.filter((each) => each.buildKey === build.key && each.package === output.record.name);
        const reports = about.flatMap(({ documents }) => documents.slice(0, 1));
        expect(provenance).toMatchObject({
          subject: { name: output.record.name, fileDigest: output.fileDigest, contentDigest: output.contentDigest },
          blueprint: { name: run.blueprint, digest: run.blueprintDigest },
          stage: build.stage,
          arch: build.arch,
          buildKey: build.key,
          environment: build.environment,
          builder: { id: deck.attester.builderId, version: deck.builder.version },
          invocation: { runId: run.id, buildId: build.id, attempt: 1 },
          byproducts: { sbom: output.sbom, log: build.logDigest, reports },
        });
        expect(await deck.ledger.artifact(output.attestation!)).toMatchObject({ kind: "attestation" });
      }
    }
  });

  test("the build key can be computed from the attestation alone, and the definition is in it", async () => {
    const deck = await flightDeck();
    const run = await flown(deck);
    const app = (await details(deck, run.id)).find(({ stage, name }) => stage === "final" && name === "app");
    const provenance = await attested(deck, app!.outputs[0]!.attestation!);
    const { recipe, environment, builder } = provenance;
    const key = buildKey({ recipe: recipe as Recipe, environment, builderVersion: builder.version }, sha256);
    expect(key).toBe(provenance.buildKey);
    expect(provenance.definition).toMatchObject({
      file: "final/app.yaml",
      digest: sha256(provenance.definition.text!),
    });
    expect(provenance.declaredInputs).toEqual(["stage2"]);
  });

  test("a result from the cache keeps the attestation of the build that made it", async () => {
    const deck = await flightDeck();
    const first = await flown(deck);
    const second = await flown(deck);
    const bundles = async (runId: string) =>
      (await details(deck, runId)).flatMap(({ outputs }) => outputs.map(({ attestation }) => attestation));
    expect(new Set(await bundles(second.id))).toEqual(new Set(await bundles(first.id)));
    const [again] = await details(deck, second.id);
    expect(again?.cached).toBe(true);
    expect((await attested(deck, again!.outputs[0]!.attestation!)).invocation.runId).toBe(first.id);
  });

  test("a result whose attestation is gone from the store is built again", async () => {
    const deck = await flightDeck();
    const first = await flown(deck);
    const before = (await details(deck, first.id)).find(({ stage, name }) => stage === "final" && name === "app")!;
    deck.store.held.delete(before.outputs[0]!.attestation!);
    const second = await flown(deck);
    const after = (await details(deck, second.id)).find(({ stage, name }) => stage === "final" && name === "app")!;
    expect(after.cached).toBe(false);
    expect((await attested(deck, after.outputs[0]!.attestation!)).invocation.runId).toBe(second.id);
  });

  test("a result of an installation that did not attest yet is used as it is: nobody signs what they did not see", async () => {
    const deck = await flightDeck();
    await flown(deck);
    const { findResult } = deck.ledger;
    deck.ledger.findResult = async (key) => {
      const outputs = await findResult(key);
      return outputs?.map(({ attestation: _none, ...output }) => output);
    };
    const second = await flown(deck);
    const builds = await details(deck, second.id);
    expect(builds.every(({ cached }) => cached)).toBe(true);
    expect(builds.flatMap(({ outputs }) => outputs).some(({ attestation }) => attestation !== undefined)).toBe(false);
  });
});

describe("when nothing can be signed", () => {
  test("a build fails rather than leave an output without attestation", async () => {
    const deck = await flightDeck();
    deck.attester.attest = async () => {
      throw new Fault("key-too-open", "builder.ecdsa can be read by others");
    };
    const run = await flown(deck);
    expect(run.state).toBe("failed");
    const failed = (await deck.ledger.builds(run.id)).filter(({ state }) => state === "failed");
    expect(failed.map(({ failure }) => failure?.code)).toContain("key-too-open");
  });

  test("a signing service that is away for a moment costs another try, not the run", async () => {
    const deck = await flightDeck();
    const { attest } = deck.attester;
    let calls = 0;
    deck.attester.attest = async (statement) => {
      calls += 1;
      if (calls === 1) throw new Fault("sigstore-unreachable", "no answer", { retryable: true });
      return attest(statement);
    };
    const run = await flown(deck);
    expect(run.state).toBe("succeeded");
    const builds = await details(deck, run.id);
    expect(builds.filter(({ attempts }) => attempts.length === 2)).toHaveLength(1);
    expect(builds.flatMap(({ outputs }) => outputs).every(({ attestation }) => attestation !== undefined)).toBe(true);
  });
});
