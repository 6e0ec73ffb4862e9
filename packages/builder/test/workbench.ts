import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildOutcome, Log } from "@ascent/engine";
import { type MemoryStore, memoryStore, seedling } from "@ascent/testkit";
import { removeTree } from "../src/cache/remove-tree.ts";
import { type BuilderOptions, createBuilder, type SandboxBuilder } from "../src/index.ts";
import { otherPlace } from "../src/variation/other-file-system.ts";

export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface Workbench {
  readonly builder: SandboxBuilder;
  readonly store: MemoryStore;
  readonly directory: string;
  close(): Promise<void>;
}

/** A builder with directories of its own. */
export async function openWorkbench(more: Partial<BuilderOptions> = {}): Promise<Workbench> {
  const store = memoryStore();
  const directory = more.directory ?? (await mkdtemp(join(tmpdir(), "ascent-builder-")));
  const builder = await createBuilder({ store, log: quiet, ...more, directory });
  return {
    builder,
    store,
    directory,
    close: async () => {
      await removeTree(directory);
      await store.close();
    },
  };
}

/** Whether this host can list a directory in another order. */
export async function hasOtherPlace({ directory }: Workbench): Promise<boolean> {
  const place = await otherPlace(directory);
  await place?.remove();
  return place !== undefined;
}

export interface Ran {
  readonly outcome: BuildOutcome;
  readonly log: string;
}

/** Builds one package whose only step is `script`, in a root of the host's tools and `packages`. */
export async function runScript(
  bench: Workbench,
  script: string,
  more: {
    readonly packages?: readonly Uint8Array[];
    readonly request?: Parameters<typeof seedling.request>[2];
    readonly signal?: AbortSignal;
  } = {},
): Promise<Ran> {
  const apks = [await seedling.toolsApk(), ...(more.packages ?? [])];
  const environment = await Promise.all(apks.map((apk) => seedling.locked(bench.store, apk)));
  const watch = seedling.watch(more.signal);
  const recipe = seedling.recipe([seedling.output("subject", [seedling.step(script, "subject step")])]);
  const outcome = await bench.builder.build(seedling.request(recipe, environment, more.request), watch);
  return { outcome, log: watch.log() };
}
