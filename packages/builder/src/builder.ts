import { chmod, mkdir, stat } from "node:fs/promises";
import type { ArtifactStore, Builder, BuildOutcome, BuildRequest, BuildWatch, Log } from "@ascent/engine";
import type { PruneReport } from "./cache/prune.ts";
import { Scratch } from "./cache/scratch.ts";
import { Shelf } from "./cache/shelf.ts";
import { Cancelled, throwIfCancelled } from "./cancelled.ts";
import { makePackages } from "./packaging/package.ts";
import { failureOf } from "./pipeline/failures.ts";
import { LogTail } from "./pipeline/log-tail.ts";
import { type PipelineEnd, runPipeline } from "./pipeline/pipeline.ts";
import { prepareWorkspace, type Workspace } from "./pipeline/workspace.ts";
import { RootCache } from "./root/root-cache.ts";
import { checkSandbox } from "./sandbox/check.ts";
import { CpuShares } from "./sandbox/cpus.ts";
import type { RunAs, SandboxHost } from "./sandbox/launch.ts";
import { UnpackedCache } from "./unpack/unpacked-cache.ts";

/**
 * Goes into every build key. Raise the number whenever the same recipe in the same environment would come out with other
 * bits: packing, SBOM, generated dependencies, the sandbox's paths, user or environment variables.
 */
export const BUILDER_VERSION = "ascent-builder/1";

export interface BuilderOptions {
  readonly store: ArtifactStore;
  /** For caches and workspaces; made when missing. Roots hard-link into the cache, so all of it is one file system. */
  readonly directory: string;
  readonly log: Log;
  /** Whom sandboxes run as when the worker is root; user 65534 when absent. Not used by workers that are not root. */
  readonly runAs?: RunAs;
  /** Program name or path; `bwrap` when absent. */
  readonly bwrap?: string;
  /** What roots and unpacked packages may take before the least recently used go; 20 GiB when absent. */
  readonly cacheBytes?: number;
}

export interface SandboxBuilder extends Builder {
  /** Removes least recently used roots and unpacked packages; what running builds hold stays. */
  prune(maxBytes: number): Promise<PruneReport>;
}

const NOBODY: RunAs = { uid: 65534, gid: 65534 };
const CACHE_BYTES = 20 * 1024 ** 3;

/**
 * A builder that runs every step in a bubblewrap sandbox. Throws Faults "sandbox-missing", "sandbox-unavailable" and
 * "data-directory-unreachable" when this host cannot build.
 */
export async function createBuilder(options: BuilderOptions): Promise<SandboxBuilder> {
  const { directory, store } = options;
  await makeEnterable(directory);
  const host = hostOf(options);
  await checkSandbox(host, directory);
  const unpacked = new UnpackedCache(await Shelf.open(directory, "unpacked"), store);
  return new BubblewrapBuilder({
    ...options,
    host,
    cacheBytes: options.cacheBytes ?? CACHE_BYTES,
    roots: new RootCache({ shelf: await Shelf.open(directory, "roots"), unpacked, host }),
    scratch: await Scratch.open(directory, "workspaces"),
    cpus: new CpuShares(),
  });
}

/** Builds of a root worker run as another user, who must get here; a parent that shuts them out is for people to open. */
async function makeEnterable(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const { mode } = await stat(directory);
  if ((mode & 0o111) !== 0o111) await chmod(directory, (mode & 0o7777) | 0o111);
}

function hostOf({ bwrap = "bwrap", runAs = NOBODY }: BuilderOptions): SandboxHost {
  return process.getuid?.() === 0 ? { bwrap, runAs } : { bwrap };
}

interface Parts {
  readonly store: ArtifactStore;
  readonly log: Log;
  readonly host: SandboxHost;
  readonly roots: RootCache;
  readonly scratch: Scratch;
  readonly cpus: CpuShares;
  readonly cacheBytes: number;
}

class BubblewrapBuilder implements SandboxBuilder {
  readonly version = BUILDER_VERSION;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async build(request: BuildRequest, watch: BuildWatch): Promise<BuildOutcome> {
    const log = new LogTail(request.limits.logBytes);
    try {
      return await this.#build(request, watch, log);
    } catch (error) {
      if (error instanceof Cancelled) return { kind: "cancelled", steps: [] };
      const failure = failureOf(error, log);
      if (failure === undefined) throw error;
      return { kind: "failed", failure, steps: [] };
    }
  }

  prune(maxBytes: number): Promise<PruneReport> {
    return this.#parts.roots.prune(maxBytes);
  }

  async #build(request: BuildRequest, watch: BuildWatch, log: LogTail): Promise<BuildOutcome> {
    const { host, roots, scratch, store } = this.#parts;
    throwIfCancelled(watch.signal);
    const root = await roots.use(request.environment, {
      signal: watch.signal,
      onOutput: (bytes) => {
        log.add(bytes);
        watch.onLog(bytes);
      },
    });
    try {
      const parts = { scratch, store, ...(host.runAs === undefined ? {} : { runAs: host.runAs }) };
      const workspace = await prepareWorkspace(parts, request);
      try {
        return await this.#runIn({ root: root.path, workspace, log }, request, watch);
      } finally {
        await this.#clear(workspace);
      }
    } finally {
      await root.release();
      await this.#pruneQuietly();
    }
  }

  async #runIn(
    place: { readonly root: string; readonly workspace: Workspace; readonly log: LogTail },
    request: BuildRequest,
    watch: BuildWatch,
  ): Promise<BuildOutcome> {
    const end = await this.#runSteps(place, request, watch);
    if (end.kind !== "finished") return end;
    const { home, packaging } = place.workspace;
    const parts = { store: this.#parts.store, signer: request.signer, temporary: packaging };
    try {
      const outputs = await makePackages(parts, { recipe: request.recipe, home }, watch.signal);
      return { kind: "built", steps: end.steps, outputs };
    } catch (error) {
      if (error instanceof Cancelled) return { kind: "cancelled", steps: end.steps };
      const failure = failureOf(error, place.log);
      if (failure === undefined) throw error;
      return { kind: "failed", failure, steps: end.steps };
    }
  }

  async #runSteps(
    place: { readonly root: string; readonly workspace: Workspace; readonly log: LogTail },
    request: BuildRequest,
    watch: BuildWatch,
  ): Promise<PipelineEnd> {
    const cpus = this.#parts.cpus.acquire(request.parallelism);
    try {
      const { host } = this.#parts;
      return await runPipeline({ ...place, host, ...(cpus === undefined ? {} : { cpus }) }, request, watch);
    } finally {
      this.#parts.cpus.release(cpus);
    }
  }

  /** What cannot be cleared now is cleared when the next builder starts; the build's outcome stands. */
  async #clear(workspace: Workspace): Promise<void> {
    await workspace.remove().catch((err: unknown) => {
      this.#parts.log.warn({ err, path: workspace.box }, "workspace not removed");
    });
  }

  async #pruneQuietly(): Promise<void> {
    await this.prune(this.#parts.cacheBytes).catch((err: unknown) => {
      this.#parts.log.warn({ err }, "build caches not pruned");
    });
  }
}
