import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@ascent/core";
import type { SecretBox } from "@ascent/engine";
import { PRIVATE_MODE, readOrPut, refuseOpenKey } from "./key-files.ts";

const FILE = "secrets.key";
const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "s1.";

/**
 * Seals with AES-256-GCM under the key in `secrets.key` of the keys' directory (mode 0600, made on first use): what a database
 * or its backup holds is of no use without that file. A nonce is random; one key seals some hundred secrets, far from where
 * two could meet. Every call throws Fault "key-too-open" and "key-unreadable" about the file.
 */
export function createSecretBox(directory: string): SecretBox {
  return {
    random: (size) => randomBytes(size),
    async seal(secret, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, await readKey(directory), nonce).setAAD(Buffer.from(about));
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    async open(sealed, about) {
      const key = await readKey(directory);
      try {
        return unseal(sealed, { key, about });
      } catch (cause) {
        throw unreadable(about, cause);
      }
    },
  };
}

function unseal(sealed: string, { key, about }: { readonly key: Buffer; readonly about: string }): string {
  if (!sealed.startsWith(VERSION)) throw new Error("it is of another version");
  const bytes = Buffer.from(sealed.slice(VERSION.length), "base64url");
  const tagAt = NONCE_BYTES + TAG_BYTES;
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), options);
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(NONCE_BYTES, tagAt));
  return Buffer.concat([decipher.update(bytes.subarray(tagAt)), decipher.final()]).toString("utf8");
}

async function readKey(directory: string): Promise<Buffer> {
  const path = join(directory, FILE);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const text = await readOrPut(path, PRIVATE_MODE, async () => `${randomBytes(KEY_BYTES).toString("base64")}\n`);
  await refuseOpenKey(path);
  const key = Buffer.from(text.trim(), "base64");
  if (key.length === KEY_BYTES) return key;
  throw new Fault("key-unreadable", `${path} holds no key of ${KEY_BYTES} bytes`, {
    wayOut: "Put it back from a backup; without it, delete the file and rotate the secret of every webhook.",
  });
}

function unreadable(about: string, cause: unknown): Fault {
  return new Fault("secret-unreadable", `the secret of ${about} cannot be opened with this installation's key`, {
    wayOut: `Put back ${FILE} of the keys' directory, or rotate the secret: ascent webhooks rotate.`,
    cause,
  });
}
