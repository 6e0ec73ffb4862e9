import { parseDependency, parseProvision } from "@ascent/core";
import { type ElfFacts, pkgConfigRequires, type ScannedFile, scanPackage } from "@ascent/formats";
import { describe, expect, test } from "vitest";

const version = "1.2.3-r4";
const elf = (facts: Partial<ElfFacts> = {}): ElfFacts => {
  const fixed = {
    bits: 64,
    endian: "little",
    machine: "x86_64",
    type: "shared",
    isStatic: false,
    hasSymbols: false,
  } as const;
  return { ...fixed, needed: [], rpath: [], runpath: [], ...facts };
};
const file = (path: string, more: Partial<ScannedFile> = {}): ScannedFile => ({
  path,
  type: "file",
  mode: 0o644,
  ...more,
});
const program = (path: string, more: Partial<ScannedFile> = {}) => file(path, { mode: 0o755, ...more });
const link = (path: string, linkTarget: string): ScannedFile => ({ path, type: "symlink", mode: 0o777, linkTarget });

describe("shared libraries", () => {
  test("in the places where loaders look are provided, with the numbers of their soname", () => {
    const files = ["lib", "usr/lib", "lib64", "usr/lib64"].map((dir, index) =>
      file(`${dir}/lib${index}.so.6.1`, { elf: elf({ soname: `lib${index}.so.6.1` }) }),
    );
    expect(scanPackage(files, { version }).provides).toEqual([
      "so:lib0.so.6.1=6.1",
      "so:lib1.so.6.1=6.1",
      "so:lib2.so.6.1=6.1",
      "so:lib3.so.6.1=6.1",
    ]);
  });

  test("without numbers are provided as version 0", () => {
    const names = ["libc.so", "libfoo.so.1abc"];
    const files = names.map((soname) => file(`usr/lib/${soname}`, { elf: elf({ soname }) }));
    expect(scanPackage(files, { version }).provides).toEqual(["so:libc.so=0", "so:libfoo.so.1abc=0"]);
  });

  test("elsewhere are the package's own: neither provided nor asked for", () => {
    const files = [
      file("usr/lib/app/libown.so.1", { elf: elf({ soname: "libown.so.1" }) }),
      file("usr/lib/app/plugin.so", { elf: elf({ needed: ["libown.so.1", "libz.so.1"] }) }),
    ];
    expect(scanPackage(files, { version })).toEqual({ provides: [], depends: ["so:libz.so.1"] });
  });

  test("of the same package are no dependency", () => {
    const files = [
      file("usr/lib/liba.so.1", { elf: elf({ soname: "liba.so.1" }) }),
      program("usr/libexec/a", { elf: elf({ needed: ["liba.so.1", "libc.so.6"], interpreter: "/lib/ld-linux.so.2" }) }),
    ];
    expect(scanPackage(files, { version }).depends).toEqual(["so:ld-linux.so.2", "so:libc.so.6"]);
  });

  test("a program's soname is not provided, unless its name is a library's", () => {
    const facts = elf({ soname: "libx.so.1", interpreter: "/lib/ld.so.1" });
    expect(scanPackage([program("usr/lib/x", { elf: facts })], { version }).provides).toEqual([]);
    expect(scanPackage([program("usr/lib/libx.so.1", { elf: facts })], { version }).provides).toEqual([
      "so:libx.so.1=1",
    ]);
  });

  test("musl's loader is asked for by the name of its C library", () => {
    const facts = elf({ interpreter: "/lib/ld-musl-x86_64.so.1" });
    expect(scanPackage([file("opt/x", { elf: facts })], { version }).depends).toEqual(["so:libc.musl-x86_64.so.1"]);
  });

  test("a link to a library of another package of the build asks for that library", () => {
    const library = file("usr/lib/libz.so.1.3", { elf: elf({ soname: "libz.so.1" }) });
    const scanned = scanPackage([link("usr/lib/libz.so", "libz.so.1.3")], { version, siblings: [library] });
    expect(scanned).toEqual({ provides: [], depends: ["so:libz.so.1"] });
    expect(scanPackage([link("usr/lib/libz.so", "libgone.so")], { version }).depends).toEqual([]);
  });
});

describe("commands", () => {
  test("are what all may run in the places of commands", () => {
    const files = [
      ...["bin/a", "sbin/b", "usr/bin/c", "usr/sbin/d", "usr/bin/["].map((path) => program(path)),
      program("usr/bin/hard", { type: "hardlink", linkTarget: "usr/bin/c" }),
      file("usr/bin/not-executable"),
      program("usr/bin/only-root", { mode: 0o700 }),
      program("usr/libexec/hidden"),
      program("usr/bin/deeper/hidden"),
      link("usr/bin/link", "c"),
      { path: "usr/bin/directory", type: "directory", mode: 0o755 } as const,
    ];
    expect(scanPackage(files, { version }).provides).toEqual(
      ["[", "a", "b", "c", "d", "hard"].map((name) => `cmd:${name}=${version}`),
    );
  });

  test.each([
    ["#!/usr/bin/perl -w\n", ["cmd:perl"]],
    ["#! /bin/bash\n", ["cmd:bash"]],
    ["#!/usr/bin/env ruby\n", ["cmd:ruby"]],
    ["#!/usr/bin/env -S node --harmony\n", ["cmd:node"]],
    ["#!/usr/bin/env -i sh\n", []],
    ["#!/usr/bin/env\n", []],
    ["#!/bin/sh\n", []],
    ["#!/usr/bin/env python3\n", []],
    ["#!\n", []],
    ["no script", []],
  ])("a script that begins %j asks for %j", (text, expected) => {
    expect(scanPackage([program("usr/bin/x", { text })], { version }).depends).toEqual(expected);
  });

  test("scripts elsewhere ask for nothing", () => {
    expect(scanPackage([program("usr/share/x", { text: "#!/usr/bin/perl\n" })], { version }).depends).toEqual([]);
  });
});

describe("pkg-config files", () => {
  const text = `prefix=/usr
mods=libpng
Name: x
Requires: zlib >= 1.2, \${mods}
Requires.private: a b = 2 # comment
Requires.internal: c
Cflags: -I\${prefix}/include
`;

  test("are provided, and what they require is asked for", () => {
    expect(scanPackage([file("usr/lib/pkgconfig/x.pc", { text })], { version })).toEqual({
      provides: [`pc:x=${version}`],
      depends: ["pc:a", "pc:b", "pc:c", "pc:libpng", "pc:zlib"],
    });
  });

  test("out of place are the package's own", () => {
    const files = [
      file("opt/x/private.pc", { text: "Requires: other\n" }),
      file("usr/share/pkgconfig/y.pc", { text: "Requires: private\n" }),
    ];
    expect(scanPackage(files, { version })).toEqual({ provides: [`pc:y=${version}`], depends: [] });
  });

  test("with variables that grow without end, or spaces without end, are read in no time", () => {
    const doubling = ["a=xxxxxxxxxx", `a=${`\${a}`.repeat(10)}`, `Requires: \${a}`].join("\n");
    expect(pkgConfigRequires(doubling)).toEqual([]);
    expect(pkgConfigRequires(`Requires: a${" ".repeat(200_000)}b`)).toEqual(["a", "b"]);
  });
});

describe("options", () => {
  const files = [
    program("usr/bin/x", { text: "#!/usr/bin/perl\n" }),
    file("usr/lib/libx.so.1", { elf: elf({ soname: "libx.so.1", needed: ["libc.so.6"] }) }),
  ];

  test.each([
    [{}, [`cmd:x=${version}`, "so:libx.so.1=1"], ["cmd:perl", "so:libc.so.6"]],
    [{ noProvides: true }, [], ["cmd:perl", "so:libc.so.6"]],
    [{ noDepends: true }, [`cmd:x=${version}`, "so:libx.so.1=1"], []],
    [{ noCommands: true }, ["so:libx.so.1=1"], ["so:libc.so.6"]],
  ])("%j leaves out what it says", (options, provides, depends) => {
    expect(scanPackage(files, { version, options })).toEqual({ provides, depends });
  });
});

test("whatever files are called, apk can read what is made of them", () => {
  const files = [
    program("usr/bin/a=b"),
    program("usr/bin/with space"),
    program("usr/bin/<x>"),
    program("usr/bin/ok", { text: "#!/opt/odd=name\n" }),
    file("usr/lib/evil", { elf: elf({ soname: "x\ny.so.1", needed: ["a b.so.1", "c>1.so.2"] }) }),
    file("usr/lib/pkgconfig/p.pc", { text: `Requires: \${ unclosed\n` }),
  ];
  const { provides, depends } = scanPackage(files, { version });
  expect(provides.map(parseProvision).map(({ name }) => name)).toEqual(["cmd:ok", "pc:p"]);
  expect(() => depends.map(parseDependency)).not.toThrow();
});
