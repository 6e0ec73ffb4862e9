import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, gunzipSync, inflateRawSync } from "node:zlib";
import { Fault, isFault } from "@ascent/core";
import { Gzip } from "fflate";
import { type Bytes, concat, rechunk } from "./bytes.ts";

/** What the compressor is fed with at a time. A constant: it is part of what the compressed bits depend on. */
const BLOCK = 64 * 1024;

/**
 * Compresses to one gzip member whose bits depend on the input's bytes and the level alone: not on how the input is
 * chunked, the time, the host or Node's build of zlib (hence fflate, a pinned version). Levels are gzip's, 0 to 9.
 */
export async function* gzip(chunks: Bytes, level = 6): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const compressor = new Gzip({ level: levelOf(level), mem: 8, mtime: 0 }, (bytes) => {
    if (bytes.length > 0) ready.push(bytes);
  });
  for await (const block of rechunk(chunks, BLOCK)) {
    compressor.push(block);
    yield* ready.splice(0);
  }
  compressor.push(new Uint8Array(0), true);
  yield* ready.splice(0);
}

function levelOf(level: number): 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 {
  const known = ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const).find((each) => each === level);
  if (known === undefined) throw new RangeError(`gzip levels are 0 to 9, not ${level}`);
  return known;
}

function errorCode(error: unknown): string {
  return error instanceof Error ? String((error as { code?: unknown }).code ?? "") : "";
}

/** zlib's errors as ours; whatever else went wrong (the source failing) stays what it is. */
function gzipFault(error: unknown): unknown {
  const code = errorCode(error);
  if (isFault(error)) return error;
  if (code === "Z_BUF_ERROR") {
    return new Fault("archive-truncated", "the gzip stream ends before its end", { cause: error });
  }
  if (code.startsWith("Z_")) {
    return new Fault("archive-corrupt", `the gzip stream is damaged: ${(error as Error).message}`, { cause: error });
  }
  return error;
}

/**
 * Decompresses a gzip file of one or more members (RFC 1952), checking each member's CRC and size.
 * Throws Fault "archive-truncated" or "archive-corrupt" where the damage is met, after what came before it.
 */
export async function* gunzip(chunks: Bytes): AsyncGenerator<Uint8Array> {
  const decompressor = createGunzip();
  let fed = 0;
  const source = Readable.from(
    (async function* () {
      for await (const chunk of chunks) {
        fed += chunk.length;
        yield chunk;
      }
    })(),
    { objectMode: true },
  );
  const feeding = pipeline(source, decompressor).catch(() => undefined);
  try {
    for await (const chunk of decompressor) yield chunk as Uint8Array;
    await feeding;
  } catch (error) {
    throw gzipFault(error);
  }
  // Without any input zlib ends as if all were well.
  if (fed === 0) throw new Fault("archive-truncated", "the gzip stream is empty");
}

/** One gzip member at the beginning of `bytes`. */
export interface GzipMember {
  /** What it holds, decompressed and checked. */
  readonly content: Uint8Array;
  /** Its length in `bytes`, header and trailer included. */
  readonly length: number;
}

const TRAILER = 8;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/**
 * Decompresses the first gzip member of `bytes` and tells where it ends, which gzip itself does not say; apk's
 * signatures are over whole members. Undefined when `bytes` ends inside the member: ask again with more.
 * Throws Fault "archive-corrupt", also when the content is larger than `limit` bytes.
 */
export function firstMember(bytes: Uint8Array, limit: number): GzipMember | undefined {
  const header = headerLength(bytes);
  if (header === undefined) return undefined;
  const body = inflatedLength(bytes.subarray(header), limit);
  if (body === undefined || bytes.length < header + body + TRAILER) return undefined;
  const length = header + body + TRAILER;
  try {
    // Once more from the outside: zlib then checks the CRC and the size in the trailer.
    return { content: gunzipSync(bytes.subarray(0, length), { maxOutputLength: limit }), length };
  } catch (error) {
    throw gzipFault(error);
  }
}

/** Length of the deflate stream at the beginning of `bytes`, undefined where it is cut off. */
function inflatedLength(bytes: Uint8Array, limit: number): number | undefined {
  try {
    const inflated = inflateRawSync(bytes, { info: true, maxOutputLength: limit }) as unknown as {
      readonly engine: { readonly bytesWritten: number };
    };
    return inflated.engine.bytesWritten;
  } catch (error) {
    if (errorCode(error) === "Z_BUF_ERROR") return undefined;
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") {
      throw new Fault("archive-corrupt", `a gzip member holds more than ${limit} bytes`, { cause: error });
    }
    throw gzipFault(error);
  }
}

/** Length of a member's header (RFC 1952, 2.3), undefined where it is cut off. */
function headerLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 10) return undefined;
  const flags = bytes[3] ?? 0;
  const begins = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
  if (!begins || (flags & FLAG.reserved) !== 0) {
    throw new Fault("archive-corrupt", "there is no gzip member where one should begin");
  }
  const end = afterOptionalFields(bytes, flags);
  return end <= bytes.length ? end : undefined;
}

function afterOptionalFields(bytes: Uint8Array, flags: number): number {
  let at = 10;
  if (flags & FLAG.extra) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  if (flags & FLAG.name) at = afterZero(bytes, at);
  if (flags & FLAG.comment) at = afterZero(bytes, at);
  if (flags & FLAG.headerCrc) at += 2;
  return at;
}

function afterZero(bytes: Uint8Array, from: number): number {
  const zero = bytes.indexOf(0, from);
  return zero < 0 ? Number.POSITIVE_INFINITY : zero + 1;
}

/** A stream that can be looked into ahead. */
export interface Lookahead {
  /** At least `size` bytes from here, fewer only when the stream ends; they are not taken. */
  peek(size: number): Promise<Uint8Array>;
  /** Takes bytes that a peek has shown. */
  skip(size: number): void;
  /** All that is left. */
  rest(): AsyncGenerator<Uint8Array>;
  /** Lets go of a stream that is not read to its end. */
  close(): Promise<void>;
}

export function lookahead(chunks: AsyncIterable<Uint8Array>): Lookahead {
  const iterator = chunks[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  return {
    async peek(size) {
      const parts = [held];
      let length = held.length;
      while (length < size) {
        const next = await iterator.next();
        if (next.done === true) break;
        parts.push(next.value);
        length += next.value.length;
      }
      held = parts.length === 1 ? held : concat(parts);
      return held;
    },
    skip(size) {
      held = held.subarray(size);
    },
    async *rest() {
      const first = held;
      held = new Uint8Array(0);
      if (first.length > 0) yield first;
      yield* { [Symbol.asyncIterator]: () => iterator };
    },
    async close() {
      await iterator.return?.();
    },
  };
}
