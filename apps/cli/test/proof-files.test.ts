import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProofManifest, PROOF_MANIFEST, type ProofManifest, sha256 } from "@ascent/formats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { directoryFiles } from "../src/proof/directory-files.ts";
import { downloadExport } from "../src/proof/download.ts";
import { httpSource, locate } from "../src/proof/locate.ts";

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "ascent-proof-"));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

async function text(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const held = [];
  for await (const chunk of chunks) held.push(chunk);
  return Buffer.concat(held).toString();
}

describe("a directory that anybody may have made", () => {
  test("gives regular files by their paths, and never more than was asked for by more than a byte", async () => {
    await mkdir(join(scratch, "proof", "runs"), { recursive: true });
    await writeFile(join(scratch, "proof", "runs", "a"), "0123456789");
    const files = await directoryFiles(scratch);
    expect(await text(files.read("proof/runs/a", 100))).toBe("0123456789");
    expect(await text(files.read("proof/runs/a", 4))).toBe("01234");
    expect(await files.list()).toEqual(["proof/runs/a"]);
  });

  test("links are not followed: neither a file's nor a folder's, inside of it or out of it", async () => {
    await mkdir(join(scratch, "in"));
    await writeFile(join(scratch, "in", "a"), "a");
    await symlink("/etc/passwd", join(scratch, "passwd"));
    await symlink("in", join(scratch, "folder"));
    await symlink("a", join(scratch, "in", "b"));
    await symlink("/", join(scratch, "root"));
    const files = await directoryFiles(scratch);
    for (const path of ["passwd", "folder/a", "in/b", "root/etc/passwd"])
      await expect(text(files.read(path, 10))).rejects.toMatchObject({ code: "proof-file-strange" });
    expect([...(await files.list())].sort()).toEqual(["folder", "in/a", "in/b", "passwd", "root"]);
  });

  test("what is no regular file is refused and not waited for", async () => {
    execFileSync("mkfifo", [join(scratch, "fifo")]);
    await mkdir(join(scratch, "folder"));
    const files = await directoryFiles(scratch);
    for (const path of ["fifo", "folder"])
      await expect(text(files.read(path, 10))).rejects.toMatchObject({ code: "proof-file-strange" });
    await expect(text(files.read("absent", 10))).rejects.toMatchObject({ code: "proof-file-missing" });
  });

  test.each(["../a", "a/../../b", "/etc/passwd", "a//b", "./a", "a\\b", "a\0b", ""])(
    "the path %j leaves it",
    async (path) => {
      const files = await directoryFiles(scratch);
      await expect(text(files.read(path, 10))).rejects.toMatchObject({ code: "proof-file-strange" });
    },
  );
});

const RUN = "00000000-0000-4000-8000-000000000001";

function tableOf(files: Record<string, string>, change: Partial<ProofManifest["files"][number]> = {}): string {
  return formatProofManifest({
    ...{ format: "ascent-proof/1", run: RUN, runs: [{ id: RUN, role: "exported" }], stageKeys: [], builderKeys: [] },
    files: Object.entries(files).map(([path, content]) => ({
      ...{ path, role: "report", digest: sha256(content), size: content.length },
      ...change,
    })),
  });
}

function sourceOf(files: Record<string, string>) {
  return async (path: string) => {
    const content = files[path];
    if (content === undefined) throw new Error(`asked for ${path}`);
    return (async function* () {
      yield Buffer.from(content);
    })();
  };
}

describe("a download", () => {
  test("brings what the table lists, and the table last", async () => {
    const files = { "proof/reports/a.json": "a", "x86_64/b.apk": "bb" };
    await downloadExport(sourceOf({ ...files, [PROOF_MANIFEST]: tableOf(files) }), scratch);
    expect(await readFile(join(scratch, "x86_64", "b.apk"), "utf8")).toBe("bb");
    expect((await readdir(scratch, { recursive: true })).filter((path) => path.endsWith(".part"))).toEqual([]);
  });

  test("refuses what is not as listed, longer or shorter, and leaves no table behind", async () => {
    const files = { "proof/reports/a.json": "aaaa" };
    for (const found of ["aaab", "aaaaa", "aaa"]) {
      const source = sourceOf({ "proof/reports/a.json": found, [PROOF_MANIFEST]: tableOf(files) });
      await expect(downloadExport(source, scratch)).rejects.toMatchObject({ code: "proof-file-changed" });
      expect(await readdir(scratch, { recursive: true })).toEqual(["proof", "proof/reports"]);
    }
  });

  test("asks for nothing when the table would leave the directory or fill the disk", async () => {
    for (const path of ["../outside", "/etc/cron.d/x", "a/../../b"]) {
      const table = tableOf({ ok: "a" }, { path });
      await expect(downloadExport(sourceOf({ [PROOF_MANIFEST]: table }), scratch)).rejects.toMatchObject({
        code: "proof-malformed",
      });
    }
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}`, "a"]));
    const huge = tableOf(many, { size: 2 * 1024 ** 3 });
    await expect(downloadExport(sourceOf({ [PROOF_MANIFEST]: huge }), scratch)).rejects.toMatchObject({
      code: "proof-file-large",
    });
    expect(await readdir(scratch)).toEqual([]);
  });

  test("from any HTTP folder sends the token, and tells what the server answers", async () => {
    const files = { "proof/reports/a b.json": "a" };
    const held: Record<string, string> = { ...files, [PROOF_MANIFEST]: tableOf(files) };
    const seen: (string | undefined)[] = [];
    const server: Server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      const content = held[decodeURIComponent(request.url!.replace("/some/where/", ""))];
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where`;
      await downloadExport(httpSource(url, "secret"), scratch);
      expect(new Set(seen)).toEqual(new Set(["Bearer secret"]));
      await expect(downloadExport(httpSource(`${url}/else`, undefined), scratch)).rejects.toMatchObject({
        code: "proof-unreachable",
      });
    } finally {
      server.close();
    }
  });
});

describe("what is verified", () => {
  test("is a directory, a URL, or a run by the beginning of its id", async () => {
    expect(await locate(scratch)).toEqual({ kind: "directory", path: scratch });
    expect(await locate("3f2a")).toEqual({ kind: "run", id: "3f2a" });
    expect(await locate("latest")).toEqual({ kind: "run", id: "latest" });
    expect(await locate("https://example.org/tiny/")).toEqual({ kind: "url", url: "https://example.org/tiny" });
    expect(await locate("https://example.org/tiny/proof/proof.json")).toMatchObject({
      url: "https://example.org/tiny",
    });
    expect(await locate(`http://host/v1/runs/${RUN}`)).toMatchObject({ url: `http://host/v1/runs/${RUN}/export` });
    await expect(locate("no/such/place")).rejects.toMatchObject({ code: "proof-file-missing" });
  });
});
