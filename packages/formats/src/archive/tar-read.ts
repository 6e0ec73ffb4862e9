import { Fault, isFault } from "@ascent/core";
import { extract as createExtract, type Extract, type Header } from "tar-stream";
import type { Bytes } from "./bytes.ts";
import type { EntryType, TarEntry } from "./tar-entry.ts";

const TYPES: Readonly<Record<string, EntryType>> = {
  file: "file",
  "contiguous-file": "file",
  directory: "directory",
  symlink: "symlink",
  link: "hardlink",
  "character-device": "character",
  "block-device": "block",
  fifo: "fifo",
};

/**
 * Reads a tar archive (ustar, PAX, GNU long names) entry by entry, in the archive's order. Content that the consumer
 * leaves is skipped. Several archives on end read as one; blocks of zeros are passed over. An archive that stops
 * between two entries is accepted, because segments of an apk do so by design.
 * Throws Fault "archive-truncated" when it stops inside an entry, "archive-corrupt" when it is no tar or holds an entry
 * of a type that is not known.
 */
export async function* readTar(chunks: Bytes): AsyncGenerator<TarEntry> {
  const extract = createExtract();
  const entries = extract[Symbol.asyncIterator]();
  const feed = startFeed(chunks, extract);
  try {
    for (;;) {
      const { value, done } = await entries.next();
      if (done === true) break;
      // streamx's readables are iterable, though its types do not say so.
      const open = openContent(value as unknown as EntryStream, feed);
      yield toEntry(value.header, open.read());
      await open.finish();
    }
  } catch (error) {
    throw feed.explain(error);
  } finally {
    extract.destroy(null);
    await feed.done;
  }
}

interface Feed {
  /** When nothing more is taken from the source; never rejects. */
  readonly done: Promise<void>;
  /** What to throw for an error of the extractor: failures of the source itself are passed on as they are. */
  explain(error: unknown): unknown;
}

function startFeed(chunks: Bytes, extract: Extract): Feed {
  const failures: unknown[] = [];
  const done = feedAll(chunks, extract).catch((error: unknown) => {
    failures.push(error);
    extract.destroy(new Error("the source of the archive failed", { cause: error }));
  });
  return { done, explain: (error) => (failures.length > 0 ? failures[0] : tarFault(error)) };
}

async function feedAll(chunks: Bytes, extract: Extract): Promise<void> {
  for await (const chunk of chunks) {
    if (extract.destroyed) return;
    if (!extract.write(chunk)) await writable(extract);
  }
  extract.end(null);
}

/** Resolves when the extractor takes more, or never will. */
function writable(extract: Extract): Promise<void> {
  if (extract.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = (): void => {
      extract.off("drain", settle);
      extract.off("close", settle);
      resolve();
    };
    extract.on("drain", settle);
    extract.on("close", settle);
  });
}

/** tar-stream's stream of one entry's content. */
interface EntryStream extends AsyncIterable<Uint8Array> {
  readonly header: Header;
}

interface OpenContent {
  read(): AsyncGenerator<Uint8Array>;
  /** Skips what was not read. */
  finish(): Promise<void>;
}

/**
 * The entry's stream is never destroyed, whatever the consumer does with its iterator: tar-stream would take that as the
 * end of the whole archive.
 */
function openContent(entry: EntryStream, feed: Feed): OpenContent {
  const chunks = entry[Symbol.asyncIterator]();
  let passed = false;
  return {
    async *read() {
      for (;;) {
        if (passed) throw new Fault("archive-entry-passed", `"${entry.header.name}" was read after its turn`);
        const { value, done } = await chunks.next().catch((error: unknown) => Promise.reject(feed.explain(error)));
        if (done === true) return;
        yield value as Uint8Array;
      }
    },
    async finish() {
      passed = true;
      while ((await chunks.next()).done !== true);
    },
  };
}

function toEntry(header: Header, content: TarEntry["content"]): TarEntry {
  const type = TYPES[header.type ?? ""];
  if (type === undefined) throw new Fault("archive-corrupt", `"${header.name}" is of a type that tar does not define`);
  const mtime = Math.floor((header.mtime?.getTime() ?? Number.NaN) / 1000);
  const { mode = Number.NaN, size = Number.NaN } = header;
  if (![mtime, mode, size].every(Number.isSafeInteger)) {
    throw new Fault("archive-corrupt", `"${header.name}" has a mode, size or time that is no number`);
  }
  if (size > 0 && (type === "symlink" || type === "hardlink")) {
    // Readers disagree on whether such bytes are content or the next header.
    throw new Fault("archive-corrupt", `the link "${header.name}" claims to have content`);
  }
  return {
    path: header.name,
    type,
    mode,
    size,
    mtime,
    owner: ownerOf(header),
    pax: (header.pax ?? {}) as Readonly<Record<string, string>>,
    content,
    ...(header.linkname !== null && header.linkname !== undefined && { linkTarget: header.linkname }),
  };
}

function ownerOf({ uid = 0, gid = 0 }: Header): string {
  return `${uid}:${gid}`;
}

function tarFault(error: unknown): unknown {
  if (isFault(error) || !(error instanceof Error)) return error;
  if (error.message === "Unexpected end of data") {
    return new Fault("archive-truncated", "the tar archive ends inside an entry", { cause: error });
  }
  return new Fault("archive-corrupt", `the tar archive is damaged: ${error.message}`, { cause: error });
}
