import { randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Blueprint, LintContext } from "@ascent/core";
import {
  collectFacts,
  encodeFacts,
  factsGround,
  type KeptFacts,
  keptFacts,
  type Survey,
  type SurveyRequest,
  sha256,
} from "@ascent/formats";
import { isRacy, KnownFiles } from "./known-files.ts";
import { type PackedFacts, type PlanPack, readPack, writePack } from "./plan-pack.ts";

export interface PlanCacheOptions {
  /** Where packs are kept; made when needed. */
  readonly directory: string;
  /** What is looked at, and how: another look has another pack. */
  readonly look: unknown;
  /** What reads the definitions: another version has other packs. */
  readonly version: string;
  /** Milliseconds since 1970, from before any file is looked at. */
  readonly now: number;
}

/** Packs that are kept, and bytes of all together: what was not used for longest goes first. */
const MOST_PACKS = 16;
const MOST_BYTES = 512 * 2 ** 20;
/** So few definitions are read again sooner than the pack is written anew. */
const FEW = 16;

/**
 * What an earlier look at the same definitions found out: files that have not changed are not read, and definitions that have
 * not changed are not parsed, expanded and checked. It decides nothing: whatever is missing, broken, or of another version or
 * user is found out again, and a cache that cannot be written is none. Each look has one pack, replaced as a whole, so that two
 * that write at once leave the one or the other.
 */
export class PlanCache {
  readonly files: KnownFiles;
  readonly #path: string;
  readonly #options: PlanCacheOptions;
  readonly #pack: PlanPack | undefined;
  #ground = "";

  constructor(options: PlanCacheOptions) {
    const { directory, look, version } = options;
    this.#options = options;
    this.#path = join(directory, `${sha256(JSON.stringify([version, look])).slice(-32)}.plan`);
    this.#pack = packAt(this.#path);
    this.files = new KnownFiles(this.#pack?.files ?? new Map());
  }

  /** For `surveyBlueprint`. */
  known({ files, pipelines, hash }: Omit<SurveyRequest, "known">): NonNullable<SurveyRequest["known"]> {
    return (blueprint: Blueprint) => {
      this.#ground = factsGround({ blueprint, files, pipelines, hash });
      const facts = this.#pack?.ground === this.#ground ? this.#pack.facts : new Map<string, PackedFacts>();
      return keptFacts(new Map([...facts].map(([path, packed]) => [path, kept(packed)])), { files, hash });
    };
  }

  /** Keeps what is new. */
  save(survey: Survey, context: LintContext): void {
    const fresh = collectFacts(survey, context);
    const changed = fresh.size + this.files.read;
    if (changed === 0 || (changed <= FEW && this.#pack?.ground === this.#ground)) return;
    const { now } = this.#options;
    const files = new Map([...this.files.seen].filter(([, file]) => !isRacy(file, now)));
    const facts = new Map<string, PackedFacts>();
    for (const path of [...survey.unreadable.keys(), ...survey.definitions.keys()]) {
      const digest = survey.files.get(path)?.digest;
      const found = fresh.get(path);
      const packed = found === undefined ? this.#pack?.facts.get(path) : packedFacts(encodeFacts(found));
      if (digest !== undefined && packed !== undefined) facts.set(path, { ...packed, digest });
    }
    this.#write(writePack({ ground: this.#ground, files, facts }));
  }

  /** A full or read-only disk makes the next look slower, and is nobody's fault here. */
  #write(bytes: Uint8Array): void {
    const draft = `${this.#path}.${process.pid}.${randomBytes(4).toString("hex")}`;
    try {
      mkdirSync(this.#options.directory, { recursive: true, mode: 0o700 });
      writeFileSync(draft, bytes, { flag: "wx", mode: 0o600 });
      renameSync(draft, this.#path);
    } catch {
      remove(draft);
    }
    sweep(this.#options.directory);
  }
}

/** Undefined also for a pack that somebody else wrote: it could make a plan of anything. */
function packAt(path: string): PlanPack | undefined {
  try {
    const file = openSync(path, "r");
    try {
      return fstatSync(file).uid === process.getuid?.() ? readPack(readFileSync(file)) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function kept({ digest, head, body }: PackedFacts): KeptFacts {
  return { digest, head: () => textOf(head), body: () => textOf(body) };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function packedFacts({ head, body }: ReturnType<typeof encodeFacts>) {
  return { head: Buffer.from(head), body: Buffer.from(body) };
}

/** Also drafts that a killed process left. */
function sweep(directory: string): void {
  let bytes = 0;
  for (const [index, { path, size }] of newestFirst(directory).entries()) {
    bytes += size;
    if (index >= MOST_PACKS || bytes > MOST_BYTES) remove(path);
  }
}

function newestFirst(directory: string) {
  const found = namesIn(directory).flatMap((name) => {
    const path = join(directory, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ path, size: stats.size, time: stats.mtimeMs }];
  });
  return found.sort((a, b) => b.time - a.time);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Somebody else may have done it, or not allow it. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays, and is passed over.
  }
}
