import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type InspectionRequest, readInspection } from "../src/index.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "ascent-inspection-"));
  await put("sets/mapped/bootstrap.yaml", "name: mapped\nparameters: {one: a folder}\nrest: of no interest here\n");
  await put("sets/mapped/own/x.yaml", "package:\n  name: x\n");
  await put("checkout/a.yaml", "package:\n  name: a\n");
  await put("checkout/a/patch", "+");
  await put("checkout/.git/config", "secret");
  await put("checkout/.tools/package.yaml", "package:\n  name: tool\n");
  await put("plain/b.yaml", "package:\n  name: b\n");
  await put("pipes/go/build.yaml", "pipeline: []\n");
  await put("empty/README.md", "nothing");
  await put("loop/c.yaml", "package:\n  name: c\n");
  await symlink(".", join(root, "loop/again"));
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function read(name: string, more: Partial<InspectionRequest> = {}) {
  return readInspection({ name, directories: [join(root, "sets")], parameters: new Map(), ...more });
}

describe("a blueprint that leaves folders open", () => {
  test("gets them under their names, and every file is found on disk again", async () => {
    const { files, plain, locate } = await read("mapped", { parameters: new Map([["one", join(root, "checkout")]]) });
    expect(plain).toBe(false);
    expect([...files.keys()].sort()).toEqual(["bootstrap.yaml", "one/a.yaml", "one/a/patch", "own/x.yaml"]);
    expect(locate("one/a.yaml")).toBe(join(root, "checkout/a.yaml"));
    expect(locate("own/x.yaml")).toBe(join(root, "sets/mapped/own/x.yaml"));
    expect(locate("built-in pipelines/fetch.yaml")).toBe("built-in pipelines/fetch.yaml");
  });

  test.each([
    ["that it does not name", "two", "checkout", "parameter-unknown"],
    ["that is its own folder", "own", "checkout", "parameter-unknown"],
    ["that is not there", "one", "no-such-folder", "parameter-unreadable"],
    ["that loops", "one", "loop", "blueprint-unreadable"],
  ])("refuses one %s", async (...[, parameter, folder, code]) => {
    const parameters = new Map([[parameter, join(root, folder)]]);
    await expect(read("mapped", { parameters })).rejects.toMatchObject({ name: "Fault", code });
  });
});

describe("a folder without bootstrap.yaml", () => {
  test("is read as the definitions that it holds", async () => {
    const { files, plain } = await read(join(root, "plain"));
    expect(plain).toBe(true);
    expect(new TextDecoder().decode(files.get("bootstrap.yaml")?.bytes)).toContain('- "b.yaml"');
  });

  test("can be given further pipelines", async () => {
    const { files, locate } = await read(join(root, "plain"), { pipelines: join(root, "pipes") });
    expect([...files.keys()]).toContain("more-pipelines/go/build.yaml");
    expect(locate("more-pipelines/go/build.yaml")).toBe(join(root, "pipes/go/build.yaml"));
  });

  test("must hold definitions, and be there", async () => {
    await expect(read(join(root, "empty"))).rejects.toMatchObject({ code: "definitions-missing" });
    await expect(read(join(root, "nowhere"))).rejects.toMatchObject({ code: "blueprint-unknown" });
    await expect(read("unheard-of")).rejects.toMatchObject({ code: "blueprint-unknown" });
  });
});
