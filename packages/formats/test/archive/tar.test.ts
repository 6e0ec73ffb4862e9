import { spawnSync } from "node:child_process";
import {
  collect,
  concat,
  readSegment,
  readTar,
  streamOf,
  type TarEntry,
  type TarInput,
  writeTar,
} from "@ascent/formats";
import fc from "fast-check";
import { pack } from "tar-stream";
import { describe, expect, test } from "vitest";

const text = (value: string) => new TextEncoder().encode(value);
const file = (path: string, content: string, more: Partial<TarInput> = {}): TarInput => {
  return { path, type: "file", mode: 0o644, mtime: 7, content: text(content), ...more };
};

interface Seen extends Omit<TarEntry, "content"> {
  readonly content: string;
}

async function readAll(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const entry of readTar(bytes instanceof Uint8Array ? streamOf(bytes) : bytes)) {
    seen.push({ ...entry, content: Buffer.from(await collect(entry.content)).toString("latin1") });
  }
  return seen;
}

const entryName = fc
  .array(fc.string({ unit: fc.constantFrom("a", "B", "7", "-", "é", "目", " "), minLength: 1, maxLength: 60 }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join("/"));

const anyEntry: fc.Arbitrary<TarInput> = fc.oneof(
  fc.record({
    path: entryName,
    type: fc.constant("file" as const),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    mtime: fc.integer({ min: 0, max: 2 ** 33 - 1 }),
    content: fc.uint8Array({ maxLength: 1500 }),
    pax: fc.dictionary(fc.constantFrom("APK-TOOLS.checksum.SHA1", "comment"), fc.string({ maxLength: 120 })),
  }),
  fc.record({
    path: entryName,
    type: fc.constant("directory" as const),
    mode: fc.constant(0o755),
    mtime: fc.constant(0),
  }),
  fc.record({
    path: entryName,
    type: fc.constantFrom("symlink" as const, "hardlink" as const),
    mode: fc.constant(0o777),
    mtime: fc.constant(0),
    linkTarget: entryName,
  }),
);

describe("what is written", () => {
  test("reads back the same, whatever the names, modes, links and sizes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 6 }), async (entries) => {
        const seen = await readAll(await collect(writeTar(entries)));
        expect(seen).toHaveLength(entries.length);
        for (const [index, entry] of entries.entries()) {
          const read = seen[index]!;
          expect(read.path.replace(/\/$/, "")).toBe(entry.path);
          expect([read.type, read.mode, read.mtime, read.linkTarget]).toEqual([
            entry.type,
            entry.mode,
            entry.mtime,
            entry.linkTarget,
          ]);
          expect(read.content).toBe(Buffer.from((entry.content as Uint8Array | undefined) ?? []).toString("latin1"));
          expect(read.pax).toMatchObject(entry.pax ?? {});
        }
      }),
      { numRuns: 150 },
    );
  });

  test("is what GNU tar understands, owners, modes, long names and all", async () => {
    const long = `usr/${"long-directory-name/".repeat(8)}file`;
    const bytes = await collect(
      writeTar([
        { path: "usr", type: "directory", mode: 0o755, mtime: 0 },
        file(long, "content", { mode: 0o4755 }),
        file("usr/name-é", "x"),
        { path: "usr/link", type: "symlink", mode: 0o777, mtime: 0, linkTarget: "../etc/x" },
        { path: "usr/hard", type: "hardlink", mode: 0o644, mtime: 0, linkTarget: "usr/name-é" },
      ]),
    );
    const listed = spawnSync("tar", ["--numeric-owner", "--quoting-style=literal", "-tvf", "-"], {
      input: bytes,
      encoding: "utf8",
      env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" },
    });
    expect(listed.stderr).toBe("");
    expect(
      listed.stdout
        .trim()
        .split("\n")
        .map((line) => line.replace(/ +/g, " ")),
    ).toEqual([
      "drwxr-xr-x 0/0 0 1970-01-01 00:00 usr/",
      `-rwsr-xr-x 0/0 7 1970-01-01 00:00 ${long}`,
      "-rw-r--r-- 0/0 1 1970-01-01 00:00 usr/name-é",
      "lrwxrwxrwx 0/0 0 1970-01-01 00:00 usr/link -> ../etc/x",
      "hrw-r--r-- 0/0 0 1970-01-01 00:00 usr/hard link to usr/name-é",
    ]);
  });

  test("has PAX records only where they are needed", async () => {
    expect(await collect(writeTar([file("a".repeat(100), "")]))).toHaveLength(512 + 1024);
    expect(await collect(writeTar([file(`${"d".repeat(155)}/${"a".repeat(100)}`, "")]))).toHaveLength(512 + 1024);
    expect(await collect(writeTar([file("a".repeat(101), "")]))).toHaveLength(3 * 512 + 1024);
  });

  test("keeps binary extended attributes bit for bit", async () => {
    const capability = Uint8Array.from([1, 0, 0, 2, 0, 0x20, 0xff, 0xfe, 0x0a, 0x3d, 0, 0]);
    const bytes = await collect(
      writeTar([file("bin/ping", "", { pax: { "SCHILY.xattr.security.capability": capability } })]),
    );
    expect(Buffer.from(bytes).includes(Buffer.from(capability))).toBe(true);
    expect(Buffer.from(bytes.subarray(512, 600)).toString("latin1")).toMatch(
      /^49 SCHILY\.xattr\.security\.capability=/,
    );
    expect((await readAll(bytes)).map(({ path }) => path)).toEqual(["bin/ping"]);
  });

  test("counts the length of a PAX record with its own digits", async () => {
    for (let size = 80; size < 110; size++) {
      const [read] = await readAll(await collect(writeTar([file("f", "", { pax: { comment: "x".repeat(size) } })])));
      expect(read?.pax.comment).toBe("x".repeat(size));
    }
  });

  test("without an end, goes on in the next archive", async () => {
    const first = await collect(writeTar([file("a", "1")], { endOfArchive: false }));
    const second = await collect(writeTar([file("b", "2")]));
    expect((await readAll(concat([first, second]))).map(({ path, content }) => [path, content])).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
  });

  test("content of another size than announced is a fault, not a broken archive", async () => {
    const wrong = { ...file("a", ""), content: streamOf(text("four")), size: 5 };
    await expect(collect(writeTar([wrong]))).rejects.toMatchObject({ code: "archive-size-mismatch" });
  });

  test.each([
    ["no name", file("", "")],
    ["a NUL in the name", file("a\0b", "")],
    ["a time before 1970", file("a", "", { mtime: -1 })],
    ["a time that is no number", file("a", "", { mtime: Number.NaN })],
    ["a link to nothing", { path: "l", type: "symlink", mode: 0o777, mtime: 0 } as const],
  ])("an entry with %s is refused", async (_what, entry) => {
    await expect(collect(writeTar([entry]))).rejects.toMatchObject({ code: "archive-bad-entry" });
  });
});

describe("what is read", () => {
  const three = () => collect(writeTar([file("a", "x".repeat(2000)), file("b", "y".repeat(600)), file("c", "z")]));

  test("content that nobody reads is passed over, in any chunking", async () => {
    const bytes = await three();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (size) => {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
          bytes.subarray(n * size, (n + 1) * size),
        );
        const names: string[] = [];
        for await (const entry of readTar(streamOf(...chunks))) names.push(entry.path);
        expect(names).toEqual(["a", "b", "c"]);
      }),
      { numRuns: 30 },
    );
  });

  test("content that is read in part does not disturb the next entry", async () => {
    const bytes = await three();
    const seen: [string, number][] = [];
    const chunks = Array.from({ length: Math.ceil(bytes.length / 100) }, (_, n) =>
      bytes.subarray(n * 100, (n + 1) * 100),
    );
    for await (const entry of readTar(streamOf(...chunks))) {
      for await (const chunk of entry.content) {
        seen.push([entry.path, chunk.length]);
        break;
      }
    }
    expect(seen.map(([path]) => path)).toEqual(["a", "b", "c"]);
  });

  test("content that is read after its turn is a fault, not empty", async () => {
    const kept: TarEntry[] = [];
    for await (const entry of readTar(streamOf(await three()))) kept.push(entry);
    await expect(collect(kept[0]!.content)).rejects.toMatchObject({ code: "archive-entry-passed" });
  });

  test("every truncation inside an entry is a fault, whether its content is read or not", async () => {
    const bytes = await collect(writeTar([file("a", "hello"), file("é", "world")], { endOfArchive: false }));
    const boundaries = new Set([0, 1024, 1024 + 512 * 2, bytes.length]);
    for (let size = 0; size < bytes.length; size += size % 512 < 4 || size % 512 > 508 ? 1 : 37) {
      if (boundaries.has(size)) continue;
      const cut = bytes.subarray(0, size);
      await expect(readAll(cut)).rejects.toMatchObject({ code: "archive-truncated" });
      const skipping = async () => {
        for await (const _entry of readTar(streamOf(cut)));
      };
      await expect(skipping()).rejects.toMatchObject({ code: "archive-truncated" });
    }
  });

  test("what is no tar is corrupt", async () => {
    await expect(readAll(text("garbage ".repeat(200)))).rejects.toMatchObject({ code: "archive-corrupt" });
  });

  test("any damage ends in an archive or a coded fault, never in a hang or another error", async () => {
    const bytes = await collect(writeTar([file("é", "hello", { pax: { comment: "c" } }), file("b", "x".repeat(700))]));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const outcome = await readAll(damaged).then(
          () => "read",
          (error: { code?: string }) => error.code,
        );
        expect(outcome).toMatch(/^(read|archive-corrupt|archive-truncated)$/);
      }),
      { numRuns: 300 },
    );
  });

  test("what the source throws comes through as it is", async () => {
    const bytes = await three();
    const failing = async function* () {
      yield bytes.subarray(0, 700);
      throw new Error("the network went away");
    };
    await expect(readAll(failing())).rejects.toThrow("the network went away");
  });

  test("a consumer that stops lets the source go", async () => {
    let released = false;
    const bytes = await three();
    const endless = (async function* () {
      try {
        for (;;) yield bytes;
      } finally {
        released = true;
      }
    })();
    for await (const _entry of readTar(endless)) break;
    expect(released).toBe(true);
  });

  test("all kinds of another writer's entries are told apart", async () => {
    const other = pack();
    const mtime = new Date(5000);
    other.entry({ name: "f", mtime }, "content");
    other.entry({ name: "d", type: "directory", mtime });
    other.entry({ name: "s", type: "symlink", linkname: "f", mtime });
    other.entry({ name: "h", type: "link", linkname: "f", mtime });
    other.entry({ name: "c", type: "character-device", devmajor: 1, devminor: 3, mtime });
    other.entry({ name: "b", type: "block-device", mtime });
    other.entry({ name: "p", type: "fifo", mtime });
    other.finalize();
    const seen = await readAll(other as unknown as AsyncIterable<Uint8Array>);
    expect(seen.map(({ path, type, mtime: time, linkTarget }) => [path, type, time, linkTarget])).toEqual([
      ["f", "file", 5, undefined],
      ["d", "directory", 5, undefined],
      ["s", "symlink", 5, "f"],
      ["h", "hardlink", 5, "f"],
      ["c", "character", 5, undefined],
      ["b", "block", 5, undefined],
      ["p", "fifo", 5, undefined],
    ]);
  });
});

describe("small archives in memory", () => {
  test("give their files at once", async () => {
    const bytes = await collect(writeTar([file(".PKGINFO", "pkgname = a", { pax: { comment: "c" } }), file("b", "")]));
    const files = readSegment(bytes).map(({ name, content }) => [name, Buffer.from(content).toString()]);
    expect(files).toEqual([
      [".PKGINFO", "pkgname = a"],
      ["b", ""],
    ]);
  });

  test("hold files and nothing else", async () => {
    const link = await collect(writeTar([{ path: "l", type: "symlink", mode: 0o777, mtime: 0, linkTarget: "/etc" }]));
    expect(() => readSegment(link)).toThrow(expect.objectContaining({ code: "archive-corrupt" }));
  });

  test("every truncation inside an entry, and every flipped byte of a header, is a fault", async () => {
    const bytes = await collect(writeTar([file("a", "hello")], { endOfArchive: false }));
    for (let size = 1; size < bytes.length; size++) {
      expect(() => readSegment(bytes.subarray(0, size))).toThrow(
        expect.objectContaining({ code: "archive-truncated" }),
      );
    }
    for (let at = 0; at < 512; at++) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x03;
      const outcome = () => readSegment(damaged).map(({ name }) => name);
      // Only the padding behind the digits of the checksum itself may differ unnoticed.
      if (at < 148 || at > 155) expect(outcome).toThrow(expect.objectContaining({ code: "archive-corrupt" }));
    }
  });
});
