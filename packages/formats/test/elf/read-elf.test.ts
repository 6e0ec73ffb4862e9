import { readFileSync } from "node:fs";
import { isFault } from "@ascent/core";
import { readElf } from "@ascent/formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elfFile } from "./sample-elf.ts";

describe("what an ELF file says of itself", () => {
  test.each([
    ["64 bits, little endian", { bits: 64 as const, big: false }],
    ["32 bits, little endian", { bits: 32 as const, big: false }],
    ["64 bits, big endian", { bits: 64 as const, big: true }],
    ["32 bits, big endian", { bits: 32 as const, big: true }],
  ])("is read with %s", (_what, kind) => {
    const read = readElf(
      elfFile({
        ...kind,
        interpreter: "/lib/ld.so",
        soname: "liba.so.1",
        needed: ["libz.so.1", "libc.so"],
        runpath: "/opt/lib:$ORIGIN/../lib",
        symbols: true,
      }),
    );
    expect(read).toEqual({
      bits: kind.bits,
      endian: kind.big ? "big" : "little",
      machine: "x86_64",
      type: "shared",
      interpreter: "/lib/ld.so",
      soname: "liba.so.1",
      needed: ["libz.so.1", "libc.so"],
      rpath: [],
      runpath: ["/opt/lib", "$ORIGIN/../lib"],
      isStatic: false,
      hasSymbols: true,
    });
  });

  test("a program that names neither loader nor libraries is static, position-independent or not", () => {
    expect(readElf(elfFile({ type: 2 }))?.isStatic).toBe(true);
    expect(readElf(elfFile({ type: 3, pie: true }))?.isStatic).toBe(true);
    expect(readElf(elfFile({ type: 3 }))?.isStatic).toBe(false);
    expect(readElf(elfFile({ type: 2, needed: ["libc.so.6"] }))?.isStatic).toBe(false);
    expect(readElf(elfFile({ type: 2, interpreter: "/lib/ld.so" }))?.isStatic).toBe(false);
  });

  test("machines are named as apk names arches, others are numbered", () => {
    expect(readElf(elfFile({ machine: 183 }))?.machine).toBe("aarch64");
    expect(readElf(elfFile({ machine: 9999 }))?.machine).toBe("machine-9999");
  });

  test("a separate debug file has neither loader nor libraries, whatever its headers say", () => {
    const read = readElf(elfFile({ hollow: true, interpreter: "/lib/ld.so", needed: ["libc.so.6"], symbols: true }));
    expect(read).toMatchObject({ needed: [], hasSymbols: true });
    expect(read).not.toHaveProperty("interpreter");
  });

  test("this host's shell is read", () => {
    const shell = readElf(readFileSync("/bin/sh"));
    expect(shell?.needed.some((name) => name.startsWith("libc."))).toBe(true);
    expect(shell?.interpreter).toMatch(/^\/lib/);
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["a script", new TextEncoder().encode("#!/bin/sh\n")],
    ["half of the magic", Uint8Array.from([0x7f, 0x45, 0x4c])],
  ])("%s is no ELF file, and no fault", (_what, bytes) => expect(readElf(bytes)).toBeUndefined());
});

describe("hostile ELF files", () => {
  const whole = elfFile({ interpreter: "/lib/ld.so", soname: "liba.so.1", needed: ["libz.so.1"], symbols: true });
  const attempt = (bytes: Uint8Array): string => {
    try {
      return readElf(bytes) === undefined ? "none" : "read";
    } catch (error) {
      if (!isFault(error)) throw error;
      return error.code;
    }
  };

  test("truncated anywhere are corrupt: the section headers are at the end", () => {
    for (let size = 4; size < whole.length - 64; size++) expect(attempt(whole.subarray(0, size))).toBe("elf-corrupt");
  });

  test("any bytes changed end in facts or in a coded fault", () => {
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const damaged = Uint8Array.from(whole);
        for (const [at, value] of changes) if (at >= 4) damaged[at] = value;
        expect(attempt(damaged)).toMatch(/^(read|elf-corrupt)$/);
      }),
      { numRuns: 3000 },
    );
  });

  test("any header, all else noise, ends in facts or in a coded fault", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 0, maxLength: 400 }),
        fc.constantFrom(1, 2),
        fc.constantFrom(1, 2),
        (noise, a, b) => {
          expect(attempt(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, a, b, ...noise]))).toMatch(/^(read|elf-corrupt)$/);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("addresses beyond what a number holds are corrupt, not wrapped", () => {
    const damaged = Uint8Array.from(whole);
    new DataView(damaged.buffer).setBigUint64(32, 0xffff_ffff_ffff_ffffn, true);
    expect(attempt(damaged)).toBe("elf-corrupt");
  });
});
