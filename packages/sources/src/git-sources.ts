import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Digest, Fault, isFault, type SourceHint, type SourceRef } from "@ascent/core";
import type { ArtifactStore, FetchedSource, Log } from "@ascent/engine";
import { writeTar } from "@ascent/formats";
import { type Failure, localTrouble, reasonOf, sourceFault } from "./failures.ts";
import type { GitOptions } from "./git-command.ts";
import { exportOf } from "./git-export.ts";
import { fetchCommit } from "./git-repository.ts";
import type { HashIndex } from "./hash-index.ts";
import { hintsFor } from "./places.ts";
import { storedIntact } from "./stored.ts";

type GitRef = Extract<SourceRef, { kind: "git" }>;

interface Parts {
  readonly store: ArtifactStore;
  readonly directory: string;
  readonly index: HashIndex;
  readonly log: Log;
  readonly localRepositories?: boolean;
  readonly stallMs: number;
}

/** How a commit becomes an archive; part of the index's name, so that a change here makes archives anew. */
const EXPORT_VERSION = "git-v1";

/** Commits of git repositories, as deterministic tar archives. */
export class GitSources {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async fetch(ref: GitRef, hints: readonly SourceHint[], signal: AbortSignal): Promise<FetchedSource> {
    const { index, log, store } = this.#parts;
    if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref.commit)) {
      throw new Fault("source-malformed", `${JSON.stringify(ref.commit)} is no full git commit id`);
    }
    const name = `${ref.commit}${ref.submodules ? "-with-submodules" : ""}`;
    const known = await index.find(EXPORT_VERSION, name);
    if (known !== undefined && (await storedIntact(store, known))) return { ref, digest: known, from: "store" };
    const failures: Failure[] = [];
    for (const repository of places(ref, hints)) {
      const outcome = await this.#try(ref, repository, signal);
      if ("digest" in outcome) {
        await index.remember(EXPORT_VERSION, name, outcome.digest);
        return { ref, digest: outcome.digest, from: repository };
      }
      log.debug({ source: ref.repository, ...outcome }, "source not had from this place");
      failures.push(outcome);
    }
    throw sourceFault(ref.repository, `commit ${ref.commit}`, failures);
  }

  async #try(ref: GitRef, place: string, signal: AbortSignal): Promise<Failure | { readonly digest: Digest }> {
    const scratch = await mkdtemp(join(this.#parts.directory, "git-"));
    const { localRepositories = false, stallMs } = this.#parts;
    const options = { directory: join(scratch, "repository"), signal, localRepositories, stallMs };
    try {
      return await this.#export(ref, place, options);
    } catch (error) {
      signal.throwIfAborted();
      const trouble = localTrouble(error, this.#parts.directory);
      if (trouble !== undefined && !isHostile(trouble)) throw trouble;
      return { kind: "unreachable", place, why: reasonOf(error) };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #export(ref: GitRef, repository: string, options: GitOptions): Promise<Failure | { readonly digest: Digest }> {
    const refs = [...(ref.tag === undefined ? [] : [`refs/tags/${ref.tag}`]), `refs/heads/${ref.branch ?? "main"}`];
    const state = await fetchCommit(options, { repository, commit: ref.commit, refs });
    if (state.kind === "absent") return absent(repository, ref, state.actual);
    const tar = join(options.directory, "export.tar");
    const tree = await exportOf(options, { repository, commit: ref.commit, submodules: ref.submodules });
    await pipeline(writeTar(tree), createWriteStream(tar, { flags: "wx" }));
    const { digest } = await this.#parts.store.putFile(tar);
    return { digest };
  }
}

/** The mirrors of the hints, then the repository itself. */
function places(ref: GitRef, hints: readonly SourceHint[]): string[] {
  const mirrors = hintsFor([ref.repository, ref.commit], hints).flatMap((hint) => hint.mirrors);
  return [...new Set([...mirrors, ref.repository])];
}

/** Other bytes under the tag that was named is a mismatch; a commit that is just not there is not had. */
function absent(place: string, ref: GitRef, actual: string | undefined): Failure {
  if (ref.tag !== undefined && actual !== undefined) {
    return { kind: "mismatch", place, actual: `tag ${ref.tag} is commit ${actual}, and the expected one is gone` };
  }
  return { kind: "unreachable", place, why: `has no commit ${ref.commit}` };
}

/** A commit with paths that leave its folder is that place's trouble, not this machine's. */
function isHostile(trouble: unknown): boolean {
  return isFault(trouble) && trouble.code.startsWith("archive-");
}
