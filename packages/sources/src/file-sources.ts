import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, Fault, type SourceHint } from "@ascent/core";
import type { ArtifactStore, FetchedSource, Log } from "@ascent/engine";
import type { Downloader } from "./download.ts";
import { type Failure, isHostDown, localTrouble, reasonOf, sourceFault } from "./failures.ts";
import type { HashIndex } from "./hash-index.ts";
import { downLast, type FileRef, hostOf, poolPlaces, upstreamPlaces } from "./places.ts";
import { storedIntact } from "./stored.ts";

interface Parts {
  readonly store: ArtifactStore;
  readonly directory: string;
  readonly index: HashIndex;
  readonly downloader: Downloader;
  readonly aptMirrors: () => Promise<readonly string[]>;
  readonly log: Log;
}

/** For how long a host that could not be talked to is asked last. Milliseconds. */
const DOWN_MS = 60_000;
const HEX_LENGTH = { sha256: 64, sha512: 128 } as const;

/** Files by hash, over HTTP(S). */
export class FileSources {
  readonly #parts: Parts;
  /** Host → when it was last found down. */
  readonly #down = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async fetch(ref: FileRef, hints: readonly SourceHint[], signal: AbortSignal): Promise<FetchedSource> {
    checkHash(ref);
    const stored = await this.#stored(ref);
    if (stored !== undefined) return { ref, digest: stored, from: "store" };
    const failures: Failure[] = [];
    for await (const place of this.#places(ref, hints, failures)) {
      const outcome = await this.#try(ref, place, signal);
      if ("digest" in outcome) return { ref, digest: outcome.digest, from: place };
      this.#parts.log.debug({ source: ref.uri, ...outcome }, "source not had from this place");
      failures.push(outcome);
    }
    throw sourceFault(ref.uri, `${ref.algorithm}:${ref.expected}`, failures);
  }

  /** The host's apt is only asked when everything else has failed. Hosts known to be down are tried after the pool. */
  async *#places(ref: FileRef, hints: readonly SourceHint[], failures: Failure[]): AsyncGenerator<string> {
    const places = upstreamPlaces(ref, hints);
    const late = places.filter((place) => this.#isDown(hostOf(place)));
    yield* places.filter((place) => !late.includes(place));
    yield* downLast([...(await this.#pool(ref, hints, failures)), ...late], (host) => this.#isDown(host));
  }

  async #pool(ref: FileRef, hints: readonly SourceHint[], failures: Failure[]): Promise<string[]> {
    if (poolPlaces(ref, hints, ["http://any"]).length === 0) return [];
    try {
      const mirrors = await this.#parts.aptMirrors();
      if (mirrors.length > 0) return poolPlaces(ref, hints, mirrors);
      failures.push(noPool("it names no Debian or Ubuntu archive"));
    } catch (error) {
      failures.push(noPool(reasonOf(error)));
    }
    return [];
  }

  async #stored(ref: FileRef): Promise<Digest | undefined> {
    const { index, store } = this.#parts;
    const digest: Digest | undefined =
      ref.algorithm === "sha256" ? `sha256:${ref.expected}` : await index.find("sha512", ref.expected);
    return digest !== undefined && (await storedIntact(store, digest)) ? digest : undefined;
  }

  async #try(ref: FileRef, place: string, signal: AbortSignal): Promise<Failure | { readonly digest: Digest }> {
    if (!/^https?:\/\//i.test(place) || !URL.canParse(place)) {
      return { kind: "unreachable", place, why: "only http:// and https:// URLs can be fetched" };
    }
    const scratch = await mkdtemp(join(this.#parts.directory, "fetch-"));
    try {
      return await this.#download(ref, { place, target: join(scratch, "file"), signal });
    } catch (error) {
      signal.throwIfAborted();
      const trouble = localTrouble(error, this.#parts.directory);
      if (trouble !== undefined) throw trouble;
      if (isHostDown(error)) this.#down.set(hostOf(place), performance.now());
      return { kind: "unreachable", place, why: reasonOf(error) };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #download(
    ref: FileRef,
    { place, target, signal }: { readonly place: string; readonly target: string; readonly signal: AbortSignal },
  ): Promise<Failure | { readonly digest: Digest }> {
    const { downloader, index, store } = this.#parts;
    const actual = await downloader.download({ url: place, algorithm: ref.algorithm, target, signal });
    if (actual !== ref.expected) return { kind: "mismatch", place, actual: `${ref.algorithm}:${actual}` };
    const { digest } = await store.putFile(target);
    if (ref.algorithm === "sha512") await index.remember("sha512", ref.expected, digest);
    return { digest };
  }

  #isDown(host: string): boolean {
    const since = this.#down.get(host);
    return since !== undefined && performance.now() - since < DOWN_MS;
  }
}

function noPool(why: string): Failure {
  return { kind: "unreachable", place: "the Debian pool of the host's apt configuration", why };
}

/** The hash becomes a file name. */
function checkHash(ref: FileRef): void {
  if (ref.expected.length === HEX_LENGTH[ref.algorithm] && /^[0-9a-f]+$/.test(ref.expected)) return;
  throw new Fault("source-malformed", `${JSON.stringify(ref.expected)} is no ${ref.algorithm} in lower-case hex`);
}
