import { createPublicKey, verify } from "node:crypto";
import { chmod, copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyIdOf, verifyBundle } from "@ascent/formats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDirectoryKeys, createKeyAttester } from "../src/index.ts";

let directory: string;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "ascent-keys-")), "keys");
});
afterEach(() => rm(join(directory, ".."), { recursive: true }));

const open = () => createDirectoryKeys(directory, { modulusBits: 2048 });
const stage2 = { kind: "stage", stage: "stage2" } as const;
const message = new TextEncoder().encode("control segment");

describe("what is remembered of keys", () => {
  test("every key by id, kind, stage and name, before it signs for the first time", async () => {
    const keys = await open();
    const builder = await keys.builderSigner();
    const { keyName } = await keys.signerFor("stage2");
    const known = await keys.publicKeys();
    expect(known.map(({ kind, stage, name, state }) => [kind, stage, name, state])).toEqual([
      ["builder", undefined, `ascent-${keys.installation}-builder.pem`, "active"],
      ["stage", "stage2", keyName, "active"],
    ]);
    for (const { id, pem } of known) expect(keyIdOf(pem)).toBe(id);
    expect(known[0]?.id).toBe(builder.key.id);
  });

  test("nothing of a private key", async () => {
    const keys = await open();
    await keys.signerFor("stage2");
    await keys.builderSigner();
    const files = await readdir(join(directory, "public"));
    expect(files).toHaveLength(2);
    for (const file of files) expect(await readFile(join(directory, "public", file), "utf8")).not.toContain("PRIVATE");
    expect(JSON.stringify(await keys.publicKeys())).not.toContain("PRIVATE");
    expect((await stat(join(directory, "builder.ecdsa"))).mode & 0o777).toBe(0o600);
  });

  test("a key that an older version made, under the name that it always had", async () => {
    const keys = await open();
    const before = await keys.publicKeyOf("stage2");
    await rm(join(directory, "public"), { recursive: true });
    expect(await (await open()).publicKeyOf("stage2")).toEqual(before);
    expect(await (await open()).publicKeys()).toMatchObject([{ name: before.keyName, state: "active" }]);
  });

  test("a record that passes off another key is refused", async () => {
    const keys = await open();
    await keys.signerFor("stage2");
    const other = await keys.publicKeyOf("stage1");
    const [file = ""] = (await readdir(join(directory, "public"))).filter(
      (name) => !name.startsWith(keyIdOf(other.pem).slice(7)),
    );
    const path = join(directory, "public", file);
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, "utf8")), pem: other.pem }));
    await expect(keys.publicKeys()).rejects.toMatchObject({ code: "key-unreadable" });
    await expect(keys.signerFor("stage2")).rejects.toMatchObject({ code: "key-unreadable" });
  });

  test("one stage's key does not sign for another that it was copied to", async () => {
    const keys = await open();
    await keys.signerFor("stage2");
    await copyFile(join(directory, "stage2.rsa"), join(directory, "final.rsa"));
    await expect(keys.signerFor("final")).rejects.toMatchObject({ code: "key-unreadable" });
  });
});

describe("rotation", () => {
  test("the next signature is by the new key, and the old one's still verify", async () => {
    const keys = await open();
    const old = await keys.signerFor("stage2");
    const signature = old.sign(message);
    const { retired, active } = await keys.rotate(stage2);
    const next = await keys.signerFor("stage2");
    expect(retired.name).toBe(old.keyName);
    expect(next.keyName).toBe(active.name);
    expect(next.keyName).not.toBe(old.keyName);
    expect(next.keyName).toMatch(/^ascent-[0-9a-f]{8}\.[0-9a-f]{8}-stage2\.rsa\.pub$/);
    expect(verify("sha256", message, active.pem, next.sign(message))).toBe(true);
    const known = (await keys.publicKeys()).find(({ name }) => name === old.keyName);
    expect(known).toMatchObject({ id: retired.id, state: "retired", retiredAt: expect.any(Date) });
    expect(verify("sha256", message, known?.pem ?? "", signature)).toBe(true);
  });

  test("a process that runs meanwhile goes on with the new key", async () => {
    const worker = await open();
    await worker.signerFor("stage2");
    const { active } = await (await open()).rotate(stage2);
    expect((await worker.signerFor("stage2")).keyName).toBe(active.name);
    expect((await worker.publicKeyOf("stage2")).pem).toBe(active.pem);
  });

  test("the old private part is gone, the new one is its owner's alone", async () => {
    const keys = await open();
    await keys.signerFor("stage2");
    const before = await readFile(join(directory, "stage2.rsa"), "utf8");
    await keys.rotate(stage2);
    const files = await readdir(directory, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), "utf8"));
    expect((await Promise.all(texts)).some((text) => text.includes(before.trim()))).toBe(false);
    expect((await stat(join(directory, "stage2.rsa"))).mode & 0o777).toBe(0o600);
  });

  test("two at once leave one active key, and none that is not remembered", async () => {
    const keys = await open();
    await keys.signerFor("stage2");
    const others = [await open(), await open()];
    await Promise.all(others.map((each) => each.rotate(stage2)));
    const known = await keys.publicKeys();
    expect(known).toHaveLength(3);
    expect(new Set(known.map(({ name }) => name)).size).toBe(3);
    expect(known.filter(({ state }) => state === "active")).toHaveLength(1);
  });

  test("what never had a key has none to replace", async () => {
    const keys = await open();
    await expect(keys.rotate(stage2)).rejects.toMatchObject({ code: "key-unknown" });
    await expect(keys.rotate({ kind: "stage", stage: "../x" })).rejects.toMatchObject({ code: "key-unreadable" });
    expect(await keys.publicKeys()).toEqual([]);
  });
});

describe("attestations by the builder's key", () => {
  const statement = new TextEncoder().encode('{"_type":"https://in-toto.io/Statement/v1"}');
  const pems = async () => (await (await open()).publicKeys()).map(({ pem }) => pem);

  test("verify with the public key that the bundle names, also after a rotation", async () => {
    const keys = await open();
    const attester = createKeyAttester(keys);
    const before = await attester.attest(statement);
    const { retired, active } = await keys.rotate({ kind: "builder" });
    const after = await attester.attest(statement);
    expect(verifyBundle(before, { publicKeys: await pems() })).toEqual({ ok: true, statement, keyId: retired.id });
    expect(verifyBundle(after, { publicKeys: await pems() })).toEqual({ ok: true, statement, keyId: active.id });
    expect(verifyBundle(before, { publicKeys: [active.pem] })).toMatchObject({ code: "bundle-unknown-key" });
    expect(attester.builderId).toBe(`urn:ascent:builder:${keys.installation}`);
  });

  test("are of ECDSA on P-256", async () => {
    const { key } = await (await open()).builderSigner();
    expect(createPublicKey(key.pem).asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
  });

  test("are refused while others could read the key, or when it is of another kind", async () => {
    const keys = await open();
    await keys.builderSigner();
    await chmod(join(directory, "builder.ecdsa"), 0o640);
    await expect(createKeyAttester(keys).attest(statement)).rejects.toMatchObject({ code: "key-too-open" });
    await keys.signerFor("stage2");
    await copyFile(join(directory, "stage2.rsa"), join(directory, "builder.ecdsa"));
    await chmod(join(directory, "builder.ecdsa"), 0o600);
    await expect(createKeyAttester(keys).attest(statement)).rejects.toMatchObject({ code: "key-unreadable" });
  });

  test("a file that is no key is refused without a word of what is in it", async () => {
    const keys = await open();
    await writeFile(join(directory, "builder.ecdsa"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n", { mode: 0o600 });
    const error = await createKeyAttester(keys)
      .attest(statement)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "key-unreadable" });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("c2VjcmV0");
  });
});
