import { type ResidueReport, residueVerdict } from "@ascent/core";
import { fingerprintSeed, formatFingerprint, type ResidueScanner, scanForResidue } from "@ascent/formats";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { elfFile } from "../elf/sample-elf.ts";
import { ascii, CODE, COMMENT, joined, linked, madeElf, madeLibrary, madeProgram, noise } from "./made-elf.ts";
import { BASH, contents, file, LIBC_A, madeScanner, PRINTF, PRINTF_FILLED, PRINTF_O } from "./made-seed.ts";

let scanner: ResidueScanner;
beforeAll(async () => {
  scanner = await madeScanner();
});

const scan = (bytes: Uint8Array, path = "usr/bin/x"): Promise<ResidueReport> =>
  scanner.scan(contents("out", [file(path, bytes)]));
const kinds = ({ findings }: ResidueReport): string[] => findings.map(({ kind, strength }) => `${strength} ${kind}`);

const DYNAMIC = elfFile({ interpreter: "/lib/ld.so", needed: ["libc.so.6"], runpath: "/usr/lib", symbols: true });
const SAMPLES: readonly (readonly [string, Uint8Array])[] = [
  ["a static library", LIBC_A],
  ["an object", PRINTF_O],
  ["a program", BASH],
  ["a dynamic program", DYNAMIC],
];

describe("hostile outputs", () => {
  test.each(SAMPLES)("%s, changed at any places, is searched to the end", async (_what, sample) => {
    const changes = fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const bytes = sample.slice();
        for (const [at, value] of all) bytes[at] = value;
        const before = bytes.slice();
        const report = await scan(bytes);
        expect(report.bytes).toBe(sample.length);
        expect(Buffer.compare(bytes, before)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test.each(SAMPLES)("%s, cut off anywhere, is searched to the end", async (_what, sample) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(sample.length - 1), async (end) => {
        expect((await scan(sample.slice(0, end))).files).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  test("noise with any beginning is searched to the end", async () => {
    const beginning = fc.constantFrom("\x7fELF\x02\x01\x01", "!<arch>\n", "#!", "#!/", "\x7fELF", "PK\x03\x04", "");
    await fc.assert(
      fc.asyncProperty(
        beginning,
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom("x", "x.pc", "x.la"),
        async (a, b, c) => {
          expect((await scan(joined(ascii(a), b), c)).files).toBe(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("what is damaged is said to be, and its code is found all the same", async () => {
    const program = madeProgram(linked(PRINTF, PRINTF_FILLED));
    // The table of sections begins outside of the file.
    program.fill(0xff, 40, 46);
    expect(kinds(await scan(program))).toEqual(["proof linked-code", "hint unreadable"]);
    const library = joined(
      madeLibrary({ "x.o": madeElf({ type: 1, sections: [{ ...CODE, bytes: PRINTF }] }) }),
      ascii("!!"),
    );
    expect(kinds(await scan(library))).toEqual(["proof linked-code", "hint unreadable"]);
  });

  test("a file full of almost the seed's code is given up in time, and fails the rung", async () => {
    // A function of 60 kB that begins with the same 80 bytes over and over, as does the file, but for its end.
    const unit = noise(80, 5);
    const code = new Uint8Array(60_000);
    for (let at = 0; at < code.length; at += 80) code.set(unit, at);
    const seed = await fingerprintSeed([
      contents("dev", [file("f.o", madeElf({ type: 1, sections: [{ ...CODE, bytes: joined(code, noise(64, 6)) }] }))]),
    ]);
    const flood = new Uint8Array(1_200_000);
    for (let at = 0; at < flood.length; at += 80) flood.set(unit, at);
    const started = performance.now();
    const report = await scanForResidue(seed, contents("out", [file("x", joined(new Uint8Array(1), flood))]));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(kinds(report)).toContain("strong unreadable");
    expect(residueVerdict("out", report.findings, []).finding.state).toBe("fails");
  });

  test("countless notes and sections do not cost time", async () => {
    const many = Array.from({ length: 2000 }, () => COMMENT("x".repeat(2000)));
    const started = performance.now();
    expect(kinds(await scan(madeElf({ type: 2, sections: many })))).toEqual(["hint unreadable"]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("very many objects of the seed in one file are told as a sum from some number on", async () => {
    const codes = Array.from({ length: 520 }, (_, index) => noise(90, 1000 + index));
    const members = codes.map((bytes, index) => [`f${index}.o`, madeElf({ type: 1, sections: [{ ...CODE, bytes }] })]);
    const seed = await fingerprintSeed([contents("dev", [file("libf.a", madeLibrary(Object.fromEntries(members)))])]);
    const report = await scanForResidue(seed, contents("out", [file("x", madeProgram(joined(...codes)))]));
    expect(report.findings).toHaveLength(501);
    const rest = report.findings.find(({ detail }) => detail === "and more");
    expect(rest).toMatchObject({ kind: "linked-code", strength: "proof", size: 20 * 90 });
  });
});

describe("hostile seeds", () => {
  test.each(SAMPLES)("%s, changed at any places, has a fingerprint", async (_what, sample) => {
    const changes = fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const bytes = sample.slice();
        for (const [at, value] of all) bytes[at] = value;
        const seed = await fingerprintSeed([contents("dev", [file("usr/lib/x", bytes)])]);
        expect(seed.paths.size).toBe(1);
        expect(formatFingerprint(seed).length).toBeLessThan(200_000);
      }),
      { numRuns: 150 },
    );
  });

  test("functions that all are the whole section do not cost time", async () => {
    const symbols = Array.from({ length: 20_000 }, (_, index) => ({ name: "f", at: 0, size: 200_000 - index }));
    const object = madeElf({ type: 1, sections: [{ ...CODE, bytes: noise(200_000, 1), symbols }] });
    const started = performance.now();
    const seed = await fingerprintSeed([contents("dev", [file("usr/lib/x.o", object)])]);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(seed.files.size).toBe(1);
    expect(seed.bodies.length).toBeLessThan(50);
  });
});
