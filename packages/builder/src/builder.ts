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
import { type Conditions, conditionsOf } from "./variation/conditions.ts";
import { otherPlace } from "./variation/other-file-system.ts";

/**
 * Goes into every build key. Raise the number whenever the same recipe in the same environment would come out with other
 * bits: packing, SBOM, generated dependencies, the sandbox's paths, user or environment variables.
 */
export const BUILDER_VERSION = "ascent-builder/2";

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
  readonly directory: string;
  readonly store: ArtifactStore;
  readonly log: Log;
  readonly host: SandboxHost;
  readonly roots: RootCache;
  readonly scratch: Scratch;
  readonly cpus: CpuShares;
  readonly cacheBytes: number;
}

/** Where and how one build runs. */
interface Place {
  /** Of the assembled root, on the host. */
  readonly root: string;
  readonly conditions: Conditions;
  readonly log: LogTail;
  /** As of `WorkspaceParts`. */
  readonly box?: string;
}

function tell({ log, watch }: { readonly log: LogTail; readonly watch: BuildWatch }, bytes: Uint8Array): void {
  log.add(bytes);
  watch.onLog(bytes);
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
    const { roots } = this.#parts;
    throwIfCancelled(watch.signal);
    const conditions = conditionsOf(request);
    const root = await roots.use(
      { environment: request.environment, shape: conditions },
      { signal: watch.signal, onOutput: (bytes) => tell({ log, watch }, bytes) },
    );
    try {
      const outcome = await this.#buildElsewhere({ root: root.path, conditions, log }, request, watch);
      return outcome ?? (await this.#buildIn({ root: root.path, conditions, log }, request, watch));
    } finally {
      await root.release();
      await this.#pruneQuietly();
    }
  }

  /**
   * With the workspace on another kind of file system, where order of files is to be another. There is less room there, so a
   * failure says nothing, nor does having no such place: undefined for both.
   */
  async #buildElsewhere(place: Place, request: BuildRequest, watch: BuildWatch): Promise<BuildOutcome | undefined> {
    const { variation } = request;
    if (variation?.fileOrder === undefined) return undefined;
    const elsewhere = await otherPlace(this.#parts.directory);
    if (elsewhere === undefined) return undefined;
    try {
      const diskBytes = Math.min(request.limits.diskBytes, elsewhere.bytes);
      const bounded = { ...request, limits: { ...request.limits, diskBytes } };
      const outcome = await this.#buildIn({ ...place, box: elsewhere.directory }, bounded, watch);
      if (outcome.kind === "built") return { ...outcome, variation };
      if (outcome.kind === "cancelled") return outcome;
      tell({ log: place.log, watch }, Buffer.from("--- once more, with the workspace on disk\n"));
      return undefined;
    } finally {
      await elsewhere.remove();
    }
  }

  async #buildIn(place: Place, request: BuildRequest, watch: BuildWatch): Promise<BuildOutcome> {
    const { host, scratch, store } = this.#parts;
    const { box, conditions } = place;
    const parts = { scratch, store, conditions, ...(host.runAs && { runAs: host.runAs }), ...(box && { box }) };
    const workspace = await prepareWorkspace(parts, request);
    try {
      const outcome = await this.#runIn({ ...place, workspace }, request, watch);
      const { fileOrder: _, ...variation } = request.variation ?? {};
      return outcome.kind === "built" && request.variation !== undefined ? { ...outcome, variation } : outcome;
    } finally {
      await this.#clear(workspace);
    }
  }

  async #runIn(
    place: Place & { readonly workspace: Workspace },
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
    place: Place & { readonly workspace: Workspace },
    request: BuildRequest,
    watch: BuildWatch,
  ): Promise<PipelineEnd> {
    const cpus = this.#parts.cpus.acquire(place.conditions.cpus);
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
