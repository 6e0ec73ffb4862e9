import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Digest } from "@ascent/core";
import { artifactStoreConformance, memoryStore } from "@ascent/testkit";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDirectoryStore } from "../src/index.ts";

const run = promisify(execFile);

function pathIn(directory: string, digest: Digest): string {
  const hex = digest.slice(7);
  return join(directory, "sha256", hex.slice(0, 2), hex);
}

async function replace(path: string, bytes: Uint8Array | undefined): Promise<void> {
  if (bytes === undefined) return rm(path);
  await chmod(path, 0o644);
  await writeFile(path, bytes);
  await chmod(path, 0o444);
}

artifactStoreConformance("directory", async () => {
  const directory = await mkdtemp(join(tmpdir(), "ascent-store-"));
  return {
    store: await createDirectoryStore(directory),
    damage: (digest, bytes) => replace(pathIn(directory, digest), bytes),
    close: () => rm(directory, { recursive: true, force: true }),
  };
});

artifactStoreConformance("memory", async () => {
  const store = memoryStore();
  return {
    store,
    async damage(digest, bytes) {
      if (bytes === undefined) store.held.delete(digest);
      else store.held.set(digest, bytes);
    },
    close: () => store.close(),
  };
});

describe("a directory as artifact store", () => {
  let directory: string;
  let scratch: string;
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), "ascent-store-"));
    directory = join(scratch, "store");
  });
  afterEach(() => rm(scratch, { recursive: true, force: true }));

  const temps = () => readdir(join(directory, "tmp"));

  test("any bytes come back as they were, from a file named by their hash", async () => {
    const store = await createDirectoryStore(directory);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
        const digest = await store.put(bytes);
        const hex = createHash("sha256").update(bytes).digest("hex");
        expect(await store.localPath(digest)).toBe(join(directory, "sha256", hex.slice(0, 2), hex));
        expect(Buffer.compare(await readFile(pathIn(directory, digest)), bytes)).toBe(0);
      }),
      { numRuns: 30 },
    );
    expect(await temps()).toEqual([]);
  });

  test("a file on the same file system is linked in, not copied", async () => {
    const store = await createDirectoryStore(directory);
    const path = join(scratch, "big");
    await writeFile(path, Buffer.alloc(100_000, 1));
    const before = (await stat(path)).ino;
    const { digest } = await store.putFile(path);
    expect((await stat(await store.localPath(digest))).ino).toBe(before);
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a file that has another name elsewhere is copied, so that writing there changes no artifact", async () => {
    const store = await createDirectoryStore(directory);
    const path = join(scratch, "shared");
    const other = join(scratch, "other-name");
    await writeFile(path, "shared bytes");
    await link(path, other);
    const { digest } = await store.putFile(path);
    await writeFile(other, "other bytes!");
    expect(Buffer.from(await store.read(digest)).toString()).toBe("shared bytes");
  });

  test("a symbolic link is stored as what it points to; a directory is refused", async () => {
    const store = await createDirectoryStore(directory);
    await writeFile(join(scratch, "target"), "behind the link");
    await symlink("target", join(scratch, "link"));
    const { digest } = await store.putFile(join(scratch, "link"));
    expect(Buffer.from(await store.read(digest)).toString()).toBe("behind the link");
    expect(await readFile(join(scratch, "target"), "utf8")).toBe("behind the link");
    await mkdir(join(scratch, "folder"));
    await expect(store.putFile(join(scratch, "folder"))).rejects.toMatchObject({ code: "artifact-not-a-file" });
  });

  test("handing the store its own file back loses nothing", async () => {
    const store = await createDirectoryStore(directory);
    const digest = await store.put(Buffer.from("own"));
    await store.putFile(await store.localPath(digest));
    expect(await store.has(digest)).toBe(true);
  });

  test("a change with the same size and a restored time stamp is noticed", async () => {
    const store = await createDirectoryStore(directory);
    const digest = await store.put(Buffer.from("honest"));
    const path = await store.localPath(digest);
    const { atime, mtime } = await stat(path);
    // Long enough for the store to remember the file as verified.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await store.localPath(digest);
    await replace(path, Buffer.from("HONEST"));
    await utimes(path, atime, mtime);
    await expect(store.localPath(digest)).rejects.toMatchObject({ code: "artifact-corrupt" });
  });

  test("a corrupt fault names the file and says what to do", async () => {
    const store = await createDirectoryStore(directory);
    const digest = await store.put(Buffer.from("honest"));
    await replace(pathIn(directory, digest), Buffer.from(""));
    await expect(store.read(digest)).rejects.toMatchObject({
      message: expect.stringContaining(pathIn(directory, digest)),
      wayOut: expect.stringContaining("remove that file"),
    });
  });

  test("two stores on one directory see each other's artifacts", async () => {
    const one = await createDirectoryStore(directory);
    const two = await createDirectoryStore(directory);
    const digest = await one.put(Buffer.from("shared"));
    expect(Buffer.from(await two.read(digest)).toString()).toBe("shared");
  });

  test("opening removes temporary files that a dead process left, and leaves young ones alone", async () => {
    await mkdir(join(directory, "tmp"), { recursive: true });
    await writeFile(join(directory, "tmp", "left-behind"), "half");
    await createDirectoryStore(directory);
    expect(await temps()).toEqual(["left-behind"]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await createDirectoryStore(directory, { staleAfterMs: 10 });
    expect(await temps()).toEqual([]);
  });

  test("a directory that cannot be one is refused with a way out", async () => {
    await writeFile(join(scratch, "file"), "");
    await expect(createDirectoryStore(join(scratch, "file", "store"))).rejects.toMatchObject({
      code: "store-unusable",
      wayOut: expect.stringContaining("data directory"),
    });
  });

  test("a full disk is a fault with a way out and leaves nothing half-written", async () => {
    await mkdir(scratch, { recursive: true });
    const { stdout } = await inSmallFileSystem(scratch, fileURLToPath(new URL("fill-store.ts", import.meta.url)));
    expect(JSON.parse(stdout)).toEqual({
      put: { code: "disk-full", wayOut: expect.stringContaining("free space") },
      putFile: { code: "disk-full", wayOut: expect.stringContaining("free space") },
      temps: [],
      artifacts: 1,
      small: "fits",
    });
  });
});

/** Runs a script with a real 2 MiB file system on `mount`, in a mount namespace of its own. */
function inSmallFileSystem(mount: string, script: string) {
  const inside = `mount -t tmpfs -o size=2m tmpfs "$1" && exec "$2" --conditions=source --import tsx "$3" "$1"`;
  return run("bwrap", [
    ...["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "CAP_SYS_ADMIN", "--dev-bind", "/", "/"],
    ...["sh", "-c", inside, "sh", mount, process.execPath, script],
  ]);
}
