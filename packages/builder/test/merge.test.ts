import { isFault } from "@ascent/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergePackages } from "../src/root/merge.ts";
import { installOrder } from "../src/root/order.ts";
import { replacesPriority } from "../src/root/replaces.ts";
import type { DirectoryNode } from "../src/root/tree.ts";
import { matchingDirectories } from "../src/root/triggers.ts";
import type { UnpackedEntry, UnpackedMeta } from "../src/unpack/meta.ts";

function meta(name: string, entries: readonly UnpackedEntry[], depends: readonly string[] = []): UnpackedMeta {
  return {
    record: {
      ...{ name, version: "1-r0", arch: "x86_64", origin: name, description: "", url: "", license: "", checksum: "Q1" },
      ...{ size: 0, installedSize: 0, provides: [], installIf: [], replaces: [] },
      depends: depends.map((each) => ({ name: each, conflict: false })),
    },
    ...{ triggers: [], scripts: {}, entries: [...entries] },
  };
}

/** A tree as text: what a root would be, whoever is named as the owner. */
function listing(node: DirectoryNode, path = ""): string[] {
  return [...node.children].flatMap(([name, child]) => {
    const here = `${path}/${name}`;
    if (child.kind === "directory") return [`${here}/`, ...listing(child, here)];
    return [
      child.kind === "file" ? `${here}=${child.sha256}` : child.kind === "symlink" ? `${here}->${child.target}` : here,
    ];
  });
}

function merged(packages: readonly UnpackedMeta[]): string[] | string {
  try {
    return listing(mergePackages(packages, replacesPriority).root).sort();
  } catch (error) {
    if (isFault(error)) return error.code;
    throw error;
  }
}

const path = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const target = fc.constantFrom("a", "b", "/c", "../b", "../../../../../etc", "a/b", "nowhere", ".");
const entry: fc.Arbitrary<UnpackedEntry> = fc.oneof(
  path.map((each): UnpackedEntry => ({ kind: "directory", path: each, mode: 0o755 })),
  fc
    .tuple(path, fc.constantFrom("1", "2"))
    .map(([each, sha256]): UnpackedEntry => ({ kind: "file", path: each, mode: 0o644, size: 1, sha1: sha256, sha256 })),
  fc.tuple(path, target).map(([each, to]): UnpackedEntry => ({ kind: "symlink", path: each, target: to })),
);
const packages = fc
  .array(fc.uniqueArray(entry, { selector: ({ path: each }) => each, maxLength: 4 }), { minLength: 1, maxLength: 3 })
  .map((all) => all.map((entries, index) => meta(`p${index}`, entries)));

describe("mergePackages", () => {
  test("gives the same tree, or the same refusal, whatever the order of the packages", () => {
    fc.assert(
      fc.property(packages, (all) => {
        expect(merged([...all].reverse())).toEqual(merged(all));
      }),
      { numRuns: 1000 },
    );
  });

  test("every file is reached by its own path, links followed inside the tree, unless the packages are refused", () => {
    fc.assert(
      fc.property(packages, (all) => {
        if (typeof merged(all) === "string") return;
        const tree = mergePackages(all, replacesPriority);
        for (const { entries } of all)
          for (const each of entries)
            if (each.kind === "file") expect(tree.find(each.path)).toMatchObject({ kind: "file", sha256: each.sha256 });
      }),
      { numRuns: 500 },
    );
  });

  test("no link leads out of the tree, however many .. it has", () => {
    const tree = mergePackages(
      [
        meta("up", [{ kind: "symlink", path: "x", target: "../../../../usr" }]),
        meta("below", [{ kind: "file", path: "x/f", mode: 0o644, size: 1, sha1: "1", sha256: "1" }]),
      ],
      replacesPriority,
    );
    expect(tree.find("usr/f")).toMatchObject({ kind: "file" });
  });
});

describe("installOrder", () => {
  test("a package comes after what it depends on, and the order given changes nothing, also in a circle", () => {
    const a = meta("a", [], ["c"]);
    const b = meta("b", [], ["a"]);
    const c = meta("c", [], []);
    const d = meta("d", [], ["e"]);
    const e = meta("e", [], ["d"]);
    const order = installOrder([a, b, c, d, e]).map(({ record }) => record.name);
    expect(order).toEqual(["c", "a", "b", "e", "d"]);
    expect(installOrder([e, d, c, b, a]).map(({ record }) => record.name)).toEqual(order);
  });
});

describe("matchingDirectories", () => {
  const all = ["/usr", "/usr/lib", "/usr/lib/a", "/usr/lib/a/b", "/usr/lib/ab", "/usr/lib.x"];

  test.each([
    ["/usr/lib", ["/usr/lib"]],
    ["/usr/lib/*", ["/usr/lib/a", "/usr/lib/ab"]],
    ["+/usr/lib/a?", ["/usr/lib/ab"]],
    ["/usr/lib/[!x]", ["/usr/lib/a"]],
    ["/usr/lib/[a-c]/*", ["/usr/lib/a/b"]],
    ["/usr/*", ["/usr/lib", "/usr/lib.x"]],
    ["/usr/lib.x", ["/usr/lib.x"]],
    ["usr", []],
  ])("%s", (pattern, expected) => {
    expect(matchingDirectories([pattern], all)).toEqual(expected);
  });
});
