import { compareVersions, isVersion } from "@ascent/core";
import {
  apkNameOfDeb,
  apkVersionOfDeb,
  concat,
  parseDebRelations,
  readDeb,
  readDebControl,
  streamOf,
} from "@ascent/formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const code = (expected: string) => expect.objectContaining({ code: expected });
const text = (value: string) => new TextEncoder().encode(value);

function member(name: string, content: string, size = String(content.length)): Uint8Array {
  const header = `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"100644".padEnd(8)}${size.padEnd(10)}\`\n`;
  return text(`${header}${content}${content.length % 2 === 1 ? "\n" : ""}`);
}

function deb(...members: Uint8Array[]): Uint8Array {
  return concat([text("!<arch>\n"), ...members]);
}

const format = member("debian-binary", "2.0\n");
const control = member("control.tar.xz", "odd");
const data = member("data.tar.zst", "data");

describe("the container", () => {
  test("is taken apart, whole or in chunks", async () => {
    const bytes = deb(format, control, data);
    for (const source of [bytes, streamOf(bytes.subarray(0, 50), bytes.subarray(50))]) {
      const read = await readDeb(source);
      expect([read.control.name, Buffer.from(read.control.bytes).toString()]).toEqual(["control.tar.xz", "odd"]);
      expect([read.data.name, Buffer.from(read.data.bytes).toString()]).toEqual(["data.tar.zst", "data"]);
    }
  });

  test("may have names as GNU ar ends them, and members that begin with _ in between", async () => {
    const read = await readDeb(deb(member("debian-binary/", "2.0\n"), member("_gpgorigin", "x"), control, data));
    expect(read.data.name).toBe("data.tar.zst");
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["another file", text("PK\u0003\u0004 and so on")],
    ["no members", deb()],
    ["no data", deb(format, control)],
    ["no control", deb(format, data)],
    ["data before control", deb(format, data, control)],
    ["no debian-binary in front", deb(control, format, data)],
    ["format 3", deb(member("debian-binary", "3.0\n"), control, data)],
    ["a negative size", deb(format, member("control.tar.xz", "odd", "-3"), data)],
    ["a size that is no number", deb(format, member("control.tar.xz", "odd", "0x10"), data)],
    ["no size", deb(format, member("control.tar.xz", "odd", ""), data)],
    ["a size beyond the end", deb(format, control, member("data.tar.zst", "data", "9999999999"))],
    [
      "no end mark",
      deb(
        format,
        Uint8Array.from(control, (byte) => (byte === 0x60 ? 0x61 : byte)),
        data,
      ),
    ],
  ])("with %s is corrupt", async (_what, bytes) => {
    await expect(readDeb(bytes)).rejects.toThrow(code("deb-corrupt"));
  });

  test("truncated anywhere is corrupt", async () => {
    const bytes = deb(format, control, data);
    for (let size = 0; size < bytes.length; size++) {
      await expect(readDeb(bytes.subarray(0, size))).rejects.toThrow(code("deb-corrupt"));
    }
  });
});

describe("the control stanza", () => {
  const stanza = `Package: libc6
Source: glibc (2.36-9)
Version: 2.36-9+deb12u10
Architecture: amd64
Installed-Size: 12987
Depends: libgcc-s1, libcrypt1 (>= 1:4.4.10-10~), debconf (>= 0.5) | debconf-2.0
Pre-Depends: python3:any
Homepage: https://www.gnu.org/software/libc/libc.html
Description: GNU C Library: Shared libraries
 Contains the standard libraries
 .
 that are used by nearly all programs.

Package: another
`;

  test("is read to its end, with folded fields and relations", () => {
    const read = readDebControl(stanza);
    expect(read).toMatchObject({
      package: "libc6",
      source: "glibc",
      version: "2.36-9+deb12u10",
      architecture: "amd64",
      installedSize: 12987,
      summary: "GNU C Library: Shared libraries",
      provides: [],
    });
    expect(read.depends).toEqual([
      [{ name: "libgcc-s1", arches: [] }],
      [{ name: "libcrypt1", arches: [], constraint: { relation: ">=", version: "1:4.4.10-10~" } }],
      [
        { name: "debconf", arches: [], constraint: { relation: ">=", version: "0.5" } },
        { name: "debconf-2.0", arches: [] },
      ],
    ]);
    expect(read.preDepends).toEqual([[{ name: "python3", qualifier: "any", arches: [] }]]);
    expect(read.fields.get("description")?.split("\n")).toHaveLength(4);
  });

  test("without a source is its own source", () => {
    expect(readDebControl("Package: a\nVersion: 1\nArchitecture: all\n").source).toBe("a");
  });

  test.each([
    ["no package", "Version: 1\nArchitecture: all\n"],
    ["no version", "Package: a\nArchitecture: all\n"],
    ["no architecture", "Package: a\nVersion: 1\n"],
    ["nothing in it", ""],
    ["a line that is no field", "Package: a\nwhat is this\n"],
    ["a field twice", "Package: a\nPackage: b\nVersion: 1\nArchitecture: all\n"],
    ["a size that is no number", "Package: a\nVersion: 1\nArchitecture: all\nInstalled-Size: big\n"],
    ["a relation that is none", "Package: a\nVersion: 1\nArchitecture: all\nDepends: a b\n"],
  ])("with %s is refused", (_what, bad) => {
    expect(() => readDebControl(bad)).toThrow(code("deb-bad-control"));
  });

  test("of a hostile length takes no time to refuse", () => {
    const spaces = " ".repeat(200_000);
    for (const bad of [`Depends: a${spaces}b`, `Depends: a (${spaces}>= 1${spaces}x)`, `Source: a${spaces}x`]) {
      expect(() => readDebControl(`Package: a\nVersion: 1\nArchitecture: all\n${bad}${spaces}.\nno field\n`)).toThrow(
        code("deb-bad-control"),
      );
    }
  });
});

describe("relations", () => {
  test("have arches, profiles and all operators, the old ones too", () => {
    const read = parseDebRelations("a (<< 1), b(<=2), c (= 3) [amd64 !i386], d (>> 4) <!nocheck>, e (> 5), f (< 6), ");
    expect(
      read.map(([first]) => [first.name, first.constraint?.relation, first.constraint?.version, first.arches]),
    ).toEqual([
      ["a", "<<", "1", []],
      ["b", "<=", "2", []],
      ["c", "=", "3", ["amd64", "!i386"]],
      ["d", ">>", "4", []],
      ["e", ">=", "5", []],
      ["f", "<=", "6", []],
    ]);
  });

  test.each(["a (1)", "a (>= )", "a |", "(>= 1)", "a (>= 1", "a (=> 1)"])("%j is refused", (bad) => {
    expect(() => parseDebRelations(bad)).toThrow(code("deb-bad-control"));
  });
});

describe("apk versions of Debian versions", () => {
  test.each([
    ["12.2.0-14+deb12u1", "12.2.0_p14_p12_p1-r0"],
    ["1:12.2.0-14", "12.2.0_p14-r0"],
    ["2.36", "2.36-r0"],
    ["1.1.1n-0+deb11u5", "1.1.1n_p0_p11_p5-r0"],
    ["9.2p1-2", "9.2_p1_p2-r0"],
    ["0.9.27+git20200814.62c30a4a-2", "0.9.27_git20200814_p62_p30_p4_p2-r0"],
    ["1.0~rc1-1", "1.0_rc1_p1-r0"],
    ["1.0~dev-1", "1.0_alpha_p1-r0"],
    ["1.2.13.dfsg-1", "1.2.13_p1-r0"],
    ["2023c-5", "2023c_p5-r0"],
    ["r2-1", "0_p2_p1-r0"],
  ])("%s becomes %s", (version, expected) => expect(apkVersionOfDeb(version)).toBe(expected));

  test("every Debian version becomes one that apk accepts", () => {
    const part = fc.constantFrom("0", "1", "12", "20240101", "a", "git", "rc", "dfsg", "deb", "u", ".", "+", "~", "-");
    const any = fc
      .tuple(fc.constantFrom("", "1:"), fc.constantFrom("1", "2.3", "007"), fc.array(part, { maxLength: 8 }))
      .map(([epoch, head, tail]) => `${epoch}${head}${tail.join("")}`);
    fc.assert(
      fc.property(any, (version) => {
        expect([version, isVersion(apkVersionOfDeb(version))]).toEqual([version, true]);
      }),
      { numRuns: 1000 },
    );
  });

  test("the order of updates of one package is kept", () => {
    const rising = [
      "2.36~rc1-1",
      "2.36-1",
      "2.36-9",
      "2.36-9+deb12u1",
      "2.36-9+deb12u10",
      "2.36-10",
      "2.36+git1-1",
      "2.37-1",
    ];
    const mapped = rising.map(apkVersionOfDeb);
    // Upstream snapshots are the exception: apk has them below any numbered patch.
    const kept = mapped.filter((version) => !version.includes("git"));
    expect([...kept].sort(compareVersions)).toEqual(kept);
  });

  test.each(["", "abc", "1 2", "1\n2", "1-é"])("%j is refused", (version) => {
    expect(() => apkVersionOfDeb(version)).toThrow(code("deb-bad-control"));
  });
});

test("names stay, without their arch, and what is no name is refused", () => {
  expect(apkNameOfDeb("libstdc++6")).toBe("libstdc++6");
  expect(apkNameOfDeb("python3:any")).toBe("python3");
  for (const bad of ["", "../x", "a b", "A", "a=1", "-a"]) {
    expect(() => apkNameOfDeb(bad)).toThrow(code("deb-bad-control"));
  }
});
