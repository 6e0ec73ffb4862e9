import { isFault } from "@ascent/core";
import { createEntryGuard, type EntryType, type GuardedEntry, safePath } from "@ascent/formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const code = (expected: string) => expect.objectContaining({ code: expected });
const entry = (type: EntryType, path: string, linkTarget?: string): GuardedEntry => {
  return { type, path, ...(linkTarget !== undefined && { linkTarget }) };
};

/** Checks all but the last, which must pass, and answers a function that checks the last. */
function after(...before: GuardedEntry[]) {
  const guard = createEntryGuard();
  for (const each of before) guard.check(each);
  return (last: GuardedEntry) => guard.check(last);
}

describe("paths", () => {
  test.each([
    ["./a//b/", "a/b"],
    ["a", "a"],
    ["./", ""],
    [".", ""],
    ["a/./b", "a/b"],
    ["...", "..."],
    ["a/..b", "a/..b"],
  ])("%j is %j", (path, expected) => expect(safePath(path)).toBe(expected));

  test.each(["/etc/passwd", "//x", "..", "../x", "a/../b", "a/..", "./../x", "a\0b"])("%j is an escape", (path) => {
    expect(() => safePath(path)).toThrow(code("archive-escape"));
  });
});

describe("entries", () => {
  test("ordinary ones pass as they are", () => {
    const check = after(entry("directory", "./usr/"), entry("file", "./usr/a"));
    expect(check(entry("hardlink", "usr/b", "./usr/a"))).toEqual({
      path: "usr/b",
      realPath: "usr/b",
      type: "hardlink",
      linkTarget: "usr/a",
    });
  });

  test.each(["character", "block", "fifo"] as const)("a %s special file is refused", (type) => {
    expect(() => after()(entry(type, "dev/x"))).toThrow(code("archive-special-file"));
  });

  test.each([
    ["lib/libz.so", "libz.so.1"],
    ["lib/x", "../usr/lib/x"],
    ["bin/sh", "/bin/busybox"],
    ["etc/mtab", "/proc/mounts"],
    ["a/b/c", "../../d"],
    ["x", "."],
  ])("a link %s -> %s stays inside", (path, target) => {
    expect(after()(entry("symlink", path, target))).toMatchObject({ realPath: path, linkTarget: target });
  });

  test.each([
    ["x", ".."],
    ["x", "../etc"],
    ["a/x", "../../etc"],
    ["a/x", "b/../../../etc"],
    ["x", "/../etc"],
    ["x", "/usr/../../etc"],
  ])("a link %s -> %s escapes", (path, target) => {
    expect(() => after()(entry("symlink", path, target))).toThrow(code("archive-escape"));
  });

  test("a merged /usr is followed", () => {
    const check = after(entry("directory", "usr/lib"), entry("symlink", "lib", "usr/lib"));
    expect(check(entry("file", "lib/libc.so"))).toMatchObject({ path: "lib/libc.so", realPath: "usr/lib/libc.so" });
    expect(check(entry("directory", "lib/"))).toMatchObject({ realPath: "usr/lib" });
    expect(check(entry("symlink", "lib/x", "../../etc"))).toMatchObject({ realPath: "usr/lib/x" });
  });

  test("absolute links are followed from the root of the package", () => {
    const check = after(entry("symlink", "opt", "/usr/share/opt"));
    expect(check(entry("file", "opt/x"))).toMatchObject({ realPath: "usr/share/opt/x" });
  });

  test("a link is judged from where it really is", () => {
    const check = after(entry("symlink", "deep/er", "/top"));
    expect(() => check(entry("symlink", "deep/er/x", "../../etc"))).toThrow(code("archive-escape"));
  });

  test("a link that only later turns out to lead outside lets nothing through", () => {
    const check = after(entry("symlink", "l", "d/../x"), entry("symlink", "d", "/"));
    expect(() => check(entry("file", "l/file"))).toThrow(code("archive-escape"));
  });

  test("a loop of links lets nothing through", () => {
    const check = after(entry("symlink", "a", "b"), entry("symlink", "b", "a"));
    expect(() => check(entry("file", "a/x"))).toThrow(code("archive-escape"));
  });

  test("a file replaces a link, it is not written through it", () => {
    const check = after(entry("symlink", "etc/motd", "/etc/shadow"));
    expect(check(entry("file", "etc/motd"))).toMatchObject({ realPath: "etc/motd" });
    expect(check(entry("hardlink", "x", "etc/motd"))).toMatchObject({ linkTarget: "etc/motd" });
  });

  test.each([
    ["what is outside", "../etc/passwd", "archive-escape"],
    ["an absolute path", "/etc/passwd", "archive-escape"],
    ["what was not there", "b", "archive-dangling-link"],
    ["a directory", "d", "archive-dangling-link"],
    ["a symbolic link", "s", "archive-dangling-link"],
    ["itself", "f", "archive-dangling-link"],
  ])("a hard link to %s is refused", (_what, target, expected) => {
    const check = after(entry("directory", "d"), entry("symlink", "s", "f"), entry("file", "f"));
    expect(() => check(entry("hardlink", target === "f" ? "f" : "h", target))).toThrow(code(expected));
  });

  test.each([
    ["a link over a directory", entry("symlink", "usr", "/tmp")],
    ["a file over a directory that is there only as a parent", entry("file", "usr/lib")],
    ["a file below a file", entry("file", "usr/lib/f/x")],
    ["a directory over a file", entry("directory", "usr/lib/f")],
    ["the root as a file", entry("file", ".")],
    ["the root as a link", entry("symlink", "./", "/tmp")],
  ])("%s is a conflict", (_what, last) => {
    expect(() => after(entry("file", "usr/lib/f"))(last)).toThrow(code("archive-conflict"));
  });

  test("whatever the entries, what passes lies inside the root and below no link or file that is known", () => {
    const part = fc.constantFrom("a", "b", "c", "..", ".", "");
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    const any = fc.record({
      type: fc.constantFrom<EntryType>("file", "directory", "symlink", "symlink", "hardlink"),
      path,
      linkTarget: path,
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (entries) => {
        const guard = createEntryGuard();
        const kinds = new Map<string, EntryType>();
        for (const each of entries) {
          try {
            const safe = guard.check(each);
            expect(safe.realPath === "" || safePath(safe.realPath) === safe.realPath).toBe(true);
            const parts = safe.realPath.split("/");
            for (let depth = 1; depth < parts.length; depth++) {
              expect(kinds.get(parts.slice(0, depth).join("/")) ?? "directory").toBe("directory");
            }
            kinds.set(safe.realPath, safe.type);
          } catch (error) {
            if (!isFault(error)) throw error;
            expect(error.code).toMatch(/^archive-/);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
