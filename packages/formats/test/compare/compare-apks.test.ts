import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ApkEntry,
  collect,
  compareApks,
  compareContent,
  differenceLine,
  differencesJson,
  differencesText,
  mainDifferences,
  type PkgInfo,
  packControl,
  packData,
  readDifferences,
  sha256,
} from "../../src/index.ts";
import { library, objectFile } from "./sample-object.ts";

interface Sample {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly entries?: readonly ApkEntry[];
  readonly info?: Partial<PkgInfo>;
  readonly time?: number;
  readonly postInstall?: string;
}

async function apk({ files = {}, entries = [], info = {}, time = 0, postInstall }: Sample): Promise<Uint8Array> {
  const made = Object.entries(files).map(([path, content]): ApkEntry => {
    const bytes = Buffer.from(content);
    return { path, type: "file", mode: 0o644, size: bytes.length, content: () => [bytes] };
  });
  const data = await collect(packData([...made, ...entries], time));
  const base = { name: "zlib", version: "1.3-r0", arch: "x86_64", size: 0, license: "Zlib" };
  const lists = { depends: [], provides: [], replaces: [], installIf: [], triggers: [], other: [] };
  const all = { ...base, ...lists, ...info, dataHash: sha256(data).slice("sha256:".length) };
  const control = await packControl({ info: all, scripts: postInstall === undefined ? {} : { postInstall } }, 0);
  return Buffer.concat([control, data]);
}

async function compare(first: Sample, second: Sample) {
  const [a, b] = [await apk(first), await apk(second)];
  return compareApks({ first: () => [a], second: () => [b] });
}

/** What is told of two packages, without what only follows. */
async function told(first: Sample, second: Sample): Promise<string[]> {
  return mainDifferences(await compare(first, second), 100);
}

describe("two packages", () => {
  test("of the same content have no differences, whoever signed them", async () => {
    expect(await compare({ files: { a: "1" } }, { files: { a: "1" } })).toEqual([]);
  });

  test("differ by the line of a text, the checksum of the files only following from it", async () => {
    const differences = await compare({ files: { "etc/x": "a\nb\nc\n" } }, { files: { "etc/x": "a\nB\nc\n" } });
    expect(mainDifferences(differences, 9)).toEqual(["etc/x: b ≠ B — line 2; 1 of 4 lines differ"]);
    const followers = differences.filter(({ follows }) => follows);
    expect(followers.map(({ at }) => at.join())).toEqual(["dataHash"]);
  });

  test("differ by files that only one of them has", async () => {
    expect(await told({ files: { a: "" } }, { files: { b: "" } })).toEqual([
      "a: only in the first",
      "b: only in the second",
    ]);
  });

  test("differ by mode, time, link target and kind of a file", async () => {
    const link = (linkTarget: string): ApkEntry => ({ path: "lib", type: "symlink", mode: 0o777, linkTarget });
    const directory = (mode: number): ApkEntry => ({ path: "usr", type: "directory", mode });
    expect(await told({ entries: [link("usr/lib")] }, { entries: [link("usr/lib64")] })).toEqual([
      "lib: link target usr/lib ≠ usr/lib64",
    ]);
    expect(await told({ entries: [directory(0o755)] }, { entries: [directory(0o2775)] })).toEqual([
      "usr: mode 0755 ≠ 2775",
    ]);
    expect(await told({ entries: [directory(0o755)], time: 1 }, { entries: [directory(0o755)], time: 2 })).toEqual([
      "usr: time 1 ≠ 2",
    ]);
    const kinds = await told({ entries: [link("x")] }, { entries: [{ path: "lib", type: "directory", mode: 0o777 }] });
    expect(kinds).toContain("lib: type symlink ≠ directory");
  });

  test("differ by extended attributes", async () => {
    const file = (value: string): ApkEntry => ({
      ...{ path: "ping", type: "file", mode: 0o755, size: 0, content: () => [] },
      xattrs: { "security.capability": Buffer.from(value) },
    });
    expect(await told({ entries: [file("a")] }, { entries: [file("b")] })).toEqual([
      "ping › security.capability: 61 ≠ 62",
    ]);
  });

  test("differ by control fields and scripts, which are causes of their own", async () => {
    expect(await told({ info: { depends: ["a", "b"] } }, { info: { depends: ["a"], url: "u" } })).toEqual([
      ".PKGINFO depends: a b ≠ a",
      ".PKGINFO url: (none) ≠ u",
    ]);
    expect(await told({ postInstall: "#!/bin/sh\n" }, {})).toEqual(["postInstall: the script #!/bin/sh\\n ≠ (none)"]);
  });

  test("the SBOM follows from the files, but counts where it alone differs", async () => {
    const path = "var/lib/db/sbom/zlib-1.3-r0.spdx.json";
    expect(await told({ files: { a: "1", [path]: "x" } }, { files: { a: "2", [path]: "y" } })).toHaveLength(1);
    expect((await told({ files: { [path]: "x" } }, { files: { [path]: "y" } })).join()).toContain(path);
  });

  test("of another order of files differ by that", async () => {
    const [a, b] = [
      await collect(packData([entry("a"), entry("b")], 0)),
      await collect(packData([entry("b"), entry("a")], 0)),
    ];
    const same = Buffer.compare(a, b) === 0;
    // The packer sorts: then there is nothing to tell.
    expect(same).toBe(true);
    expect(await told({ entries: [entry("a"), entry("b")] }, { entries: [entry("b"), entry("a")] })).toEqual([]);
  });

  function entry(path: string): ApkEntry {
    return { path, type: "file", mode: 0o644, size: 0, content: () => [] };
  }
});

const CODE = new Uint8Array(64).fill(0x90);
const FUNCTIONS = { start: [0, 16], floatscan: [16, 32], end: [48, 16] } as const;

function changed(at: number): Uint8Array {
  const code = Uint8Array.from(CODE);
  code[at] = 0xcc;
  return code;
}

describe("inside of files", () => {
  const lines = (first: Uint8Array, second: Uint8Array) =>
    compareContent({ at: ["f"], first, second })
      .filter(({ follows }) => !follows)
      .map(differenceLine);

  test("an object differs by section, with the function around the place", () => {
    const [a, b] = [CODE, changed(20)].map((code) => objectFile({ code, functions: FUNCTIONS }));
    expect(lines(a!, b!)).toEqual([
      "f › .text: 909090909090909090909090 ≠ 9090cc909090909090909090 — 1 bytes of 64 differ, first at 0x14 in floatscan",
    ]);
  });

  test("an object differs by what made it, told as text", () => {
    const [a, b] = ["GCC 12.2", "clang 14"].map((comment) => objectFile({ code: CODE, functions: FUNCTIONS, comment }));
    expect(lines(a!, b!)[0]).toMatch(/^f › \.comment: "GCC 12.2" ≠ "clang 14" — 8 bytes of 9 differ/);
  });

  test("an object differs by its symbols' names", () => {
    const a = objectFile({ code: CODE, functions: FUNCTIONS });
    const b = objectFile({ code: CODE, functions: { ...FUNCTIONS, marker: [60, 4] } });
    expect(lines(a, b)).toEqual(["f › symbols: none of its own ≠ only here: marker"]);
  });

  test("a library differs by member, then by section: the others are not told", () => {
    const [a, b] = [CODE, changed(50)].map((code) =>
      library({
        "a.o": objectFile({ code: CODE, functions: FUNCTIONS }),
        "b.o": objectFile({ code, functions: FUNCTIONS }),
      }),
    );
    expect(lines(a!, b!)).toEqual([expect.stringMatching(/^f › b\.o › \.text: .* in end$/)]);
  });

  test("a library differs by order of members, and by their times", () => {
    const [one, two] = [Buffer.from("1"), Buffer.from("2")];
    expect(lines(library({ one, two }), library({ two, one }))).toEqual(["f: order one two ≠ two one"]);
    expect(lines(library({ one }), library({ one }, "17"))).toEqual([
      "f › one: time time 0, owner 0:0, mode 644 ≠ time 17, owner 0:0, mode 644",
    ]);
  });

  test("gzip differs by what is in it, by its time, or by how it is packed alone", () => {
    const [a, b] = [gzipSync("one\n"), gzipSync("two\n")];
    expect(lines(a, b)).toEqual(["f › (unpacked): one ≠ two — line 1; 1 of 2 lines differ"]);
    const later = Buffer.from(a);
    later.writeUInt32LE(1234, 4);
    expect(lines(a, later)).toEqual(["f: time 0 ≠ 1234"]);
    const text = "many words ".repeat(1000);
    expect(lines(gzipSync(text, { level: 1 }), gzipSync(text, { level: 9 }))).toEqual(["f: compressed otherwise"]);
  });

  test("bytes differ with the text around the place, where there is some", () => {
    const [a, b] = [Buffer.from("\0\0built at 12:01\0"), Buffer.from("\0\0built at 12:59\0")];
    expect(lines(a, b)).toEqual(['f: "built at 12:01" ≠ "built at 12:59" — 2 bytes of 17 differ, first at 0xe']);
  });

  test("what is damaged is compared as bytes, and never throws", () => {
    const real = objectFile({ code: CODE, functions: FUNCTIONS });
    const seeds = fc.constantFrom(real, library({ "a.o": real }), gzipSync("text"));
    fc.assert(
      fc.property(
        seeds,
        fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (bytes, flips) => {
          const broken = Uint8Array.from(bytes);
          for (const [at, value] of flips) broken[at % broken.length] = value;
          const differences = compareContent({ at: ["f"], first: bytes, second: broken });
          expect(differences.length > 0).toBe(Buffer.compare(bytes, broken) !== 0);
          // Neither side comes first.
          const back = compareContent({ at: ["f"], first: broken, second: bytes });
          expect(back.length > 0).toBe(differences.length > 0);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("control characters of a package never reach a terminal", () => {
    const [line] = lines(Buffer.from("a\u001b[31m\n"), Buffer.from("b\n"));
    expect(line).toBe("f: a\\u001b[31m ≠ b — line 1; 1 of 2 lines differ");
  });
});

describe("a report", () => {
  const head = { package: "zlib-1.3-r0", first: "run 1", second: "the rebuild" };

  test("as text names the package, both sides, each cause, and what only follows", async () => {
    const text = differencesText(head, await compare({ files: { a: "1\n" } }, { files: { a: "2\n" } }));
    expect(text).toBe(
      "zlib-1.3-r0: 1 difference between run 1 and the rebuild\n  a: 1 ≠ 2 — line 1; 1 of 2 lines differ\n" +
        "  as a consequence: .PKGINFO dataHash\n",
    );
    expect(differencesText(head, [])).toBe("zlib-1.3-r0: the same in run 1 and the rebuild\n");
  });

  test("as JSON has all of it", async () => {
    const differences = await compare({ files: { a: "1\n" } }, { files: { a: "2\n" } });
    const read = JSON.parse(new TextDecoder().decode(differencesJson(head, differences)));
    expect(read).toEqual({ format: "ascent-differences/1", ...head, differences });
    const again = readDifferences(differencesJson(head, differences));
    expect(again).toEqual({ head, differences, text: differencesText(head, differences) });
    for (const broken of ["", "{}", '{"format":"ascent-differences/2"}'])
      expect(() => readDifferences(new TextEncoder().encode(broken))).toThrow(/none that this version reads/);
  });

  test("in short says how many more there are", async () => {
    const files = (text: string) => Object.fromEntries(["a", "b", "c"].map((name) => [name, `${text}\n`]));
    const differences = await compare({ files: files("1") }, { files: files("2") });
    expect(mainDifferences(differences, 2)).toHaveLength(3);
    expect(mainDifferences(differences, 2).at(-1)).toBe("and 1 more");
  });
});
