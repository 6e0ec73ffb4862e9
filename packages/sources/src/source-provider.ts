import { mkdir } from "node:fs/promises";
import type { SourceHint, SourceRef } from "@ascent/core";
import type { ArtifactStore, FetchedSource, Log, SourceProvider } from "@ascent/engine";
import { createDownloader } from "./download.ts";
import { FileSources } from "./file-sources.ts";
import { GitSources } from "./git-sources.ts";
import { hashIndex } from "./hash-index.ts";
import { remembered } from "./remembered.ts";

export interface SourceProviderOptions {
  readonly store: ArtifactStore;
  /** This adapter's own: temporary files and the index of hashes that are no SHA-256. Best on the store's file system. */
  readonly directory: string;
  /** Base URLs of Debian or Ubuntu archives; `hostAptMirrors`. Asked only when a hint needs it. */
  readonly aptMirrors: () => Promise<readonly string[]>;
  readonly log: Log;
  /** No connection within this time: milliseconds; 10 s when absent. */
  readonly connectMs?: number;
  /** No further byte within this time: milliseconds; 30 s when absent. */
  readonly timeoutMs?: number;
  /** Largest file: bytes; 4 GiB when absent. */
  readonly maxBytes?: number;
  /** Also take git repositories by path or file:// URL. */
  readonly localRepositories?: boolean;
}

/** Asking apt takes a second of processor time, and its configuration seldom changes. */
const MIRRORS_MS = 300_000;

/**
 * Brings sources into the store by hash; see the port for the order. Several calls for the same source share one fetch.
 * Throws Fault "source-unreachable", "source-hash-mismatch", "git-missing" or "disk-full", each with a way out.
 */
export async function createSourceProvider(options: SourceProviderOptions): Promise<SourceProvider> {
  await mkdir(options.directory, { recursive: true });
  const index = hashIndex(options.directory);
  const limits = {
    connectMs: options.connectMs ?? 10_000,
    stallMs: options.timeoutMs ?? 30_000,
    maxBytes: options.maxBytes ?? 4 * 1024 ** 3,
  };
  const aptMirrors = remembered(options.aptMirrors, MIRRORS_MS);
  const files = new FileSources({ ...options, aptMirrors, index, downloader: createDownloader(limits) });
  const repositories = new GitSources({ ...options, index, stallMs: limits.stallMs });
  const turns = new Map<string, Promise<unknown>>();
  return {
    fetch(ref, hints, signal) {
      const work = () => fetchOne({ files, repositories }, { ref, hints, signal });
      return inTurn(turns, keyOf(ref), work);
    },
  };
}

interface Sources {
  readonly files: FileSources;
  readonly repositories: GitSources;
}

interface Wanted {
  readonly ref: SourceRef;
  readonly hints: readonly SourceHint[];
  readonly signal: AbortSignal;
}

async function fetchOne({ files, repositories }: Sources, { ref, hints, signal }: Wanted): Promise<FetchedSource> {
  signal.throwIfAborted();
  return ref.kind === "fetch" ? files.fetch(ref, hints, signal) : repositories.fetch(ref, hints, signal);
}

function keyOf(ref: SourceRef): string {
  return ref.kind === "fetch" ? `${ref.algorithm}:${ref.expected}` : `git:${ref.commit}:${ref.submodules}`;
}

/** One after another for one key: whoever comes second finds the source in the store. */
async function inTurn<T>(turns: Map<string, Promise<unknown>>, key: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(key);
  const mine = (before ?? Promise.resolve()).then(work, work);
  const settled = mine.catch(() => undefined);
  turns.set(key, settled);
  try {
    return await mine;
  } finally {
    if (turns.get(key) === settled) turns.delete(key);
  }
}
