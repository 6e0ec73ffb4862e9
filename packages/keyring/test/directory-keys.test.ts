import { createVerify } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDirectoryKeys } from "../src/index.ts";

let directory: string;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "ascent-keys-")), "keys");
});
afterEach(() => rm(join(directory, ".."), { recursive: true }));

const small = { modulusBits: 2048 };

test("what a stage signs verifies with the stage's public key and with no other stage's", async () => {
  const keys = await createDirectoryKeys(directory, small);
  const message = new TextEncoder().encode("control segment");
  const signature = (await keys.signerFor("stage1")).sign(message);
  const verifies = async (stage: string) =>
    createVerify("RSA-SHA256")
      .update(message)
      .verify((await keys.publicKeyOf(stage)).pem, signature);
  expect(await verifies("stage1")).toBe(true);
  expect(await verifies("stage2")).toBe(false);
});

test("private keys are readable by their owner alone", async () => {
  const keys = await createDirectoryKeys(directory, small);
  await keys.signerFor("final");
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect((await stat(join(directory, "final.rsa"))).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toEqual(["final.rsa", "installation", "public"]);
});

test("a key outlives the process, and its name tells installation and stage", async () => {
  const first = await (await createDirectoryKeys(directory, small)).publicKeyOf("stage2");
  const second = await (await createDirectoryKeys(directory, small)).publicKeyOf("stage2");
  expect(second).toEqual(first);
  expect(first.keyName).toMatch(/^ascent-[0-9a-f]{8}-stage2\.rsa\.pub$/);
});

test("several processes that ask at once get the same key", async () => {
  const rings = await Promise.all([1, 2, 3].map(() => createDirectoryKeys(directory, small)));
  const public_ = await Promise.all(rings.map((keys) => keys.publicKeyOf("stage1")));
  expect(new Set(public_.map((key) => key.pem)).size).toBe(1);
});

test("a key that others can read is refused with the way out", async () => {
  await (await createDirectoryKeys(directory, small)).signerFor("stage1");
  await chmod(join(directory, "stage1.rsa"), 0o644);
  const keys = await createDirectoryKeys(directory, small);
  await expect(keys.signerFor("stage1")).rejects.toMatchObject({ code: "key-too-open" });
});

test("a file that is no key is refused and left alone", async () => {
  const keys = await createDirectoryKeys(directory, small);
  await writeFile(join(directory, "stage1.rsa"), "not a key", { mode: 0o600 });
  await expect(keys.signerFor("stage1")).rejects.toMatchObject({ code: "key-unreadable" });
  expect(await readFile(join(directory, "stage1.rsa"), "utf8")).toBe("not a key");
});

test("a stage name cannot lead out of the directory", async () => {
  const keys = await createDirectoryKeys(directory, small);
  await expect(keys.signerFor("../../etc/x")).rejects.toMatchObject({ code: "key-unreadable" });
});
