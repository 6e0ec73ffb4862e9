import { createVerify, generateKeyPairSync } from "node:crypto";
import type { Attester, StageKeys } from "@ascent/engine";
import { keyIdOf, verifyBundle } from "@ascent/formats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

export interface KeysUnderTest {
  readonly keys: StageKeys;
  /** By the builder's key that `keys` tells. */
  readonly attester: Attester;
  close(): Promise<void>;
}

const MESSAGE = new TextEncoder().encode("control segment");
const STATEMENT = new TextEncoder().encode('{"_type":"https://in-toto.io/Statement/v1","what":"größer"}');

/** The rules of the ports StageKeys and Attester (by a key of the builder's own), for every adapter and its fake. */
export function keysConformance(name: string, open: () => Promise<KeysUnderTest>): void {
  describe(`keys: ${name}`, () => {
    let subject: KeysUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());
    stageKeyRules(() => subject.keys);
    attesterRules(() => subject);
  });
}

function stageKeyRules(keys: () => StageKeys): void {
  test("what a stage signs verifies with its own public key, RSA over SHA-256, and with no other stage's", async () => {
    const signature = (await keys().signerFor("stage1")).sign(MESSAGE);
    const verifies = async (stage: string, message: Uint8Array) => {
      const { pem } = await keys().publicKeyOf(stage);
      return createVerify("RSA-SHA256").update(message).verify(pem, signature);
    };
    expect(await verifies("stage1", MESSAGE)).toBe(true);
    expect(await verifies("stage1", new TextEncoder().encode("another segment"))).toBe(false);
    expect(await verifies("stage2", MESSAGE)).toBe(false);
  });

  test("a stage keeps its key, under one file name that an apk client takes", async () => {
    const first = await keys().publicKeyOf("final");
    const signer = await keys().signerFor("final");
    expect(await keys().publicKeyOf("final")).toEqual(first);
    expect(first).toMatchObject({ stage: "final", keyName: signer.keyName });
    expect(first.keyName).toMatch(/^ascent-[0-9a-f]{8}-final\.rsa\.pub$/);
    expect((await keys().publicKeyOf("stage1")).keyName).not.toBe(first.keyName);
  });

  test("every key that signed is told with its public part alone, builders' first, then by stage", async () => {
    for (const stage of ["stage2", "final", "stage1"]) await keys().signerFor(stage);
    const told = await keys().publicKeys();
    const stages = told.filter(({ kind }) => kind === "stage");
    expect(told.map(({ kind }) => kind)).toEqual([...told.map(({ kind }) => kind)].sort());
    expect(stages.map(({ stage }) => stage)).toEqual(["final", "stage1", "stage2"]);
    for (const { stage, name, pem, state, id } of stages) {
      expect({ keyName: name, pem, stage }).toEqual(await keys().publicKeyOf(stage ?? ""));
      expect({ state, id }).toEqual({ state: "active", id: keyIdOf(pem) });
    }
    for (const { pem } of told) expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });
}

function attesterRules(subject: () => KeysUnderTest): void {
  const builders = async () => {
    const told = await subject().keys.publicKeys();
    return told.filter(({ kind }) => kind === "builder").map(({ pem }) => pem);
  };
  const stranger = () =>
    generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" }).toString();

  test("a statement comes back, byte for byte, from a bundle that the builder's key verifies, and no other", async () => {
    const bundle = await subject().attester.attest(STATEMENT);
    const verified = verifyBundle(bundle, { publicKeys: await builders() });
    if (!verified.ok) throw new Error(verified.reason);
    expect(Buffer.from(verified.statement)).toEqual(Buffer.from(STATEMENT));
    expect((await builders()).map(keyIdOf)).toContain(verified.keyId);
    expect(verifyBundle(bundle, { publicKeys: [stranger()] })).toMatchObject({ ok: false, code: "bundle-unknown-key" });
  });

  test("a statement that was changed in its bundle is refused", async () => {
    const bundle = JSON.parse(new TextDecoder().decode(await subject().attester.attest(STATEMENT)));
    bundle.dsseEnvelope.payload = Buffer.from("{}").toString("base64");
    const changed = new TextEncoder().encode(JSON.stringify(bundle));
    expect(verifyBundle(changed, { publicKeys: await builders() })).toMatchObject({
      ok: false,
      code: "bundle-bad-signature",
    });
  });

  test("statements that are signed at once are each in their own bundle", async () => {
    const statements = ["a", "b", "c"].map((what) => new TextEncoder().encode(JSON.stringify({ what })));
    const bundles = await Promise.all(statements.map((statement) => subject().attester.attest(statement)));
    const publicKeys = await builders();
    const found = bundles.map((bundle) => {
      const verified = verifyBundle(bundle, { publicKeys });
      return verified.ok ? new TextDecoder().decode(verified.statement) : verified.reason;
    });
    expect(found).toEqual(['{"what":"a"}', '{"what":"b"}', '{"what":"c"}']);
  });

  test("the builder is named by a URI", () => {
    expect(subject().attester.builderId).toMatch(/^urn:ascent:builder:[0-9a-f]{8}$/);
  });
}
