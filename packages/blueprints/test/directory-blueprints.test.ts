import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDirectoryBlueprints } from "../src/index.ts";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "ascent-blueprints-"));
  await write("one/bootstrap.yaml", "name: one\n");
  await write("two/bootstrap.yaml", "name: two\n");
  await write("no-blueprint/README.md", "");
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

async function write(path: string, content: string, mode = 0o644): Promise<void> {
  await mkdir(join(home, path, ".."), { recursive: true });
  await writeFile(join(home, path), content, { mode });
}

const source = (...directories: string[]) =>
  createDirectoryBlueprints({ directories: directories.length > 0 ? directories : [home] });

describe("names", () => {
  test("a blueprint is a sub-folder with bootstrap.yaml; they are listed in code-unit order", async () => {
    await write("B/bootstrap.yaml", "");
    expect(await source().list()).toEqual(["B", "one", "two"]);
  });

  test("folders that do not exist have no blueprints", async () => {
    expect(await source(join(home, "nowhere")).list()).toEqual([]);
  });

  test("the first folder that has a name wins", async () => {
    await write("other/one/bootstrap.yaml", "name: other one\n");
    const read = await source(join(home, "other"), home).read("one");
    expect(Buffer.from(read.get("bootstrap.yaml")?.bytes ?? "").toString()).toBe("name: other one\n");
  });

  test("a name with a slash is a path, wherever it is", async () => {
    const read = await source(join(home, "nowhere")).read(join(home, "two"));
    expect([...read.keys()]).toEqual(["bootstrap.yaml"]);
  });

  test.each(["three", "no-blueprint", "..", ".", "", "./one"])(
    "%j is unknown, and the known names are told",
    async (name) => {
      await expect(source().read(name)).rejects.toMatchObject({
        code: "blueprint-unknown",
        wayOut: expect.stringContaining("one, two"),
      });
    },
  );
});

describe("files", () => {
  test("all files come with bytes and mode, by path in code-unit order; git's own are left out", async () => {
    await write("one/b/run.sh", "x", 0o755);
    await write("one/a.yaml", "y");
    await write("one/.git/config", "z");
    const read = await source().read("one");
    expect([...read].map(([path, { bytes, executable }]) => [path, Buffer.from(bytes).toString(), executable])).toEqual(
      [
        ["a.yaml", "y", false],
        ["b/run.sh", "x", true],
        ["bootstrap.yaml", "name: one\n", false],
      ],
    );
  });

  test("links inside the blueprint are followed, to files and to folders", async () => {
    await write("one/packages/tcc/a.patch", "patch");
    await mkdir(join(home, "one/stage1"));
    await symlink("../packages/tcc", join(home, "one/stage1/tcc-stage1"));
    await symlink("packages/tcc/a.patch", join(home, "one/b.patch"));
    const read = await source().read("one");
    expect([...read.keys()]).toEqual([
      "b.patch",
      "bootstrap.yaml",
      "packages/tcc/a.patch",
      "stage1/tcc-stage1/a.patch",
    ]);
  });

  test("the blueprint's own folder may be a link", async () => {
    await symlink(join(home, "one"), join(home, "link"));
    expect([...(await source().read("link")).keys()]).toEqual(["bootstrap.yaml"]);
  });

  test.each([
    ["/etc/passwd", "leaves the blueprint's folder"],
    ["../two/bootstrap.yaml", "leaves the blueprint's folder"],
    ["..", "leaves the blueprint's folder"],
    ["nowhere", "leads nowhere"],
    [".", "would never end"],
  ])("a link to %s is refused: %s", async (target, why) => {
    await symlink(target, join(home, "one/link"));
    await expect(source().read("one")).rejects.toMatchObject({
      code: "blueprint-unreadable",
      message: expect.stringContaining(why),
    });
  });

  test("what is no file, folder or link is refused", async () => {
    await symlink("/dev/null", join(home, "one/null"));
    await expect(source().read("one")).rejects.toMatchObject({ code: "blueprint-unreadable" });
  });
});
