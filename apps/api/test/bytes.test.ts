import { apkDigests, readIndex, sha256, verifyIndex } from "@ascent/formats";
import { sampleBlueprint } from "@ascent/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { byteRange } from "../src/range.ts";
import { Problem } from "../src/schema/problem.ts";
import { type ApiRig, apiRig, TOKEN } from "./rig.ts";

let rig: ApiRig;
let runId: string;

beforeAll(async () => {
  rig = await apiRig({ blueprint: sampleBlueprint({ "final/app": "echo first line\necho grüße 🚀" }) });
  runId = await rig.flown();
});
afterAll(() => rig.close());

async function buildOf(stage: string, name: string): Promise<string> {
  const { builds } = (await rig.get(`/v1/runs/${runId}/builds`)).json();
  return builds.find((build: { stage: string; name: string }) => build.stage === stage && build.name === name).id;
}

describe("ranges", () => {
  test("any range that a client may ask for is the same part of the bytes, or refused, or the whole", () => {
    const bytes = Array.from({ length: 10 }, (_, index) => index);
    fc.assert(
      fc.property(fc.option(fc.nat(15)), fc.option(fc.nat(15)), (first, last) => {
        const header = `bytes=${first ?? ""}-${last ?? ""}`;
        const outside = first === null ? last === 0 : first >= bytes.length && (last === null || last >= first);
        if (outside) {
          expect(() => byteRange(header, bytes.length)).toThrow(expect.objectContaining({ code: "bad-range" }));
          return;
        }
        const range = byteRange(header, bytes.length);
        const shown = range === undefined ? bytes : bytes.slice(range.start, range.end + 1);
        const suffix = last === null ? bytes : bytes.slice(Math.max(0, bytes.length - last));
        const asked = first === null ? suffix : bytes.slice(first, last === null ? undefined : last + 1);
        const backwards = first !== null && last !== null && last < first;
        expect(shown).toEqual(backwards ? bytes : asked);
      }),
    );
  });

  test.each([undefined, "", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=0-1", "bytes=1"])(
    "%j is answered with the whole",
    (header) => expect(byteRange(header, 10)).toBeUndefined(),
  );

  test("of nothing there is no range", () => {
    expect(() => byteRange("bytes=0-", 0)).toThrow(expect.objectContaining({ code: "bad-range" }));
  });
});

describe("logs", () => {
  const whole = "--- make app\nfirst line\ngrüße 🚀\n";

  test("the newest attempt's as text, a part of it, or 416", async () => {
    const url = `/v1/builds/${await buildOf("final", "app")}/log`;
    const answer = await rig.get(url);
    expect([answer.status, answer.body, answer.headers["content-type"]]).toEqual([
      200,
      whole,
      "text/plain; charset=utf-8",
    ]);
    expect(answer.headers["accept-ranges"]).toBe("bytes");
    const size = Buffer.byteLength(whole);
    const part = await rig.get(url, { range: "bytes=4-11" });
    expect([part.status, part.body, part.headers["content-range"]]).toEqual([206, "make app", `bytes 4-11/${size}`]);
    const tail = await rig.get(url, { range: "bytes=-5" });
    expect([tail.status, tail.body]).toEqual([206, "🚀\n"]);
    const outside = await rig.get(url, { range: "bytes=1000-" });
    expect([outside.status, outside.headers["content-range"]]).toEqual([416, `bytes */${size}`]);
    expect(Problem.parse(outside.json())).toMatchObject({ code: "bad-range" });
  });

  test("is sent once to whoever has it", async () => {
    const url = `/v1/builds/${await buildOf("final", "app")}/log`;
    const { headers } = await rig.get(url);
    expect(headers).toMatchObject({ etag: `"${sha256(Buffer.from(whole))}"`, "cache-control": "private, no-cache" });
    expect(await rig.get(url, { "if-none-match": String(headers.etag) })).toMatchObject({ status: 304, body: "" });
  });

  test("goes on where the caller was, or is sent whole where that was of another version", async () => {
    const url = `/v1/builds/${await buildOf("final", "app")}/log`;
    const etag = String((await rig.get(url)).headers.etag);
    const range = "bytes=4-11";
    expect(await rig.get(url, { range, "if-range": etag })).toMatchObject({ status: 206, body: "make app" });
    for (const other of [`W/${etag}`, '"another"', "Tue, 24 Nov 2026 05:00:00 GMT"])
      expect(await rig.get(url, { range, "if-range": other }), other).toMatchObject({ status: 200, body: whole });
  });

  test("that the store lost is read from what the worker sent", async () => {
    const id = await buildOf("final", "app");
    const { logDigest } = (await rig.get(`/v1/builds/${id}`)).json();
    rig.deck.store.held.delete(logDigest);
    const url = `/v1/builds/${id}/log`;
    expect((await rig.get(url)).body).toBe(whole);
    expect(await rig.get(url, { range: "bytes=4-11" })).toMatchObject({ status: 206, body: "make app" });
    expect(await rig.get(url, { range: "bytes=999-" })).toMatchObject({ status: 416 });
    const { etag } = (await rig.get(url)).headers;
    expect(etag).toBe(`"${logDigest}"`);
    expect(await rig.get(url, { "if-none-match": String(etag) })).toMatchObject({ status: 304 });
  });

  test("of one attempt, of an attempt that there never was, and of a build that has none yet", async () => {
    const id = await buildOf("final", "app");
    expect((await rig.get(`/v1/builds/${id}/log?attempt=1`)).body).toBe(whole);
    expect(await rig.get(`/v1/builds/${id}/log?attempt=2`)).toMatchObject({ status: 404 });
    expect(await rig.get(`/v1/builds/${id}/log?attempt=99999999999`)).toMatchObject({ status: 400 });
    expect(await rig.get(`/v1/builds/${id}/log?attempt=x`)).toMatchObject({ status: 400 });
    rig.deck.blueprints.held.set("failing", new Map(Object.entries(sampleBlueprint({ "stage1/cc": "exit 1" }))));
    const failed = await rig.flown({ blueprint: "failing" });
    const { builds } = (await rig.get(`/v1/runs/${failed}/builds`)).json();
    const blocked = builds.find(({ state }: { state: string }) => state === "blocked");
    expect(await rig.get(`/v1/builds/${blocked.id}/log`)).toMatchObject({ status: 200, body: "" });
  });
});

describe("lines of a log", () => {
  test("from one on, those that hold a text, and of an attempt that there is", async () => {
    const url = `/v1/builds/${await buildOf("final", "app")}/log/lines`;
    const first = { line: 1, text: "--- make app" };
    expect((await rig.get(`${url}?limit=1`)).json()).toEqual({ attempt: 1, lines: [first], next: 2 });
    expect((await rig.get(`${url}?search=${encodeURIComponent("GRÜSSE".replace("SS", "ß"))}`)).json()).toEqual({
      attempt: 1,
      lines: [{ line: 3, text: "grüße 🚀", isMatch: true }],
    });
    expect(await rig.get(`${url}?attempt=2`)).toMatchObject({ status: 404 });
    for (const wrong of ["limit=0", "limit=1001", "from=0", "context=21", "search=", "case=maybe"])
      expect(await rig.get(`${url}?${wrong}`), wrong).toMatchObject({ status: 400 });
  });
});

describe("artifacts", () => {
  test("are the bytes of their digest, with ranges, and never change", async () => {
    const [published] = await rig.deck.ledger.packages(runId, "x86_64", "final");
    const digest = published!.fileDigest;
    const answer = await rig.get(`/v1/artifacts/${digest}`);
    expect(sha256(answer.bytes)).toBe(digest);
    expect(answer.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": String(answer.bytes.length),
      etag: `"${digest}"`,
      "cache-control": expect.stringContaining("immutable"),
    });
    const part = await rig.get(`/v1/artifacts/${digest}`, { range: "bytes=10-19" });
    expect([part.status, part.bytes]).toEqual([206, answer.bytes.subarray(10, 20)]);
    expect(part.headers["content-length"]).toBe("10");
    expect((await rig.get(`/v1/artifacts/${digest}`, { "if-none-match": `"${digest}"` })).status).toBe(304);
    expect(await rig.get(`/v1/artifacts/${digest}`, { range: "bytes=99999999-" })).toMatchObject({ status: 416 });
  });

  test.each([
    [`sha256:${"0".repeat(64)}`, 404],
    ["sha256:short", 400],
    ["..%2F..%2Fetc%2Fpasswd", 400],
    ["md5:d41d8cd98f00b204e9800998ecf8427e", 400],
  ])("%s is refused with %i", async (digest, status) => {
    expect(await rig.get(`/v1/artifacts/${digest}`)).toMatchObject({ status });
  });
});

describe("repositories", () => {
  async function repository(run: string, input: string) {
    const index = await rig.get(`/repos/${run}/${input}/x86_64/APKINDEX.tar.gz`);
    const key = await rig.get(`/repos/${run}/${input}/key`);
    const keyName = /filename="([^"]+)"/.exec(String(key.headers["content-disposition"]))?.[1] ?? "";
    return { index, key, keyName };
  }

  test.each(["final", "stage1", "seed:alpine", "seed%3Aalpine"])(
    "of %s: the index verifies with the key that is served beside it, and every package in it hashes to its digest",
    async (input) => {
      const { index, key, keyName } = await repository(runId, input);
      expect([index.status, key.status]).toEqual([200, 200]);
      const read = readIndex(index.bytes);
      expect(verifyIndex(read, new Map([[keyName, key.body]]))).toBe(keyName);
      const published = await rig.deck.ledger.packages(runId, "x86_64", decodeURIComponent(input));
      expect(read.records.map(({ name }) => name)).toEqual(published.map(({ record }) => record.name).sort());
      for (const { record, fileDigest, contentDigest } of published) {
        const answer = await rig.get(`/repos/${runId}/${input}/x86_64/${record.name}-${record.version}.apk`);
        expect([answer.status, answer.headers["content-length"]]).toEqual([200, String(record.size)]);
        expect(await apkDigests([answer.bytes])).toMatchObject({
          fileDigest,
          contentDigest,
          checksum: record.checksum,
        });
      }
    },
  );

  test("each stage has a key of its own, and so has each seed", async () => {
    const names = await Promise.all(
      ["stage1", "stage2", "final", "seed:alpine"].map(async (input) => (await repository(runId, input)).keyName),
    );
    expect(names).toEqual(
      ["stage1", "stage2", "final", "seed_alpine"].map((name) => `ascent-00000000-${name}.rsa.pub`),
    );
    const { index } = await repository(runId, "final");
    const other = await repository(runId, "stage1");
    expect(() => verifyIndex(readIndex(index.bytes), new Map([[other.keyName, other.key.body]]))).toThrow();
  });

  test("by a blueprint's name it is the newest succeeded run's, and its tag changes with the run", async () => {
    const url = "/repos/sample/final/x86_64/APKINDEX.tar.gz";
    const first = await rig.get(url);
    expect(first.bytes).toEqual((await repository(runId, "final")).index.bytes);
    expect((await rig.get(url, { "if-none-match": String(first.headers.etag) })).status).toBe(304);
    rig.deck.clock.advance(60);
    await rig.flown();
    const second = await rig.get(url, { "if-none-match": String(first.headers.etag) });
    expect(second.status).toBe(200);
    const { status, headers } = await rig.get("/repos/sample/final/x86_64/app-1.0-r0.apk");
    // The next run's package of this name and version may have other bytes.
    expect([status, headers["cache-control"]]).toEqual([200, "private, no-cache"]);
  });

  test("a stock client gets in with the token as its password", async () => {
    const basic = `Basic ${Buffer.from(`apk:${TOKEN}`).toString("base64")}`;
    const url = "/repos/sample/final/x86_64/APKINDEX.tar.gz";
    expect((await rig.get(url, { authorization: basic })).status).toBe(200);
    const wrong = await rig.get(url, { authorization: `Basic ${Buffer.from("apk:wrong").toString("base64")}` });
    expect([wrong.status, wrong.headers["www-authenticate"]]).toEqual([401, expect.stringContaining("Basic")]);
  });

  test.each([
    ["/repos/00000000-0000-4000-8000-000000000000/final/x86_64/APKINDEX.tar.gz", 404, "run-unknown"],
    ["/repos/nothing/final/x86_64/APKINDEX.tar.gz", 404, "run-unknown"],
    ["/repos/sample/stage9/x86_64/APKINDEX.tar.gz", 404, "stage-unknown"],
    ["/repos/sample/seed:debian/x86_64/APKINDEX.tar.gz", 404, "stage-unknown"],
    ["/repos/sample/stage9/key", 404, "stage-unknown"],
    ["/repos/sample/..%2F..%2Fetc/key", 404, "stage-unknown"],
    ["/repos/sample/seed:nothing/key", 404, "stage-unknown"],
    ["/repos/nothing/final/key", 404, "run-unknown"],
    ["/repos/sample/final/m68k/APKINDEX.tar.gz", 400, "bad-request"],
    ["/repos/sample/final/x86_64/nothing-1.0-r0.apk", 404, "package-unknown"],
    [`/repos/sample/final/x86_64/${"n".repeat(400)}.apk`, 404, "package-unknown"],
    ["/repos/a%00b/final/x86_64/APKINDEX.tar.gz", 400, "bad-request"],
  ])("%s is refused with %i %s", async (url, status, code) => {
    const answer = await rig.get(url);
    expect([answer.status, answer.json().code]).toEqual([status, code]);
  });

  test("names that were never a stage or seed of the run have made no key", () => {
    expect(rig.deck.keys.made.toSorted()).toEqual(["final", "seed_alpine", "stage1", "stage2"]);
  });
});
