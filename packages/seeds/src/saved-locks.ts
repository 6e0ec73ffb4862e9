import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Arch, canonicalJson, isFault, type Seed } from "@ascent/core";
import type { SeedLock } from "@ascent/engine";
import { formatSeedLock, parseSeedLock } from "@ascent/formats";
import { readIfThere, writeWhole } from "./private-files.ts";

/** What one saved lock is for. */
export interface LockKey {
  readonly seed: Seed;
  readonly arch: Arch;
  readonly names: readonly string[];
}

/**
 * The name of a lock's file: seed and arch for people, then a digest over whatever changes what is resolved (the
 * definition without its place, reason and order of names) or how it becomes packages (`edition`).
 */
function fileNameOf(key: LockKey, edition: string): string {
  const { place: _place, reason: _reason, aliases, ...definition } = key.seed;
  const meaning = {
    definition: { ...definition, aliases: [...aliases].map(([name, targets]) => [name, targets]).sort() },
    arch: key.arch,
    names: [...new Set(key.names)].sort(),
    edition,
  };
  const digest = createHash("sha256").update(canonicalJson(meaning)).digest("hex").slice(0, 32);
  return `${key.seed.name}.${key.arch}.${digest}.json`;
}

/** Locks that this installation made, one file each below `<directory>/locks`. */
export interface SavedLocks {
  /** A file that is damaged, or of another version of Ascent, is as good as none: it is made anew. */
  read(key: LockKey): Promise<SeedLock | undefined>;
  write(key: LockKey, lock: SeedLock): Promise<void>;
  /** What is not there is no error. Packages stay: a new lock that comes to the same ones fetches nothing. */
  forget(key: LockKey): Promise<void>;
}

export function savedLocks(directory: string, edition: string): SavedLocks {
  const pathOf = (key: LockKey) => join(directory, "locks", fileNameOf(key, edition));
  return {
    async read(key) {
      const text = await readIfThere(pathOf(key));
      try {
        return text === undefined ? undefined : parseSeedLock(text, pathOf(key))[0];
      } catch (error) {
        if (isFault(error)) return undefined;
        throw error;
      }
    },
    write: (key, lock) => writeWhole(pathOf(key), formatSeedLock([lock])),
    forget: (key) => rm(pathOf(key), { force: true }),
  };
}
