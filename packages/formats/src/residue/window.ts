import type { Body } from "./bodies.ts";

/*
 * A body is looked for by a window: some bytes of it that linking leaves alone, whose hash is compared at every place of
 * a file (Karp & Rabin 1987). Only where it is found the body is compared as a whole.
 */

/** Bytes of a window. Code between two relocations is seldom much longer. */
export const WINDOW = 12;

const FACTOR = 0x01000193;
/** FACTOR to the power of WINDOW: what the byte that leaves the window has been multiplied with. */
const LEAVING = (() => {
  let power = 1;
  for (let index = 0; index < WINDOW; index++) power = Math.imul(power, FACTOR);
  return power;
})();

/** Hash of the window that begins at a place, which must be whole: 32 bits. */
export function windowHash(bytes: Uint8Array, at: number): number {
  let hash = 0;
  for (let index = at; index < at + WINDOW; index++) hash = (Math.imul(hash, FACTOR) + (bytes[index] ?? 0) + 1) | 0;
  return hash;
}

/** The hash one byte further: `leaving` is the first byte of the window so far, `entering` the one behind it. */
export function rollHash(hash: number, leaving: number, entering: number): number {
  return (Math.imul(hash, FACTOR) + entering + 1 - Math.imul(leaving + 1, LEAVING)) | 0;
}

export interface WindowChoice {
  readonly hash: number;
  /** Bytes from the body's beginning. */
  readonly at: number;
}

/** How many different values a window must have: runs of zeros or of padding are everywhere. */
const LEAST_VALUES = 7;
/** A body is divided into so many parts, each of which proposes its most varied window. */
const PARTS = 4;

/** Up to four windows that a body could be looked for by, in the order of their places; none when none is varied. */
export function proposeWindows(body: Body): WindowChoice[] {
  const best: Varied[] = Array.from({ length: PARTS }, () => ({ at: 0, values: 0 }));
  const partSize = Math.ceil(body.bytes.length / PARTS);
  for (const run of runsOf(body)) {
    eachWindow(body.bytes, run, (at, values) => {
      const part = Math.floor(at / partSize);
      if (values > (best[part]?.values ?? WINDOW)) best[part] = { at, values };
    });
  }
  const chosen = best.filter(({ values }) => values >= LEAST_VALUES);
  return chosen.map(({ at }) => ({ at, hash: windowHash(body.bytes, at) }));
}

interface Varied {
  readonly at: number;
  /** How many different bytes it has. */
  readonly values: number;
}

interface Run {
  readonly at: number;
  readonly end: number;
}

/** What lies between masks and is long enough for a window. */
function runsOf({ bytes, masks }: Body): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const mask of [...masks, { at: bytes.length, size: 0 }]) {
    if (mask.at - at >= WINDOW) runs.push({ at, end: mask.at });
    at = mask.at + mask.size;
  }
  return runs;
}

/** Every window of a run, with how many different bytes it has. */
function eachWindow(bytes: Uint8Array, { at, end }: Run, see: (at: number, values: number) => void): void {
  const counts = new Uint16Array(256);
  let values = 0;
  const enter = (byte: number): void => {
    if (counts[byte] === 0) values++;
    counts[byte] = (counts[byte] ?? 0) + 1;
  };
  const leave = (byte: number): void => {
    counts[byte] = (counts[byte] ?? 0) - 1;
    if (counts[byte] === 0) values--;
  };
  for (let index = at; index < at + WINDOW; index++) enter(bytes[index] ?? 0);
  see(at, values);
  for (let index = at + WINDOW; index < end; index++) {
    enter(bytes[index] ?? 0);
    leave(bytes[index - WINDOW] ?? 0);
    see(index - WINDOW + 1, values);
  }
}
