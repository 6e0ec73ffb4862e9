import { fingerprintSeed, type PackageContents, type PackageFile, ResidueScanner } from "@ascent/formats";
import { elfFile } from "../elf/sample-elf.ts";
import {
  ascii,
  buildIdNote,
  CODE,
  COMMENT,
  CONSTANTS,
  joined,
  type MadeRelocation,
  type MadeSection,
  madeElf,
  madeLibrary,
  noise,
  UNWINDING,
} from "./made-elf.ts";

export function file(path: string, content: Uint8Array | string, mode = 0o644): PackageFile {
  const bytes = typeof content === "string" ? ascii(content) : content;
  return { path, type: "file", mode, content: bytes };
}

export function link(path: string, linkTarget: string): PackageFile {
  return { path, type: "symlink", mode: 0o777, linkTarget };
}

export function contents(name: string, files: readonly PackageFile[], origin = name): PackageContents {
  return { name, version: "1-r0", origin, files };
}

/** `R_X86_64_PLT32`: four bytes. */
export const PLT32 = 4;

/** A function of 300 bytes that calls others at three places, and what linking fills in there. */
export const PRINTF = noise(300, 7);
export const PRINTF_CALLS: readonly MadeRelocation[] = [20, 90, 150].map((at) => ({ at, type: PLT32 }));
export const PRINTF_FILLED = PRINTF_CALLS.map(({ at }) => [at, at + 4] as const);

/** A function of 40 bytes. */
export const SMALL = noise(40, 8);
/** Of hand-written assembly, without a size. */
export const MEMCPY = noise(48, 9);
export const TABLE = noise(256, 10);

/** glibc's `_start` of x86_64 as its crt1.o has it, with its relocations for `main` and `__libc_start_main`. */
export const START = Uint8Array.from([
  0x31, 0xed, 0x49, 0x89, 0xd1, 0x5e, 0x48, 0x89, 0xe2, 0x48, 0x83, 0xe4, 0xf0, 0x50, 0x54, 0x45, 0x31, 0xc0, 0x31,
  0xc9, 0x48, 0x8b, 0x3d, 0, 0, 0, 0, 0xff, 0x15, 0, 0, 0, 0, 0xf4,
]);
const GOTPCRELX = 41;
const REX_GOTPCRELX = 42;

function compiled(code: MadeSection, more: readonly MadeSection[] = []): Uint8Array {
  return madeElf({ type: 1, sections: [code, ...more, UNWINDING] });
}

export const PRINTF_O = compiled({
  ...CODE,
  bytes: joined(PRINTF, new Uint8Array(8).fill(0x90), SMALL),
  symbols: [
    { name: "printf", at: 0, size: 300 },
    { name: "putc", at: 308, size: 40 },
  ],
  relocations: PRINTF_CALLS,
});
/** Forty functions that together are more than a few small ones. */
export const MANY = Array.from({ length: 40 }, (_, index) => noise(140, 200 + index));
export const TABLE_O = compiled({
  ...CONSTANTS,
  bytes: TABLE,
  symbols: [{ name: "crc_table", at: 0, size: 256, type: 1 }],
});
export const MEMCPY_O = madeElf({
  type: 1,
  sections: [{ ...CODE, bytes: MEMCPY, symbols: [{ name: "memcpy", at: 0, size: 0 }] }],
});
export const CRT1_O = compiled({
  ...CODE,
  bytes: START,
  symbols: [{ name: "_start", at: 0, size: 34 }],
  relocations: [
    { at: 23, type: REX_GOTPCRELX },
    { at: 29, type: GOTPCRELX },
  ],
});
/** Returns 0: so much of nothing in particular. */
export const STUB_O = compiled({
  ...CODE,
  bytes: joined(Uint8Array.from([0x31, 0xc0, 0xc3]), new Uint8Array(61).fill(0x90)),
  symbols: [{ name: "nothing", at: 0, size: 64 }],
});

export const BUILD_ID = noise(20, 11);
export const SEED_COMMENT = "GCC: (Debian 12.2.0-14) 12.2.0";
export const BASH = madeElf({
  type: 2,
  sections: [{ ...CODE, bytes: noise(500, 12) }, buildIdNote(BUILD_ID), COMMENT(SEED_COMMENT)],
});
export const LDD = `#!/bin/bash\n# tells what a program needs\n${"echo needed\n".repeat(10)}`;
export const COPYRIGHT = "This is free software. ".repeat(20);
export const PYC = joined(Uint8Array.from([0xa7, 0x0d, 0, 0]), noise(200, 13));
export const LIBC_A = madeLibrary({
  "printf.o": PRINTF_O,
  "a-name-that-is-too-long-for-a-header.o": MEMCPY_O,
  "table.o": TABLE_O,
  "stub.o": STUB_O,
  ...Object.fromEntries(
    MANY.map((bytes, index) => [
      `many${index}.o`,
      compiled({ ...CODE, bytes, symbols: [{ name: `many${index}`, at: 0, size: bytes.length }] }),
    ]),
  ),
});
export const EMPTY_O = compiled({ ...CODE, bytes: new Uint8Array(0) });
/** As libgcc's crtbegin.o: two functions without sizes. */
export const CRTBEGIN = noise(120, 14);
export const CRTBEGIN_O = compiled({ ...CODE, bytes: CRTBEGIN });

const LIBS = "usr/lib/x86_64-linux-gnu";

/** A small Debian: one package of each sort of thing. */
export function seedPackages(): PackageContents[] {
  return [
    contents("usr-merge", [link("bin", "usr/bin"), link("lib", "usr/lib"), link("lib64", "usr/lib64")]),
    contents(
      "libc6-dev",
      [file(`${LIBS}/libc.a`, LIBC_A), file(`${LIBS}/crt1.o`, CRT1_O), file(`${LIBS}/Mcrt1.o`, EMPTY_O)],
      "glibc",
    ),
    contents("libgcc", [file("usr/lib/gcc/x/12/crtbegin.o", CRTBEGIN_O)], "gcc"),
    contents(
      "libc6",
      [
        file(`${LIBS}/libc.so.6`, elfFile({ soname: "libc.so.6" })),
        link("usr/lib64/ld-linux-x86-64.so.2", "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"),
        file("usr/bin/ldd", LDD, 0o755),
        file("usr/share/doc/libc6/copyright", COPYRIGHT),
        file("usr/lib/python3/x.pyc", PYC),
        file("usr/share/locale/de/x.mo", joined(PYC, PYC)),
        file("usr/share/empty", ""),
        file("usr/share/tiny", "tiny\n"),
      ],
      "glibc",
    ),
    contents("bash", [file("usr/bin/bash", BASH, 0o755), link("usr/bin/sh", "bash")]),
    contents("perl", [
      file("usr/bin/perl", elfFile({ interpreter: "/lib64/ld-linux-x86-64.so.2", needed: ["libc.so.6"] }), 0o755),
      file("usr/lib/pkgconfig/perl.pc", "Name: perl\nDescription: a language that has a file for pkg-config\n"),
    ]),
  ];
}

export async function madeScanner(): Promise<ResidueScanner> {
  return new ResidueScanner(await fingerprintSeed(seedPackages()));
}
