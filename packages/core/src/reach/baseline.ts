import { sortedBy } from "../text.ts";
import type { Reach, UnreachedDefinition } from "./reach.ts";

/** What a repository of definitions commits, so that a change which makes something unreachable is seen. */
export interface ReachBaseline {
  readonly arch: string;
  /** Names of definitions, in code-unit order. */
  readonly reached: readonly string[];
  readonly unreached: readonly string[];
}

/** A file that cannot be read as a definition, so that nobody knows what it would have made. */
export interface UnreadableDefinition {
  readonly file: string;
  readonly message: string;
}

export interface ReachChange {
  /** Reachable before, and no longer. The guard fails when there is one, or one of `broken`. */
  readonly lost: readonly UnreachedDefinition[];
  /** Reachable before, by a file that is named after them and that cannot be read any more. */
  readonly broken: readonly UnreadableDefinition[];
  /** Reachable before, not there any more. */
  readonly gone: readonly string[];
  /** Not reachable before, but now. */
  readonly gained: readonly string[];
  /** Not there before, and not reachable. */
  readonly unreachedNew: readonly UnreachedDefinition[];
}

/** The part of an answer that is worth comparing: it changes only when reachability does. */
export function reachBaseline(reach: Reach, arch: string): ReachBaseline {
  return {
    arch,
    reached: reach.reached.map(({ name }) => name).sort(),
    unreached: reach.unreached.map(({ name }) => name).sort(),
  };
}

/** What a change of the definitions did. All lists are sorted. */
export function compareWithBaseline(
  reach: Reach,
  baseline: ReachBaseline,
  unreadable: readonly UnreadableDefinition[] = [],
): ReachChange {
  const before = new Set(baseline.reached);
  const known = new Set([...baseline.reached, ...baseline.unreached]);
  const reached = new Set(reach.reached.map(({ name }) => name));
  const unreached = new Set(reach.unreached.map(({ name }) => name));
  const absent = new Set(baseline.reached.filter((name) => !reached.has(name) && !unreached.has(name)));
  const broken = unreadable.filter(({ file }) => absent.has(stemOf(file)));
  for (const { file } of broken) absent.delete(stemOf(file));
  return {
    lost: reach.unreached.filter(({ name }) => before.has(name)),
    broken: sortedBy(broken, ({ file }) => file),
    gone: [...absent].sort(),
    gained: [...reached].filter((name) => !before.has(name)).sort(),
    unreachedNew: reach.unreached.filter(({ name }) => !known.has(name)),
  };
}

/** `folder/zlib.yaml` → `zlib`. */
function stemOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.ya?ml$/, "");
}
