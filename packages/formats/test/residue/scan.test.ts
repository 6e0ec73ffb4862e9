import { ownOffers, type ResidueFinding, residueVerdict, settleResidue } from "@ascent/core";
import { fingerprintSeed, type PackageFile, scanForResidue } from "@ascent/formats";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { ResidueScanner } from "../../src/residue/index.ts";
import { elfFile } from "../elf/sample-elf.ts";
import {
  ascii,
  buildIdNote,
  CODE,
  COMMENT,
  joined,
  linked,
  madeElf,
  madeLibrary,
  madeProgram,
  noise,
  startingAt,
} from "./made-elf.ts";
import {
  BASH,
  BUILD_ID,
  COPYRIGHT,
  CRTBEGIN,
  contents,
  EMPTY_O,
  file,
  LDD,
  LIBC_A,
  link,
  MANY,
  MEMCPY,
  MEMCPY_O,
  madeScanner,
  PRINTF,
  PRINTF_FILLED,
  PRINTF_O,
  PYC,
  SEED_COMMENT,
  SMALL,
  START,
  TABLE,
} from "./made-seed.ts";

let scanner: ResidueScanner;
beforeAll(async () => {
  scanner = await madeScanner();
});

async function findingsIn(...files: readonly PackageFile[]): Promise<readonly ResidueFinding[]> {
  return (await scanner.scan(contents("out", files))).findings;
}

/** `proof equal-file`, one for each finding. */
async function told(...files: readonly PackageFile[]): Promise<string[]> {
  return (await findingsIn(...files)).map(({ strength, kind }) => `${strength} ${kind}`);
}

describe("equal files", () => {
  test.each([
    ["a program", file("usr/bin/x", BASH), "proof equal-file"],
    ["a static library", file("usr/lib/libx.a", LIBC_A), "proof equal-file"],
    ["a script", file("usr/bin/x", LDD), "strong equal-file"],
    ["byte code", file("usr/lib/x.pyc", PYC), "strong equal-file"],
    ["what people look at", file("usr/share/locale/fr/x.mo", joined(PYC, PYC)), "hint equal-file"],
    ["a text", file("usr/share/licenses/x", COPYRIGHT), "hint equal-file"],
    ["an object with nothing in it", file("usr/lib/x.o", EMPTY_O), "hint equal-file"],
  ])("%s of the seed under another name is told as that alone", async (_what, copy, expected) => {
    expect(await told(copy)).toEqual([expected]);
  });

  test("a finding names the file in the seed", async () => {
    expect(await findingsIn(file("usr/bin/x", BASH))).toEqual([
      {
        path: "usr/bin/x",
        kind: "equal-file",
        strength: "proof",
        what: "It is, byte for byte, usr/bin/bash of bash.",
        detail: "usr/bin/bash",
        seedPackage: "bash",
        seedPath: "usr/bin/bash",
        offset: 0,
        size: BASH.length,
      },
    ]);
  });

  test("an object of the seed in a library of one's own is told once, with the member", async () => {
    const library = madeLibrary({ "own.o": madeElf({ type: 1, sections: [] }), "taken.o": PRINTF_O });
    const [finding, ...more] = await findingsIn(file("usr/lib/libx.a", library));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      member: "taken.o",
      kind: "equal-file",
      strength: "proof",
      seedPath: "usr/lib/x86_64-linux-gnu/libc.a",
      seedMember: "printf.o",
    });
    expect(library.slice(finding!.offset, finding!.offset! + finding!.size!)).toEqual(PRINTF_O);
  });

  test("empty and tiny files say nothing by being equal", async () => {
    expect(await told(file("a", ""), file("b", "tiny\n"))).toEqual([]);
  });

  test("a script of an upstream that the run builds too is a hint", async () => {
    const report = await scanForResidue(await fingerprintSeed([contents("ldd", [file("usr/bin/ldd", LDD)], "glibc")]), {
      ...contents("own-libc", [file("usr/bin/ldd", LDD)], "glibc"),
    });
    expect(report.findings.map(({ strength }) => strength)).toEqual(["strong"]);
    expect(settleResidue(report, ownOffers([report.offers])).map(({ strength }) => strength)).toEqual(["hint"]);
  });
});

describe("code that is linked in", () => {
  test("a function of a static library is found wherever it was put, whatever its calls were filled with", async () => {
    const program = madeProgram(linked(PRINTF, PRINTF_FILLED));
    const [finding, ...more] = await findingsIn(file("usr/bin/x", program));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      kind: "linked-code",
      strength: "proof",
      detail: "libc.a(printf.o)",
      seedPackage: "libc6-dev",
      seedMember: "printf.o",
      size: 300,
    });
    expect(finding?.what).toContain("printf");
    expect(program.slice(finding!.offset, finding!.offset! + 20)).toEqual(PRINTF.slice(0, 20));
  });

  test("at any place, with any bytes filled in", async () => {
    const filled = fc.uint8Array({ minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.nat(5000), filled, fc.nat(3000), async (before, fill, after) => {
        const code = PRINTF.slice();
        for (const [index, [from]] of PRINTF_FILLED.entries()) code.set(fill.subarray(index * 4, index * 4 + 4), from);
        const bytes = joined(ascii("\x7fELF"), new Uint8Array(before), code, new Uint8Array(after));
        const kinds = (await findingsIn(file("x", bytes))).map(({ kind }) => kind);
        expect(kinds).toContain("linked-code");
      }),
      { numRuns: 50 },
    );
  });

  test("one byte that linking leaves alone is another, and it is not the seed's function", async () => {
    const isFilled = (at: number) => PRINTF_FILLED.some(([from, to]) => at >= from && at < to);
    await fc.assert(
      fc.asyncProperty(fc.nat(299), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        fc.pre(!isFilled(at));
        const code = PRINTF.slice();
        code[at] = code[at]! ^ change;
        expect(await told(file("x", madeProgram(code)))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("a function cut off at the end of a file is not the seed's", async () => {
    expect(await told(file("x", joined(new Uint8Array(64), PRINTF.slice(0, 299))))).toEqual([]);
  });

  test("a small function by itself is a hint, in an object of much else it is proof", async () => {
    expect(await told(file("x", madeProgram(SMALL)))).toEqual(["hint linked-code"]);
    expect(await told(file("x", madeProgram(MANY[0]!)))).toEqual(["hint linked-code"]);
    expect(await told(file("x", madeProgram(joined(SMALL, PRINTF))))).toEqual(["proof linked-code"]);
  });

  test("a few small functions of a library are hints, with much else of it they are no coincidence", async () => {
    const few = await told(file("x", madeProgram(joined(...MANY.slice(0, 5)))));
    expect(new Set(few)).toEqual(new Set(["hint linked-code"]));
    const all = await told(file("x", madeProgram(joined(...MANY, MEMCPY))));
    expect(all.filter((each) => each === "proof linked-code")).toHaveLength(40);
    expect(all.filter((each) => each !== "proof linked-code")).toEqual(["strong linked-code"]);
  });

  test("what one file has of a library says nothing about another file", async () => {
    const files = MANY.map((code, index) => file(`x${index}`, madeProgram(code)));
    expect(new Set(await told(...files))).toEqual(new Set(["hint linked-code"]));
  });

  test("an object by itself, as compilers bring them, is proof where all of it is there", async () => {
    expect(await findingsIn(file("x", madeProgram(CRTBEGIN)))).toMatchObject([
      { strength: "proof", kind: "linked-code", detail: "crtbegin.o" },
    ]);
    expect(await told(file("x", madeProgram(CRTBEGIN.slice(0, 119))))).toEqual([]);
  });

  describe("the start of a program, though the linker made its instructions cheaper,", () => {
    // mov main@GOTPCREL(%rip),%rdi → mov $main,%rdi; call *__libc_start_main@GOTPCREL(%rip) → addr32 call.
    const code = START.slice();
    code.set([0x48, 0xc7, 0xc7, 0x10, 0x20, 0x40, 0x00, 0x67, 0xe8, 1, 2, 3, 4], 20);

    test("is proof where the program begins with it", async () => {
      const program = startingAt(madeProgram(code), code);
      const [finding, ...more] = await findingsIn(file("usr/bin/x", program));
      expect(more).toEqual([]);
      expect(finding).toMatchObject({ kind: "linked-code", strength: "proof", detail: "crt1.o", size: 34 });
      expect(finding?.what).toContain("with which the program begins");
    });

    test("is told also among very many others", async () => {
      const program = madeProgram(joined(...MANY, PRINTF, code));
      const [first] = await findingsIn(file("usr/bin/x", startingAt(program, code)));
      expect(first).toMatchObject({ detail: "crt1.o", strength: "proof" });
    });

    test("is a hint elsewhere, and where the run has the same upstream, whose text it is", async () => {
      expect(await told(file("usr/bin/x", madeProgram(code)))).toEqual(["hint linked-code"]);
      const report = await scanner.scan(contents("out", [file("x", startingAt(madeProgram(code), code))], "glibc"));
      expect(settleResidue(report, ownOffers([report.offers]))).toMatchObject([{ strength: "hint" }]);
    });
  });

  test("hand-written assembly is a hint where the run has the same upstream", async () => {
    const report = await scanner.scan(contents("out", [file("x", madeProgram(joined(...MANY, MEMCPY)))]));
    const memcpy = report.findings.filter(({ unless }) => unless !== undefined);
    expect(memcpy).toMatchObject([
      { kind: "linked-code", strength: "strong", unless: { own: "upstream", name: "glibc" } },
    ]);
    expect(memcpy[0]?.detail).toBe("libc.a(a-name-that-is-too-long-for-a-header.o)");
    const own = ownOffers([{ upstreams: ["glibc"], paths: [], libraries: [], commands: [], triplets: [] }]);
    expect(settleResidue({ findings: memcpy }, own)).toMatchObject([{ strength: "hint" }]);
  });

  test("what a compiler made stays, also where the run has the same upstream", async () => {
    const report = await scanner.scan(contents("out", [file("x", madeProgram(PRINTF))], "glibc"));
    expect(settleResidue(report, ownOffers([report.offers]))).toMatchObject([{ strength: "proof" }]);
  });

  test("constants are a hint: tables are often the same whoever compiles them", async () => {
    expect(await told(file("x", madeProgram(TABLE)))).toEqual(["hint linked-data"]);
  });

  test("stubs and padding say nothing", async () => {
    const stub = joined(Uint8Array.from([0x31, 0xc0, 0xc3]), new Uint8Array(61).fill(0x90));
    expect(await told(file("x", madeProgram(stub)))).toEqual([]);
  });

  test("in a library the member that has it is named", async () => {
    const own = madeElf({ type: 1, sections: [{ ...CODE, bytes: linked(PRINTF, PRINTF_FILLED) }] });
    const library = madeLibrary({ "first.o": madeElf({ type: 1, sections: [] }), "second.o": own });
    const findings = await findingsIn(file("usr/lib/libx.a", library));
    expect(findings).toMatchObject([{ kind: "linked-code", member: "second.o" }]);
    expect(library.slice(findings[0]!.offset, findings[0]!.offset! + 20)).toEqual(PRINTF.slice(0, 20));
  });

  test("files that are no ELF are searched too: code may be packed into anything", async () => {
    expect(await told(file("boot.img", joined(new Uint8Array(100), PRINTF)))).toEqual(["proof linked-code"]);
  });

  test("the same object on another machine is recognised by that machine's rules", async () => {
    const code = noise(80, 21);
    // R_AARCH64_CALL26: the whole instruction is masked.
    const object = madeElf({
      type: 1,
      machine: 183,
      sections: [
        { ...CODE, bytes: code, symbols: [{ name: "f", at: 0, size: 80 }], relocations: [{ at: 40, type: 283 }] },
      ],
    });
    const seed = await fingerprintSeed([contents("libc-dev", [file("usr/lib/f.o", object)])]);
    const report = await scanForResidue(seed, contents("out", [file("x", madeProgram(linked(code, [[40, 44]])))]));
    expect(report.findings.map(({ kind }) => kind)).toEqual(["linked-code"]);
    const other = await scanForResidue(seed, contents("out", [file("x", madeProgram(linked(code, [[40, 45]])))]));
    expect(other.findings).toEqual([]);
  });
});

describe("what programs say of themselves", () => {
  const program = (more: Parameters<typeof elfFile>[0]) => file("usr/bin/x", elfFile(more), 0o755);

  test.each([
    ["the seed's loader", program({ interpreter: "/lib64/ld-linux-x86-64.so.2" }), "strong interpreter"],
    ["a library of the seed's", program({ needed: ["libc.so.6"] }), "strong library"],
    ["a folder of the seed's", program({ runpath: "/usr/lib/x86_64-linux-gnu" }), "strong run-path"],
    ["such a folder, relative", program({ runpath: "$ORIGIN/../lib/x86_64-linux-gnu" }), "strong run-path"],
    ["the seed's compiler", file("x", madeProgram(SMALL.slice(1), [COMMENT(SEED_COMMENT)])), "strong compiler"],
    [
      "another compiler of its vendor",
      file("x", madeProgram(SMALL.slice(1), [COMMENT("Debian clang version 14.0.6")])),
      "strong compiler",
    ],
    ["a build-id of the seed's", file("x", madeProgram(SMALL.slice(1), [buildIdNote(BUILD_ID)])), "proof build-id"],
  ])("%s is told as that alone", async (_what, subject, expected) => expect(await told(subject)).toEqual([expected]));

  test.each([
    ["a loader that the seed does not have", program({ interpreter: "/lib/ld-musl-x86_64.so.1" })],
    ["a library that it does not have", program({ needed: ["libz.so.1"] })],
    ["a folder that every distribution has", program({ runpath: "/usr/lib:/lib64" })],
    ["a compiler of no vendor", file("x", madeProgram(SMALL.slice(1), [COMMENT("GCC: (GNU) 13.2.0")]))],
    ["another build-id", file("x", madeProgram(SMALL.slice(1), [buildIdNote(noise(20, 99))]))],
  ])("%s is nothing", async (_what, subject) => expect(await told(subject)).toEqual([]));

  test("the compiler of a library's members is told once", async () => {
    const object = (seed: number) =>
      madeElf({ type: 1, sections: [{ ...CODE, bytes: noise(64, seed) }, COMMENT(SEED_COMMENT)] });
    const library = madeLibrary({ "a.o": object(50), "b.o": object(51) });
    expect(await told(file("usr/lib/libx.a", library))).toEqual(["strong compiler"]);
  });

  test("loaders, libraries and folders that the run has itself are no residue", async () => {
    const report = await scanner.scan(
      contents("out", [
        program({
          interpreter: "/lib64/ld-linux-x86-64.so.2",
          needed: ["libc.so.6"],
          runpath: "/usr/lib/x86_64-linux-gnu",
        }),
        file("lib64/ld-linux-x86-64.so.2", elfFile({ soname: "ld-linux-x86-64.so.2" })),
        file("usr/lib/x86_64-linux-gnu/libc-own.so", elfFile({ soname: "libc.so.6", needed: ["libx.so"] })),
      ]),
    );
    expect(report.findings.map(({ kind }) => kind).sort()).toEqual(["interpreter", "library", "run-path"]);
    expect(settleResidue(report, ownOffers([report.offers]))).toEqual([]);
  });
});

describe("names of the seed's", () => {
  const binary = (text: string) => file("usr/bin/x", madeProgram(joined(new Uint8Array(3), ascii(`${text}\0`))));

  test.each([
    ["its triplet in a program", binary("cc for x86_64-linux-gnu"), "strong triplet"],
    ["in a script", file("x", "#!/usr/bin/own\nCC=x86_64-linux-gnu-gcc\n"), "strong triplet"],
    ["in a text", file("usr/share/doc/x", "as on x86_64-linux-gnu"), "hint triplet"],
    ["a path of its in a program", binary("/usr/bin/perl"), "hint seed-path"],
    ["behind a link in the root", binary("/bin/perl"), "hint seed-path"],
    ["a script's interpreter", file("x", "#!/usr/bin/perl -w\n"), "strong shebang"],
    ["behind a link in the root", file("x", "#! /bin/perl\n"), "strong shebang"],
    ["a link to a file of its", link("usr/bin/awk", "/bin/perl"), "strong link"],
    ["a relative one", link("usr/bin/awk", "../bin/./perl"), "strong link"],
  ])("%s is told as that alone", async (_what, subject, expected) => {
    const ownInterpreter =
      subject.content?.[0] === 0x23
        ? (await told(subject)).filter((each) => !each.includes("seed-path"))
        : await told(subject);
    expect(ownInterpreter).toEqual([expected]);
  });

  test("with env it is the command that counts", async () => {
    const findings = await findingsIn(file("x", "#!/usr/bin/env -S LANG=C perl -w\n"));
    expect(findings).toMatchObject([{ kind: "shebang", detail: "perl", unless: { own: "command", name: "perl" } }]);
  });

  test.each([
    ["part of another word", binary("x86_64-linux-gnux32 and yx86_64-linux-gnu")],
    ["the path of a file that it does not have", binary("/usr/bin/python3")],
    ["a folder", binary("/usr/lib/x")],
    ["an interpreter that it does not have", file("x", "#!/usr/bin/own\n")],
    ["a link to a file that it does not have", link("usr/bin/awk", "busybox")],
    ["a link to a folder that all have", link("usr/lib64", "lib")],
  ])("%s is nothing", async (_what, subject) => expect(await told(subject)).toEqual([]));

  test("triplets are learned from the seed, not known beforehand", async () => {
    const seed = await fingerprintSeed([
      contents("gcc", [file("usr/bin/x86_64-alpine-linux-musl-gcc", BASH), file("usr/lib/x", "")]),
    ]);
    const subject = contents("out", [binary("x86_64-alpine-linux-musl"), binary("x86_64-linux-gnu")]);
    expect((await scanForResidue(seed, subject)).findings.map(({ detail }) => detail)).toEqual([
      "x86_64-alpine-linux-musl",
    ]);
  });

  test("a triplet that the run uses itself is no residue", async () => {
    const report = await scanner.scan(
      contents("out", [binary("x86_64-linux-gnu"), file("usr/lib/gcc/x86_64-linux-gnu/specs", "own")]),
    );
    expect(report.findings).toHaveLength(1);
    expect(settleResidue(report, ownOffers([report.offers]))).toEqual([]);
  });

  test("interpreters and commands that the run has itself are no residue", async () => {
    const report = await scanner.scan(
      contents("out", [
        file("usr/bin/a", "#!/bin/sh\n"),
        file("usr/bin/b", "#!/usr/bin/env perl\n"),
        file("bin/perl", "own"),
        link("bin/sh", "busybox"),
      ]),
    );
    expect(report.findings.filter(({ kind }) => kind === "shebang")).toHaveLength(2);
    expect(settleResidue(report, ownOffers([report.offers]))).toEqual([]);
  });
});

describe("files for those who build", () => {
  const pc = (text: string) => file("usr/lib/pkgconfig/x.pc", text);
  const la = (text: string) => file("usr/lib/libx.la", text);

  test.each([
    ["written out", pc("libdir=/usr/lib/x86_64-linux-gnu\nLibs: -L${libdir} -lx\n"), "pkg-config"],
    ["with variables", pc("prefix=/usr\nlibdir=${prefix}/lib/x86_64-linux-gnu\n"), "pkg-config"],
    ["behind -L", pc("Libs: -lx -L/lib/x86_64-linux-gnu\n"), "pkg-config"],
    ["in a library's dependencies", la("dependency_libs=' -L/usr/lib/x86_64-linux-gnu -lm'\n"), "libtool"],
    ["as its folder", la("libdir='/usr/lib/x86_64-linux-gnu'\n"), "libtool"],
  ])("a place of the seed's %s is told as that alone", async (_what, subject, kind) => {
    const findings = await findingsIn(subject);
    expect([...new Set(findings.map((found) => `${found.strength} ${found.kind}`))]).toEqual([`strong ${kind}`]);
    expect(findings).toHaveLength(1);
  });

  test.each([
    ["folders that all have", pc("prefix=/usr\nlibdir=${prefix}/lib\nCflags: -I/usr/include\n")],
    ["its own", la("dependency_libs=' /usr/lib/libz.la -L/opt/lib'\nlibdir='/usr/lib'\n")],
    ["variables that never end", pc("a=${a}${a}\nLibs: ${a}\n")],
  ])("%s are nothing", async (_what, subject) => expect(await told(subject)).toEqual([]));
});

describe("a report", () => {
  test("counts what was searched, and what the package has of the seed's names", async () => {
    const report = await scanner.scan(
      contents(
        "out",
        [file("usr/bin/perl", "own"), file("usr/bin/own", "own"), link("usr/bin/sh", "own")],
        "own-origin",
      ),
    );
    expect(report).toEqual({
      package: "out",
      findings: [],
      offers: {
        upstreams: ["own-origin"],
        paths: ["usr", "usr/bin", "usr/bin/perl", "usr/bin/sh"],
        libraries: [],
        commands: ["perl", "sh"],
        triplets: [],
      },
      files: 2,
      bytes: 6,
    });
  });

  test("a package of nothing but one's own holds the rung, one with any of the seed's bytes does not", async () => {
    const verdictOn = async (...files: PackageFile[]) =>
      residueVerdict("out", settleResidue({ findings: await findingsIn(...files) }, ownOffers([])), []).finding.state;
    const own = file("usr/bin/own", madeProgram(noise(300, 77)));
    expect(await verdictOn(own)).toBe("holds");
    expect(await verdictOn(own, file("usr/lib/x.o", MEMCPY_O))).toBe("fails");
  });

  test("does not depend on the order of files", async () => {
    const files = [file("b", BASH), file("a", LDD), file("c", madeProgram(PRINTF))];
    expect(await findingsIn(...files)).toEqual(await findingsIn(...files.toReversed()));
  });
});
