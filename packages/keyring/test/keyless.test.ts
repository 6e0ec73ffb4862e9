import { verify, X509Certificate } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IN_TOTO_PAYLOAD, verifyBundle } from "@ascent/formats";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createKeylessAttester } from "../src/index.ts";
import { type FakeSigstore, fakeSigstore } from "./fake-sigstore.ts";

let sigstore: FakeSigstore;
let directory: string;
let file: string;

beforeAll(async () => {
  sigstore = await fakeSigstore();
});
afterAll(() => sigstore.stop());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ascent-keyless-"));
  file = join(directory, "token");
  sigstore.failWith = 0;
  sigstore.requests.length = 0;
  sigstore.witnessed.length = 0;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

const statement = new TextEncoder().encode('{"_type":"https://in-toto.io/Statement/v1"}');
const identity = "https://ci.example.org/builder";

function token(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl`;
}

function attester(options: { readonly identityTokenFile?: string } = { identityTokenFile: file }) {
  return createKeylessAttester({
    installation: "1a2b3c4d",
    fulcioUrl: `${sigstore.url}/`,
    rekorUrl: sigstore.url,
    ...options,
  });
}

async function thrown(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "nothing",
    (error: unknown) => error,
  );
}

test("a statement is signed by a certified key that lives for one signature, and witnessed", async () => {
  await writeFile(file, `${token({ sub: identity })}\n`, { mode: 0o600 });
  const bundle = JSON.parse(new TextDecoder().decode(await attester().attest(statement)));
  expect(bundle.mediaType).toBe("application/vnd.dev.sigstore.bundle.v0.3+json");
  const certificate = new X509Certificate(Buffer.from(bundle.verificationMaterial.certificate.rawBytes, "base64"));
  expect(certificate.subjectAltName).toBe(`URI:${identity}`);
  const { payload, payloadType, signatures } = bundle.dsseEnvelope;
  expect(payloadType).toBe(IN_TOTO_PAYLOAD);
  const signed = Buffer.from(payload, "base64");
  expect(new Uint8Array(signed)).toEqual(statement);
  const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${signed.length} `), signed]);
  expect(verify("sha256", encoded, certificate.publicKey, Buffer.from(signatures[0].sig, "base64"))).toBe(true);
  expect(sigstore.requests).toEqual(["/api/v2/signingCert", "/api/v1/log/entries"]);
  expect(sigstore.witnessed).toEqual([
    { envelope: expect.objectContaining({ payload, payloadType }), verifier: certificate.toString() },
  ]);
  expect(bundle.verificationMaterial.tlogEntries).toMatchObject([{ kindVersion: { kind: "dsse" } }]);
});

test("what an identity signed is told from what a key did", async () => {
  await writeFile(file, token({ sub: identity }), { mode: 0o600 });
  const verified = verifyBundle(await attester().attest(statement), { publicKeys: [] });
  expect(verified).toMatchObject({ ok: false, code: "bundle-keyless" });
});

test("the CI's token is taken where no file is named", async () => {
  vi.stubEnv("SIGSTORE_ID_TOKEN", token({ sub: identity }));
  await attester({}).attest(statement);
  expect(sigstore.witnessed).toHaveLength(1);
});

test.each([
  ["no file", undefined],
  ["an empty file", ""],
  ["a text that is no token", "secret-but-no-token"],
  ["a token without subject", token({ name: "secret-but-no-token" })],
  ["an address that its issuer did not verify", token({ sub: "x", email: "secret-but-no-token@example.org" })],
])("%s: nothing is signed, and the message quotes nothing", async (_what, text) => {
  if (text !== undefined) await writeFile(file, text, { mode: 0o600 });
  const error = await thrown(attester().attest(statement));
  expect(error).toMatchObject({ code: "sigstore-identity", retryable: false });
  const all = JSON.stringify(error, Object.getOwnPropertyNames(error));
  expect(all).not.toContain("secret-but-no-token");
  if (text) expect(all).not.toContain(text);
  expect(sigstore.requests).toEqual([]);
});

test("a token that others can read is refused", async () => {
  await writeFile(file, token({ sub: identity }));
  await chmod(file, 0o644);
  expect(await thrown(attester().attest(statement))).toMatchObject({ code: "key-too-open" });
});

test("a refusal is final, trouble is worth another try", async () => {
  await writeFile(file, token({ sub: identity }), { mode: 0o600 });
  sigstore.failWith = 403;
  expect(await thrown(attester().attest(statement))).toMatchObject({ code: "sigstore-refused", retryable: false });
  expect(sigstore.requests).toHaveLength(1);
  sigstore.failWith = 503;
  const error = await thrown(attester().attest(statement));
  expect(error).toMatchObject({ code: "sigstore-unreachable", retryable: true });
  expect(sigstore.requests.length).toBeGreaterThan(2);
}, 30_000);

test("a service that is not there is worth another try", async () => {
  await writeFile(file, token({ sub: identity }), { mode: 0o600 });
  const nobody = { installation: "1a2b3c4d", fulcioUrl: "http://127.0.0.1:9", rekorUrl: "http://127.0.0.1:9" };
  const error = await thrown(createKeylessAttester({ ...nobody, identityTokenFile: file }).attest(statement));
  expect(error).toMatchObject({ code: "sigstore-unreachable", retryable: true });
}, 30_000);
