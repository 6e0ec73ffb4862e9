import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, Fault, hexOf } from "@ascent/core";
import type { KeyRecord, StageKeys } from "@ascent/engine";
import { createSigner, keyIdOf } from "@ascent/formats";
import { PRIVATE_MODE, readIfThere, readOrPut, refuseOpenKey, replace } from "./key-files.ts";
import { type KeyPurpose, KeyRecords, type RememberedKey, samePurpose, writtenAt } from "./key-records.ts";
import { makeBuilderKey, makeStageKey } from "./make-key.ts";

export interface DirectoryKeysOptions {
  /** RSA modulus; 3072 bits unless told otherwise. */
  readonly modulusBits?: number;
}

/** Signs with the builder's key without showing it. */
export interface BuilderSigner {
  readonly key: RememberedKey;
  /** ECDSA P-256 over SHA-256, in DER. */
  sign(bytes: Uint8Array): Buffer;
}

export interface KeyRotation {
  readonly retired: RememberedKey;
  readonly active: RememberedKey;
}

export interface DirectoryKeys extends StageKeys {
  /** Eight hex digits that tell this installation's keys from others'. */
  readonly installation: string;
  /** The builder's key, made when there is none. Throws as `signerFor`. */
  builderSigner(): Promise<BuilderSigner>;
  /**
   * Puts a new key in the place of the one that signs now. The old private part is gone then; its public part stays, so
   * that what it signed can be checked. Running workers sign with the new one from their next signature on.
   * Throws Fault "key-unknown" when there is no such key, and as `signerFor`.
   */
  rotate(purpose: KeyPurpose): Promise<KeyRotation>;
}

/**
 * Keys as files of one directory (0700): private parts with mode 0600 (`<stage>.rsa`, `builder.ecdsa`), what is public in
 * `public/<id>.json`, and `installation`. Made on first use; several processes may ask at once and get the same key.
 * Throws Fault "key-too-open" when others could read a private key, "key-unreadable" when it is none.
 */
export async function createDirectoryKeys(
  directory: string,
  options: DirectoryKeysOptions = {},
): Promise<DirectoryKeys> {
  await makePrivate(directory);
  const installation = await readOrPut(join(directory, "installation"), PRIVATE_MODE, async () =>
    randomBytes(4).toString("hex"),
  );
  return new Keys({ directory, installation, options });
}

async function makePrivate(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await chmod(directory, 0o700);
  } catch (cause) {
    throw new Fault("key-unreadable", `the keys in ${directory} cannot be had: ${(cause as Error).message}`, {
      wayOut: "Run this as the user that the service runs as, or set ASCENT_HOME to its data directory.",
      cause,
    });
  }
}

interface Place {
  readonly directory: string;
  readonly installation: string;
  readonly options: DirectoryKeysOptions;
}

interface ActiveKey {
  readonly privatePem: string;
  readonly record: RememberedKey;
}

class Keys implements DirectoryKeys {
  readonly installation: string;
  readonly #place: Place;
  readonly #records: KeyRecords;
  /** Making a key takes a while; who asks meanwhile waits for the same. Nothing is held longer: a key may be rotated. */
  readonly #asked = new Map<string, Promise<ActiveKey>>();

  constructor(place: Place) {
    this.installation = place.installation;
    this.#place = place;
    this.#records = new KeyRecords(join(place.directory, "public"));
  }

  async signerFor(stage: string) {
    const { privatePem, record } = await this.#active({ kind: "stage", stage });
    return createSigner(record.name, privatePem);
  }

  async publicKeyOf(stage: string) {
    const { record } = await this.#active({ kind: "stage", stage });
    return { stage, keyName: record.name, pem: record.pem };
  }

  async builderSigner(): Promise<BuilderSigner> {
    const { privatePem, record } = await this.#active({ kind: "builder" });
    const key = p256Key(privatePem, this.#path({ kind: "builder" }));
    return { key: record, sign: (bytes) => sign("sha256", bytes, key) };
  }

  async publicKeys(): Promise<readonly KeyRecord[]> {
    const active = new Set(await this.#activeIds());
    const records = await this.#records.all();
    return records.map((record) => ({ ...record, state: active.has(record.id) ? "active" : "retired" }));
  }

  async rotate(purpose: KeyPurpose): Promise<KeyRotation> {
    const path = this.#path(purpose);
    if ((await readIfThere(path)) === undefined) {
      throw new Fault("key-unknown", `there is no key yet that could be replaced (${path})`, {
        wayOut: "`ascent keys` lists them; a key is made when it is first needed.",
      });
    }
    const old = await this.#active(purpose);
    const text = await this.#make(purpose);
    // Remembered before it can sign. A rotation that ends here leaves a key that never signed anything.
    const active = await this.#remember(purpose, text, new Date());
    await replace({ path, mode: PRIVATE_MODE, text });
    return { active, retired: await this.#records.retire(old.record, new Date()) };
  }

  #path(purpose: KeyPurpose): string {
    const { directory } = this.#place;
    if (purpose.kind === "builder") return join(directory, "builder.ecdsa");
    if (/^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(purpose.stage)) return join(directory, `${purpose.stage}.rsa`);
    throw new Fault("key-unreadable", `"${purpose.stage}" cannot name a key`);
  }

  async #active(purpose: KeyPurpose): Promise<ActiveKey> {
    const path = this.#path(purpose);
    const asked = this.#asked.get(path) ?? this.#read(purpose, path).finally(() => this.#asked.delete(path));
    this.#asked.set(path, asked);
    return asked;
  }

  async #read(purpose: KeyPurpose, path: string): Promise<ActiveKey> {
    const privatePem = await readOrPut(path, PRIVATE_MODE, () => this.#make(purpose));
    await refuseOpenKey(path);
    const id = publicHalf(privatePem, path).id;
    const known = await this.#records.find(id);
    const record = known ?? (await this.#remember(purpose, privatePem, await writtenAt(path)));
    if (samePurpose(record, purpose)) return { privatePem, record };
    throw unusable(path, `holds the key that is known as ${record.name}: a signature would name the wrong stage`);
  }

  #make(purpose: KeyPurpose): Promise<string> {
    return purpose.kind === "builder" ? makeBuilderKey() : makeStageKey(this.#place.options.modulusBits);
  }

  /** The first key of a purpose has the plain name; one that comes after it must not be taken for it. */
  async #remember(purpose: KeyPurpose, privatePem: string, createdAt: Date): Promise<RememberedKey> {
    const { id, pem } = publicHalf(privatePem, this.#path(purpose));
    const earlier = (await this.#records.all()).filter((key) => samePurpose(key, purpose) && key.id !== id);
    const which = earlier.length === 0 ? this.installation : `${this.installation}.${hexOf(id).slice(0, 8)}`;
    const name =
      purpose.kind === "builder" ? `ascent-${which}-builder.pem` : `ascent-${which}-${purpose.stage}.rsa.pub`;
    return this.#records.add({ id, ...purpose, name, pem, createdAt });
  }

  async #activeIds(): Promise<Digest[]> {
    const files = (await readdir(this.#place.directory)).filter((file) => /\.(rsa|ecdsa)$/.test(file));
    const paths = files.map((file) => join(this.#place.directory, file));
    const texts = await Promise.all(paths.map(async (path) => ({ path, text: await readIfThere(path) })));
    return texts.flatMap(({ path, text }) => (text === undefined ? [] : [publicHalf(text, path).id]));
  }
}

interface PublicHalf {
  readonly id: Digest;
  readonly pem: string;
}

function publicHalf(privatePem: string, path: string): PublicHalf {
  const pem = createPublicKey(privateKey(privatePem, path)).export({ type: "spki", format: "pem" }).toString();
  return { id: keyIdOf(pem), pem };
}

/** The library's message may quote the text, so it is not passed on. */
function privateKey(privatePem: string, path: string): KeyObject {
  try {
    return createPrivateKey(privatePem);
  } catch {
    throw unusable(path, "holds no private key");
  }
}

function p256Key(privatePem: string, path: string): KeyObject {
  const key = privateKey(privatePem, path);
  if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  throw unusable(path, "holds no key of ECDSA P-256");
}

function unusable(path: string, why: string): Fault {
  return new Fault("key-unreadable", `${path} ${why}`, {
    wayOut:
      "Put the key back from a copy, or move the file away to get a new key: then all that follows is signed anew.",
  });
}
