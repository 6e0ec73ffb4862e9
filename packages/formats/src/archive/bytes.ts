import * as crypto from "node:crypto";
import { createHash, type Hash } from "node:crypto";
import type { Digest } from "@ascent/core";

/** Whatever can be read as a stream of bytes. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** All bytes of a stream in one piece. */
export async function collect(chunks: Bytes): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  for await (const chunk of chunks) held.push(chunk);
  return concat(held);
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** A stream of the given bytes, for functions that take streams. */
export async function* streamOf(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/** At once where Node can (20.12): half the time for what is as small as a definition. */
const hexDigest: (content: Uint8Array | string) => string =
  "hash" in crypto
    ? (content) => crypto.hash("sha256", content, "hex")
    : (content) => createHash("sha256").update(content).digest("hex");

/** SHA-256; text is hashed as UTF-8. Fits core's `Hash`. */
export function sha256(content: Uint8Array | string): Digest {
  return `sha256:${hexDigest(content)}`;
}

/** Hashes and counts what flows through `measure`; ask when it has flowed. */
export interface Meter {
  measure(chunks: Bytes): AsyncGenerator<Uint8Array>;
  /** Adds bytes that do not flow through. */
  add(bytes: Uint8Array): void;
  digest(): Digest;
  /** Bytes so far. */
  size(): number;
}

export function createMeter(): Meter {
  const hash: Hash = createHash("sha256");
  let size = 0;
  const add = (bytes: Uint8Array): void => {
    hash.update(bytes);
    size += bytes.length;
  };
  return {
    add,
    async *measure(chunks) {
      for await (const chunk of chunks) {
        add(chunk);
        yield chunk;
      }
    },
    // A copy is digested, so that asking twice is no error.
    digest: () => `sha256:${hash.copy().digest("hex")}`,
    size: () => size,
  };
}

/** SHA-256 and size of a stream, holding one chunk at a time. */
export async function hashChunks(chunks: Bytes): Promise<{ readonly digest: Digest; readonly size: number }> {
  const meter = createMeter();
  for await (const chunk of chunks) meter.add(chunk);
  return { digest: meter.digest(), size: meter.size() };
}

/** The same bytes in pieces of exactly `size`, but for the last. */
export async function* rechunk(chunks: Bytes, size: number): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      const part = chunk.subarray(at, at + size - filled);
      block.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < size) continue;
      yield block;
      block = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
