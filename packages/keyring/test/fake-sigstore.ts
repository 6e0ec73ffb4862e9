import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeSigstore {
  readonly url: string;
  /** Answers with this status from now on, with everything else as before; 0: as it should. */
  failWith: number;
  /** What Rekor was asked to witness. */
  readonly witnessed: { readonly envelope: unknown; readonly verifier: string }[];
  readonly requests: string[];
  stop(): Promise<void>;
}

const CA = generateKeyPairSync("ec", { namedCurve: "P-256" });

/**
 * The two requests that keyless signing makes, answered as Fulcio (`POST /api/v2/signingCert`) and Rekor v1
 * (`POST /api/v1/log/entries`) do. Fulcio refuses a request whose proof of possession does not hold, as the real one.
 */
export async function fakeSigstore(): Promise<FakeSigstore> {
  const server = createServer((request, response) => void answer(fake, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fake: FakeSigstore = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failWith: 0,
    witnessed: [],
    requests: [],
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return fake;
}

async function answer(fake: FakeSigstore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = "";
  for await (const chunk of request) text += chunk;
  fake.requests.push(request.url ?? "");
  const reply = (status: number, body: object) => {
    response.writeHead(status, { "content-type": "application/json", connection: "close" }).end(JSON.stringify(body));
  };
  if (fake.failWith !== 0) return reply(fake.failWith, { message: "as told" });
  if (request.url === "/api/v2/signingCert") return signingCert(JSON.parse(text), reply);
  if (request.url === "/api/v1/log/entries") return reply(201, logEntry(fake, text));
  reply(404, { message: "no such thing" });
}

function signingCert(asked: ReturnType<typeof JSON.parse>, reply: (status: number, body: object) => void): void {
  const { publicKey, proofOfPossession } = asked.publicKeyRequest;
  const [, claims = ""] = asked.credentials.oidcIdentityToken.split(".");
  const { sub } = JSON.parse(Buffer.from(claims, "base64url").toString());
  const key = createPublicKey(publicKey.content);
  const proven = verify("sha256", Buffer.from(sub), key, Buffer.from(proofOfPossession, "base64"));
  const spki = key.export({ type: "spki", format: "der" });
  if (proven) reply(200, { signedCertificateEmbeddedSct: { chain: { certificates: [certificate(spki, sub)] } } });
  else reply(400, { message: "The signature supplied in the request could not be verified" });
}

function logEntry(fake: FakeSigstore, text: string): object {
  const { spec, ...kind } = JSON.parse(text);
  const { envelope, verifiers } = spec.proposedContent;
  fake.witnessed.push({ envelope: JSON.parse(envelope), verifier: Buffer.from(verifiers[0], "base64").toString() });
  const body = Buffer.from(JSON.stringify({ ...kind, spec: {} })).toString("base64");
  const hash = createHash("sha256").update(body).digest("hex");
  const inclusionProof = { logIndex: 0, treeSize: 1, rootHash: hash, hashes: [], checkpoint: "a log\n1\n" };
  const verification = { signedEntryTimestamp: Buffer.from("set").toString("base64"), inclusionProof };
  return { [hash]: { body, integratedTime: 1_700_000_000, logID: "ab".repeat(32), logIndex: 0, verification } };
}

/* An X.509 certificate (RFC 5280) for that key, with the identity as a URI in its subjectAltName, in as few lines as it takes. */

function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function certificate(spki: Buffer, identity: string): string {
  const ecdsaSha256 = tlv(0x30, Buffer.from("06082a8648ce3d040302", "hex"));
  const name = tlv(0x30, tlv(0x31, tlv(0x30, Buffer.from("0603550403", "hex"), tlv(0x0c, Buffer.from("fake")))));
  const validity = tlv(0x30, tlv(0x17, Buffer.from("250101000000Z")), tlv(0x17, Buffer.from("350101000000Z")));
  const altName = tlv(0x04, tlv(0x30, tlv(0x86, Buffer.from(identity))));
  const extensions = tlv(0xa3, tlv(0x30, tlv(0x30, Buffer.from("0603551d11", "hex"), altName)));
  const version = Buffer.from("a003020102", "hex");
  const serial = Buffer.from("020101", "hex");
  const signed = tlv(0x30, version, serial, ecdsaSha256, name, validity, name, spki, extensions);
  const signature = tlv(0x03, Buffer.from([0]), sign("sha256", signed, CA.privateKey));
  const der = tlv(0x30, signed, ecdsaSha256, signature);
  return `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}
