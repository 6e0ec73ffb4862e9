import type { SeedBody } from "./fingerprint.ts";
import { Verifier } from "./verify.ts";
import { rollHash, WINDOW, windowHash } from "./window.ts";

/** A body of the seed that stands in a file. */
export interface Hit {
  readonly body: SeedBody;
  /** Bytes from the beginning of the file. */
  readonly at: number;
}

export interface SearchOutcome {
  /** By place; each body once, where it is first met. */
  readonly hits: readonly Hit[];
  /** False: so much looks like the seed's without being it that the search was given up. */
  readonly isComplete: boolean;
}

/** One bit per hash in a small table tells nearly all places of a file apart from those worth looking at. */
const FILTER_BITS = 22;
/** Bytes that may be compared for every byte of a file; honest files need less than one. */
const MOST_EFFORT = 32;
const LEAST_EFFORT = 64 * 1024 * 1024;

/** Finds the bodies of a seed in files, in one pass per file. Made once per fingerprint. */
export class CodeSearch {
  readonly #byHash = new Map<number, SeedBody[]>();
  readonly #filter = new Uint32Array(2 ** (FILTER_BITS - 5));
  readonly #counts = new Map<string, number>();

  constructor(bodies: readonly SeedBody[]) {
    for (const body of bodies) {
      this.#counts.set(objectOf(body), (this.#counts.get(objectOf(body)) ?? 0) + 1);
      const known = this.#byHash.get(body.windowHash);
      if (known === undefined) this.#byHash.set(body.windowHash, [body]);
      else known.push(body);
      const bit = bitOf(body.windowHash);
      this.#filter[bit >>> 5] = (this.#filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  /** How many bodies of that kind the object has that the hit is from. */
  bodiesOf(hit: Hit | undefined): number | undefined {
    return hit === undefined ? undefined : this.#counts.get(objectOf(hit.body));
  }

  find(bytes: Uint8Array): SearchOutcome {
    const found = new Map<SeedBody, number>();
    const verifier = new Verifier();
    const budget = Math.max(LEAST_EFFORT, bytes.length * MOST_EFFORT);
    for (const at of this.#candidates(bytes)) {
      for (const body of this.#byHash.get(windowHash(bytes, at)) ?? []) {
        const start = at - body.windowAt;
        if (!found.has(body) && verifier.isAt(body, bytes, start)) found.set(body, start);
      }
      if (verifier.spent > budget) return { hits: hitsOf(found), isComplete: false };
    }
    return { hits: hitsOf(found), isComplete: true };
  }

  /** Places whose window may be one of the seed's. */
  *#candidates(bytes: Uint8Array): Generator<number> {
    const filter = this.#filter;
    const last = bytes.length - WINDOW;
    if (last < 0) return;
    let hash = windowHash(bytes, 0);
    for (let at = 0; ; at++) {
      const bit = bitOf(hash);
      if (((filter[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0 && this.#byHash.has(hash)) yield at;
      if (at === last) return;
      hash = rollHash(hash, bytes[at] ?? 0, bytes[at + WINDOW] ?? 0);
    }
  }
}

function objectOf({ place, holds }: SeedBody): string {
  return `${place} ${holds}`;
}

/** The upper bits of a product: the lower ones of the rolling hash depend on few bytes. */
function bitOf(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> (32 - FILTER_BITS);
}

function hitsOf(found: ReadonlyMap<SeedBody, number>): Hit[] {
  return [...found].map(([body, at]) => ({ body, at })).sort((a, b) => a.at - b.at);
}
