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
import {
  type ArchSurvey,
  type Blueprint,
  type KeptPlan,
  keepPlan,
  type LintContext,
  type PlanRequest,
  recallPlan,
  surveyArch,
  type Texts,
} from "@ascent/core";
import {
  collectFacts,
  type EncodedFacts,
  encodeFacts,
  factsGround,
  type KeptFacts,
  keptFacts,
  type Survey,
  type SurveyRequest,
  sha256,
} from "@ascent/formats";
import { isRacy, KnownFiles } from "./known-files.ts";
import { type PackedFacts, type PackedPlan, type PlanPack, readPack, writePack } from "./plan-pack.ts";

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
 * What an earlier look at the same definitions found out: files that have not changed are not read, definitions that have not
 * changed are not parsed, expanded and checked, and a plan is not made again while every definition asks and gives what it did.
 * It decides nothing: whatever is missing, broken, or of another version or user is found out again, and a cache that cannot
 * be written is none. Each look has one pack, replaced as a whole, so that two that write at once leave the one or the other.
 */
export class PlanCache {
  readonly files: KnownFiles;
  readonly #path: string;
  readonly #options: PlanCacheOptions;
  readonly #pack: PlanPack | undefined;
  #ground = "";
  /** Plans that were asked for: as they were recalled, or as they can be kept. */
  readonly #plans = new Map<string, PackedPlan>();
  #planned = 0;

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
      const pack = this.#usable();
      const facts = { get: (path: string) => keptOf(pack?.facts.get(path)) };
      return keptFacts(pack === undefined ? { facts } : { facts, pipelines: pack.pipelines }, { files, hash });
    };
  }

  /** Like `surveyArch`, once the blueprint was surveyed. */
  plan(request: PlanRequest): ArchSurvey {
    const key = JSON.stringify([request.seed, request.arch]);
    const packed = this.#usable()?.plans.get(key);
    const recalled = packed === undefined ? undefined : recallPlan(request, planOf(packed));
    if (packed !== undefined && recalled !== undefined) {
      this.#plans.set(key, packed);
      return recalled;
    }
    const survey = surveyArch(request);
    const plan = keepPlan(request, survey);
    if (plan !== undefined) {
      this.#plans.set(key, packedPlan(plan));
      this.#planned += 1;
    }
    return survey;
  }

  /** The pack, while all that facts depend on besides the definitions is what it was. */
  #usable(): PlanPack | undefined {
    return this.#pack?.ground === this.#ground ? this.#pack : undefined;
  }

  /** Keeps what is new. */
  save(survey: Survey, context: LintContext): void {
    const fresh = collectFacts(survey, context);
    const changed = fresh.size + this.files.read;
    if (changed + this.#planned === 0) return;
    if (changed <= FEW && this.#planned === 0 && this.#usable() !== undefined) return;
    const { now } = this.#options;
    const files = new Map([...this.files.seen].filter(([, file]) => !isRacy(file, now)));
    const facts = new Map<string, PackedFacts>();
    for (const path of [...survey.unreadable.keys(), ...survey.definitions.keys()]) {
      const digest = survey.files.get(path)?.digest;
      const found = fresh.get(path);
      const packed = found === undefined ? this.#pack?.facts.get(path) : packedFacts(encodeFacts(path, found));
      if (digest !== undefined && packed !== undefined) facts.set(path, { ...packed, digest });
    }
    const { pipelineDefects: pipelines } = survey;
    this.#write(writePack({ ground: this.#ground, pipelines, files, facts, plans: this.#plans }));
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

function keptOf(packed: PackedFacts | undefined): KeptFacts | undefined {
  if (packed === undefined) return undefined;
  const { digest, top, head, body } = packed;
  return { digest, top, head: () => textOf(head), body: () => textOf(body) };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function packedFacts({ top, head, body }: EncodedFacts): Omit<PackedFacts, "digest"> {
  return { top, head: Buffer.from(head), body: Buffer.from(body) };
}

function planOf({ head, outlines, drawings }: PackedPlan): KeptPlan {
  return { head: textOf(head), outlines: textsOf(outlines), drawings: textsOf(drawings) };
}

function textsOf(packed: readonly Uint8Array[]): Texts {
  return {
    at(index) {
      const bytes = packed[index];
      return bytes === undefined ? undefined : textOf(bytes);
    },
  };
}

function packedPlan({ head, outlines, drawings }: KeptPlan<string[]>): PackedPlan {
  const bytes = (text: string) => Buffer.from(text);
  return { head: bytes(head), outlines: outlines.map(bytes), drawings: drawings.map(bytes) };
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
