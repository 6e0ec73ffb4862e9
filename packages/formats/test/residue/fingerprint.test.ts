import { isFault } from "@ascent/core";
import {
  FINGERPRINT_VERSION,
  fingerprintSeed,
  formatFingerprint,
  parseFingerprint,
  type SeedFingerprint,
} from "@ascent/formats";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { ascii, CODE, type MadeSection, madeElf, noise } from "./made-elf.ts";
import { contents, file, link, seedPackages } from "./made-seed.ts";

let seed: SeedFingerprint;
let bytes: Uint8Array;
beforeAll(async () => {
  seed = await fingerprintSeed(seedPackages());
  bytes = formatFingerprint(seed);
});

const bodiesIn = async (...sections: readonly MadeSection[]) => {
  const object = madeElf({ type: 1, sections });
  const { bodies } = await fingerprintSeed([contents("dev", [file("usr/lib/x.o", object)])]);
  return bodies;
};

function faultOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (isFault(error)) return error.code;
    throw error;
  }
  return "none";
}

describe("a fingerprint", () => {
  test("does not depend on the order of packages, nor of their files", async () => {
    const turned = seedPackages()
      .map((each) => ({ ...each, files: [...(each.files as Iterable<never>)].toReversed() }))
      .toReversed();
    expect(formatFingerprint(await fingerprintSeed(turned))).toEqual(bytes);
  });

  test("leaves the packages as they are, also where they come as buffers", async () => {
    const packages = seedPackages();
    const copies = packages.map((each) =>
      [...(each.files as Iterable<{ content?: Uint8Array }>)].map(({ content }) => content?.slice()),
    );
    const asBuffers = packages.map((each) => ({
      ...each,
      files: [...(each.files as Iterable<ReturnType<typeof file>>)].map((one) =>
        one.content === undefined ? one : { ...one, content: Buffer.from(one.content) },
      ),
    }));
    expect(formatFingerprint(await fingerprintSeed(asBuffers))).toEqual(bytes);
    expect(
      packages.map((each) => [...(each.files as Iterable<{ content?: Uint8Array }>)].map(({ content }) => content)),
    ).toEqual(copies);
  });

  test("survives being stored", () => expect(parseFingerprint(bytes)).toEqual(seed));

  test("of another version is told so", () => {
    const text = new TextDecoder().decode(bytes).replace(/ [0-9]+\n/, ` ${FINGERPRINT_VERSION + 1}\n`);
    expect(faultOf(() => parseFingerprint(ascii(text)))).toBe("fingerprint-version");
  });

  test.each([
    ["nothing", ""],
    ["something else", "{}"],
    ["a header alone", `ascent-seed-fingerprint ${FINGERPRINT_VERSION}\n`],
    ["another shape", `ascent-seed-fingerprint ${FINGERPRINT_VERSION}\n{}\n`],
  ])("that is %s is corrupt", (_what, text) => {
    expect(faultOf(() => parseFingerprint(ascii(text)))).toBe("fingerprint-corrupt");
  });

  test("that points to places it does not list is corrupt", () => {
    const [header = "", json = ""] = new TextDecoder().decode(bytes).split("\n");
    const stored = JSON.parse(json);
    const without = (change: object) => ascii(`${header}\n${JSON.stringify({ ...stored, ...change })}\n`);
    expect(faultOf(() => parseFingerprint(without({ places: [] })))).toBe("fingerprint-corrupt");
    expect(faultOf(() => parseFingerprint(without({ packages: [] })))).toBe("fingerprint-corrupt");
    const [body] = stored.bodies;
    const astray = body.with(2, 1e6);
    expect(faultOf(() => parseFingerprint(without({ bodies: [astray] })))).toBe("fingerprint-corrupt");
  });

  test("cut off or changed anywhere is read, or is a coded fault", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, value, isCut) => {
        const changed = isCut ? bytes.slice(0, at) : bytes.slice();
        if (!isCut) changed[at] = value;
        return ["none", "fingerprint-corrupt", "fingerprint-version"].includes(
          faultOf(() => parseFingerprint(changed)),
        );
      }),
      { numRuns: 200 },
    );
  });

  test("knows paths behind the links in the root", async () => {
    const { paths, folders, aliases } = await fingerprintSeed([
      contents("merge", [link("bin", "usr/bin")]),
      contents("dash", [file("bin/sh", "x")]),
    ]);
    expect([...aliases]).toEqual([["bin", "usr/bin"]]);
    expect([...paths.keys()]).toEqual(["usr/bin/sh"]);
    expect([...folders.keys()]).toEqual(["usr", "usr/bin"]);
  });

  test("learns whose compilers they are from the compilers themselves", async () => {
    const compiler = madeElf({
      type: 2,
      sections: [{ ...CODE, bytes: ascii("x\0(Debian 12.2.0-14) \0(GNU 1.2)\0(Error 12)\0") }],
    });
    const { vendors } = await fingerprintSeed([contents("gcc", [file("usr/bin/cc1", compiler)])]);
    expect([...vendors.keys()]).toEqual(["Debian"]);
  });

  test("names the first of several places of the same", async () => {
    const again = contents("z-copy", [...(seedPackages()[3]!.files as Iterable<ReturnType<typeof file>>)]);
    const { files, places } = await fingerprintSeed([again, ...seedPackages()]);
    const owners = [...files.values()].map((index) => places[index]?.package.name);
    expect(owners).toContain("bash");
    expect(owners).not.toContain("z-copy");
  });
});

describe("bodies", () => {
  test("functions have their symbols' sizes, what lies between is taken as a whole", async () => {
    const symbols = [
      { name: "sized", at: 0, size: 50 },
      { name: "unsized", at: 64, size: 0 },
      { name: "another", at: 90, size: 0 },
    ];
    const bodies = await bodiesIn({ ...CODE, bytes: noise(120, 3), symbols });
    expect(bodies.map(({ name, size }) => `${name} ${size}`)).toEqual(["sized 50", "unsized 70"]);
  });

  test("relocated bytes, and instructions that linkers change with them, are no evidence", async () => {
    const relocations = [
      { at: 30, type: 4 }, // PLT32: four
      { at: 43, type: 42 }, // REX_GOTPCRELX: three before it too
      { at: 54, type: 19 }, // TLSGD: the load and the call
    ];
    const [body] = await bodiesIn({ ...CODE, bytes: noise(80, 4), relocations });
    expect(body).toMatchObject({ size: 80, evidence: 80 - 4 - 7 - 16, masks: [30, 4, 40, 7, 50, 16] });
  });

  test("masks that reach over a function's end are cut, and one that is masked away has no body", async () => {
    const symbols = [{ name: "f", at: 0, size: 32 }];
    const many = Array.from({ length: 8 }, (_, index) => ({ at: index * 4, type: 2 }));
    expect(await bodiesIn({ ...CODE, bytes: noise(32, 5), symbols, relocations: many })).toEqual([]);
    const [body] = await bodiesIn({ ...CODE, bytes: noise(34, 5), symbols, relocations: [{ at: 30, type: 2 }] });
    expect(body).toMatchObject({ size: 32, masks: [30, 2] });
  });

  test("aliases of a function are one body, as is the same function in two objects", async () => {
    const symbols = ["a", "b"].map((name) => ({ name, at: 0, size: 64 }));
    const object = madeElf({ type: 1, sections: [{ ...CODE, bytes: noise(64, 6), symbols }] });
    const { bodies } = await fingerprintSeed([contents("dev", [file("x.o", object), file("y.o", object)])]);
    expect(bodies.map(({ name }) => name)).toEqual(["a"]);
  });

  test("is looked for by the window that fewest others have", async () => {
    const common = noise(16, 1);
    const section = (start: number): Uint8Array => Uint8Array.from([...common, ...noise(112, start)]);
    const objects = [20, 21, 22].map((start) =>
      file(`${start}.o`, madeElf({ type: 1, sections: [{ ...CODE, bytes: section(start) }] })),
    );
    const { bodies } = await fingerprintSeed([contents("dev", objects)]);
    expect(new Set(bodies.map(({ windowHash }) => windowHash)).size).toBe(3);
    for (const { windowAt } of bodies) expect(windowAt).toBeGreaterThan(3);
  });
});
