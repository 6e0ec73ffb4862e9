import { generateKeyPair, randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PackageSigner } from "@ascent/engine";
import { createSigner } from "@ascent/formats";

const MODULUS_BITS = 2048;

/**
 * The key of this installation that signs what is converted from one seed: `<directory>/<seed>.rsa` (mode 0600, PKCS#8),
 * made on first use; of several processes that make it at once, one wins and all read that.
 */
export async function seedSigner(directory: string, seed: string): Promise<PackageSigner> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const installation = (
    await oneOf(join(directory, "installation"), async () => randomBytes(4).toString("hex"))
  ).trim();
  const pem = await oneOf(join(directory, `${seed}.rsa`), makeKey);
  return createSigner(`ascent-${installation}-seed-${seed}.rsa.pub`, pem);
}

async function makeKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: MODULUS_BITS,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return privateKey;
}

async function oneOf(path: string, make: () => Promise<string>): Promise<string> {
  const there = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  if (there !== undefined) return there;
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, await make(), { mode: 0o600, flag: "wx" });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(path, "utf8");
}
