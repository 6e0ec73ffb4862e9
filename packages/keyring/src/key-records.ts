import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, Fault, hexOf, sortedBy } from "@ascent/core";
import type { KeyRecord } from "@ascent/engine";
import { digestText, keyIdOf } from "@ascent/formats";
import { z } from "zod";
import { PUBLIC_MODE, putNew, readIfThere, replace } from "./key-files.ts";

const Stored = z.strictObject({
  id: digestText,
  kind: z.enum(["stage", "builder"]),
  stage: z.string().min(1).exactOptional(),
  name: z.string().min(1),
  pem: z.string(),
  createdAt: z.iso.datetime(),
  retiredAt: z.iso.datetime().exactOptional(),
});

/** A record without its state: that follows from which private key is in place. */
export type RememberedKey = Omit<KeyRecord, "state">;

/** What a key is for; at any time one key of each purpose signs. */
export type KeyPurpose = { readonly kind: "stage"; readonly stage: string } | { readonly kind: "builder" };

export function samePurpose(key: RememberedKey, purpose: KeyPurpose): boolean {
  return key.kind === purpose.kind && key.stage === (purpose.kind === "stage" ? purpose.stage : undefined);
}

/** Public parts of all keys that ever were, one file each, named by id. Nothing is ever removed. */
export class KeyRecords {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The builder's first, then in code-unit order of stage; oldest first among equals. */
  async all(): Promise<RememberedKey[]> {
    const files = await readdir(this.#directory).catch(() => []);
    const records = await Promise.all(files.filter((file) => file.endsWith(".json")).map((file) => this.#read(file)));
    const order = ({ stage = "", createdAt, id }: RememberedKey) => `${stage}\n${createdAt.toISOString()}\n${id}`;
    return sortedBy(
      records.flatMap((record) => record ?? []),
      order,
    );
  }

  find(id: Digest): Promise<RememberedKey | undefined> {
    return this.#read(fileOf(id));
  }

  /** Remembers a key for good; what is remembered of it already stays. */
  async add(key: RememberedKey): Promise<RememberedKey> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await putNew({ path: join(this.#directory, fileOf(key.id)), mode: PUBLIC_MODE, text: textOf(key) });
    return (await this.find(key.id)) ?? key;
  }

  async retire(key: RememberedKey, retiredAt: Date): Promise<RememberedKey> {
    const retired = { ...key, retiredAt };
    await replace({ path: join(this.#directory, fileOf(key.id)), mode: PUBLIC_MODE, text: textOf(retired) });
    return retired;
  }

  async #read(file: string): Promise<RememberedKey | undefined> {
    const path = join(this.#directory, file);
    const text = await readIfThere(path);
    return text === undefined ? undefined : parseRecord(path, text);
  }
}

function fileOf(id: Digest): string {
  return `${hexOf(id)}.json`;
}

function textOf(key: RememberedKey): string {
  return `${JSON.stringify(key, undefined, 2)}\n`;
}

/** The id is computed anew: a record must not pass off one key as another. */
function parseRecord(path: string, text: string): RememberedKey {
  const parsed = Stored.safeParse(jsonOf(text));
  if (!parsed.success || keyIdOf(parsed.data.pem) !== parsed.data.id || !path.endsWith(fileOf(parsed.data.id))) {
    throw new Fault("key-unreadable", `${path} is not what was remembered of a key`, {
      wayOut: "Put the file back from a copy: without it, what the key signed cannot be checked any more.",
    });
  }
  const { createdAt, retiredAt, ...key } = parsed.data;
  const retired = retiredAt === undefined ? {} : { retiredAt: new Date(retiredAt) };
  return { ...key, createdAt: new Date(createdAt), ...retired };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** When a file was last written, for keys that are older than their record. */
export async function writtenAt(path: string): Promise<Date> {
  return (await stat(path)).mtime;
}
