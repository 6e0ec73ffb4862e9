import type { FileHandle } from "node:fs/promises";
import { Fault } from "@ascent/core";
import { collect } from "@ascent/formats";

/** Bytes that can be read more than once. */
export interface KeptContent {
  readonly size: number;
  content(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Keeps the contents of a package's files until it is written: many small ones in memory, whatever is large in a file. */
export interface Scratch {
  keep(content: AsyncIterable<Uint8Array>, size: number): Promise<KeptContent>;
}

/** A file up to this size may be held in memory … */
const SMALL = 1 << 18;
/** … as long as all that are do not come to more than this. Several packages are converted at once. */
const HELD = 16 << 20;
/** How much is read, or written, at once. */
const PIECE = 1 << 20;

/** Over an empty file that is open for reading and writing; closing it is the caller's. */
export function scratchIn(file: FileHandle): Scratch {
  let held = 0;
  let end = 0;
  return {
    async keep(content, size) {
      if (size <= SMALL && held + size <= HELD) {
        const bytes = await collect(content);
        held += bytes.length;
        return { size: bytes.length, content: () => [bytes] };
      }
      const start = end;
      end = await append(file, content, start);
      return { size: end - start, content: range(file, start, end) };
    },
  };
}

async function append(file: FileHandle, content: AsyncIterable<Uint8Array>, from: number): Promise<number> {
  let at = from;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const flush = async () => {
    const bytes = Buffer.concat(waiting, size);
    for (let written = 0; written < size; ) {
      written += (await file.write(bytes, written, size - written, at + written)).bytesWritten;
    }
    at += size;
    waiting = [];
    size = 0;
  };
  for await (const chunk of content) {
    waiting.push(chunk);
    size += chunk.length;
    if (size >= PIECE) await flush();
  }
  await flush();
  return at;
}

function range(file: FileHandle, start: number, end: number): () => AsyncIterable<Uint8Array> {
  return async function* () {
    for (let at = start; at < end; ) {
      const piece = Buffer.allocUnsafeSlow(Math.min(PIECE, end - at));
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      if (bytesRead === 0)
        throw new Fault("deb-corrupt", "a scratch file has become shorter than what was put into it");
      yield piece.subarray(0, bytesRead);
      at += bytesRead;
    }
  };
}
