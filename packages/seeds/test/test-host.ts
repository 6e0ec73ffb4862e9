import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AlpineSeed, DebianSeed } from "@ascent/core";
import type { SeedProgress, SeedRequest } from "@ascent/engine";
import { onTestFinished } from "vitest";

const place = { file: "bootstrap.yaml", line: 1, column: 1 };

export function alpine(more: Partial<AlpineSeed> = {}): AlpineSeed {
  const name = "alpine";
  return { type: "alpine", name, reason: "test", aliases: new Map(), place, repositories: [], keys: [], ...more };
}

export function debian(more: Partial<DebianSeed> = {}): DebianSeed {
  return { type: "debian", name: "debian", reason: "test", aliases: new Map(), place, suite: "host", ...more };
}

export function requestFor(more: Pick<SeedRequest, "seed" | "names"> & Partial<SeedRequest>): SeedRequest {
  return {
    arch: "x86_64",
    files: new Map(),
    onProgress: () => {},
    signal: new AbortController().signal,
    ...more,
  };
}

export async function scratchDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "ascent-seeds-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export type { SeedProgress };
