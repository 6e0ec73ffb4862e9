import { sortedBy } from "@ascent/core";
import type { DirectoryNode, RootTree } from "./tree.ts";

/** All directories of a root as absolute paths, in code-unit order, the root itself left out. */
export function directoriesOf(tree: RootTree): string[] {
  return [...below(tree.root, "")];
}

function* below(node: DirectoryNode, path: string): Generator<string> {
  for (const [name, child] of sortedBy(node.children, ([name]) => name)) {
    if (child.kind !== "directory") continue;
    yield `${path}/${name}`;
    yield* below(child, `${path}/${name}`);
  }
}

/**
 * The directories that a package's triggers watch: in a fresh root every directory is new, so all that match count. Patterns
 * are those of fnmatch(3) with FNM_PATHNAME (apk-tools, apk_db_fire_triggers); a `+` in front changes nothing here.
 */
export function matchingDirectories(patterns: readonly string[], directories: readonly string[]): string[] {
  const matchers = patterns.map((pattern) => fnmatch(pattern.replace(/^\+/, "")));
  return directories.filter((directory) => matchers.some((matcher) => matcher.test(directory)));
}

function fnmatch(pattern: string): RegExp {
  const parts = pattern.match(/\*|\?|\[!?\]?[^\]]*\]|[\s\S]/g) ?? [];
  return new RegExp(`^${parts.map(translated).join("")}$`);
}

function translated(part: string): string {
  if (part === "*") return "[^/]*";
  if (part === "?") return "[^/]";
  if (part.length === 1) return part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const negated = part[1] === "!";
  const members = part.slice(negated ? 2 : 1, -1).replace(/[\\\]^[]/g, "\\$&");
  return `(?!/)[${negated ? "^" : ""}${members}]`;
}
