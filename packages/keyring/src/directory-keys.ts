import { createPublicKey, generateKeyPair, randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Fault } from "@ascent/core";
import type { PackageSigner, StageKeys } from "@ascent/engine";
import { createSigner } from "@ascent/formats";

const MODULUS_BITS = 3072;

export interface DirectoryKeysOptions {
  /** RSA modulus; 3072 bits unless told otherwise. */
  readonly modulusBits?: number;
}

interface StageKey {
  readonly keyName: string;
  readonly privatePem: string;
}

/**
 * Keys as files of one directory (0700): `<stage>.rsa` with mode 0600, and `installation`, eight hex digits that tell
 * this installation's keys from others'. Made on first use; several processes may ask at once and get the same key.
 * Throws Fault "key-too-open" when others could read a private key, "key-unreadable" when it is none.
 */
export async function createDirectoryKeys(directory: string, options: DirectoryKeysOptions = {}): Promise<StageKeys> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const installation = await oneOf(join(directory, "installation"), async () => randomBytes(4).toString("hex"));
  const held = new Map<string, Promise<StageKey>>();
  const keyOf = (stage: string): Promise<StageKey> => {
    const known = held.get(stage) ?? readOrMake({ directory, installation, stage, ...options });
    held.set(stage, known);
    known.catch(() => held.delete(stage));
    return known;
  };
  return {
    async signerFor(stage): Promise<PackageSigner> {
      const { keyName, privatePem } = await keyOf(stage);
      return createSigner(keyName, privatePem);
    },
    async publicKeyOf(stage) {
      const { keyName, privatePem } = await keyOf(stage);
      const pem = createPublicKey(privatePem).export({ type: "spki", format: "pem" }).toString();
      return { stage, keyName, pem };
    },
  };
}

interface KeyRequest extends DirectoryKeysOptions {
  readonly directory: string;
  readonly installation: string;
  readonly stage: string;
}

async function readOrMake(request: KeyRequest): Promise<StageKey> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(request.stage)) {
    throw new Fault("key-unreadable", `"${request.stage}" cannot name a key`);
  }
  const path = join(request.directory, `${request.stage}.rsa`);
  const privatePem = await oneOf(path, () => makePrivateKey(request.modulusBits ?? MODULUS_BITS));
  await refuseOpenKey(path);
  if (!privatePem.includes("PRIVATE KEY")) {
    throw new Fault("key-unreadable", `${path} holds no private key`, {
      wayOut:
        "Put the key back from a copy, or move the file away to get a new key: then every package is signed anew.",
    });
  }
  return { keyName: `ascent-${request.installation}-${request.stage}.rsa.pub`, privatePem };
}

async function makePrivateKey(modulusLength: number): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return privateKey;
}

/** The file's text, made first when there is none. Linking is exclusive: of several makers, one wins and all read that. */
async function oneOf(path: string, make: () => Promise<string>): Promise<string> {
  const there = await readIfThere(path);
  if (there !== undefined) return there;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
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

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Fault("key-unreadable", `${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

async function refuseOpenKey(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  throw new Fault("key-too-open", `${path} can be read by others (mode ${(mode & 0o777).toString(8)})`, {
    wayOut: `Run: chmod 600 ${path}; and think about whether the key is still a secret.`,
  });
}
