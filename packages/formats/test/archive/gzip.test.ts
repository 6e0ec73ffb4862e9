import { gunzipSync, gzipSync } from "node:zlib";
import { collect, concat, firstMember, gunzip, gzip, rechunk, sha256, streamOf } from "@ascent/formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const text = (value: string) => new TextEncoder().encode(value);

/** Repetitive and random by turns, so that the compressor has both to deal with. */
function sample(size: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: size }, (_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (index >>> 12) % 2 === 0 ? state >>> 24 : index & 0x0f;
  });
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

describe("compressing", () => {
  test("the bits do not depend on how the input is chunked", async () => {
    const bytes = sample(200_000);
    const whole = sha256(await collect(gzip(streamOf(bytes))));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 8 }), async (cuts) => {
        expect(sha256(await collect(gzip(streamOf(...cutAt(bytes, cuts)))))).toBe(whole);
      }),
      { numRuns: 15 },
    );
  });

  test("the bits are these, on every host and with every Node", async () => {
    expect(sha256(await collect(gzip(streamOf(sample(200_000)))))).toBe(
      "sha256:3b6708a31d4b990496bb8131d75ba5acd3165ae75dd535a332904797a957499d",
    );
    expect(sha256(await collect(gzip(streamOf(sample(200_000)), 1)))).toBe(
      "sha256:9478a6cad3d6cbb50411c32f6a0de04ed3f1e65647e2e1bfd4c13852183f4e9f",
    );
  });

  test("there is no time and no host in the header", async () => {
    const [one] = [await collect(gzip(streamOf(text("x"))))];
    expect([...one.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  });

  test.each([0, 1, 65_535, 65_536, 65_537, 200_000])("%i bytes come back, to zlib and to us", async (size) => {
    const bytes = sample(size);
    const packed = await collect(gzip(streamOf(bytes)));
    expect(Buffer.compare(gunzipSync(packed), bytes)).toBe(0);
    expect(Buffer.compare(await collect(gunzip(streamOf(packed))), bytes)).toBe(0);
  });

  test("a level that gzip does not have is refused", async () => {
    await expect(collect(gzip(streamOf(text("x")), 10))).rejects.toThrow(RangeError);
  });
});

describe("decompressing", () => {
  const packed = concat([gzipSync("one "), gzipSync("two")]);

  test("several members read as one, however they are chunked", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 4 }), async (cuts) => {
        expect(Buffer.from(await collect(gunzip(streamOf(...cutAt(packed, cuts))))).toString()).toBe("one two");
      }),
      { numRuns: 30 },
    );
  });

  test("every truncation is noticed", async () => {
    const one = gzipSync("some text that is compressed");
    for (let size = 0; size < one.length; size++) {
      await expect(collect(gunzip(streamOf(one.subarray(0, size))))).rejects.toMatchObject({
        code: "archive-truncated",
      });
    }
  });

  test("no flipped bit changes what is read unnoticed", async () => {
    const content = "some text that is compressed";
    const one = gzipSync(content);
    let noticed = 0;
    for (let bit = 10 * 8; bit < one.length * 8; bit++) {
      const damaged = Uint8Array.from(one);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const outcome = await collect(gunzip(streamOf(damaged))).then(
        (bytes) => Buffer.from(bytes).toString(),
        (error: { code: string }) => error.code,
      );
      // Bits behind the end of the compressed data, up to the next whole byte, mean nothing.
      expect(["archive-corrupt", "archive-truncated", content]).toContain(outcome);
      if (outcome !== content) noticed++;
    }
    expect(noticed).toBeGreaterThan((one.length - 10) * 8 - 8);
  });

  test.each([
    ["text", text("this was never compressed, believe me")],
    ["a member with text behind it", concat([gzipSync("one"), text("and more")])],
  ])("%s is corrupt", async (_what, bytes) => {
    await expect(collect(gunzip(streamOf(bytes)))).rejects.toMatchObject({ code: "archive-corrupt" });
  });

  test("what the source throws comes through as it is", async () => {
    const failing = (async function* () {
      yield packed.subarray(0, 5);
      throw new Error("the network went away");
    })();
    await expect(collect(gunzip(failing))).rejects.toThrow("the network went away");
  });

  test("a consumer that stops lets the source go", async () => {
    let released = false;
    const endless = (async function* () {
      try {
        for (;;) yield gzipSync(Buffer.alloc(100_000));
      } finally {
        released = true;
      }
    })();
    for await (const _chunk of gunzip(endless)) break;
    await expect.poll(() => released).toBe(true);
  });
});

describe("the first member", () => {
  const member = gzipSync("hello");

  test("ends where it ends, whatever follows", () => {
    for (const behind of [new Uint8Array(0), gzipSync("other"), text("\u001f\u008b garbage"), new Uint8Array(64)]) {
      const found = firstMember(concat([member, behind]), 1000);
      expect(found?.length).toBe(member.length);
      expect(Buffer.from(found?.content ?? []).toString()).toBe("hello");
    }
  });

  test("is not there yet while it is cut off anywhere", () => {
    for (let size = 0; size < member.length; size++)
      expect(firstMember(member.subarray(0, size), 1000)).toBeUndefined();
  });

  test("may have a name, a comment, an extra field and a header checksum", () => {
    const flags = 2 | 4 | 8 | 16;
    const header = [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, ...text("name\0"), ...text("comment\0")];
    const crc = crc32(Uint8Array.from(header)) & 0xffff;
    const full = concat([Uint8Array.from([...header, crc & 255, crc >>> 8]), member.subarray(10)]);
    expect(firstMember(full, 1000)?.length).toBe(full.length);
  });

  test("larger than allowed is refused before it is unpacked", () => {
    expect(() => firstMember(gzipSync(Buffer.alloc(10_000_000)), 1_000_000)).toThrow(
      expect.objectContaining({ code: "archive-corrupt" }),
    );
  });
});

function crc32(bytes: Uint8Array): number {
  // The trailer of a gzip member holds the CRC of its content.
  const packed = gzipSync(bytes);
  return packed.readUInt32LE(packed.length - 8);
}

test("pieces of a rechunked stream are all of the asked size but the last", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 20 })),
      fc.integer({ min: 1, max: 9 }),
      async (chunks, size) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of rechunk(chunks, size)) pieces.push(piece);
        expect(concat(pieces)).toEqual(concat(chunks));
        expect(pieces.slice(0, -1).every((piece) => piece.length === size)).toBe(true);
        expect(pieces.every((piece) => piece.length > 0 && piece.length <= size)).toBe(true);
      },
    ),
  );
});
