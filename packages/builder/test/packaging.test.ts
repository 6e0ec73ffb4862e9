import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Recipe, RecipePackage } from "@ascent/core";
import type { BuildOutcome } from "@ascent/engine";
import { readApk, type TarEntry } from "@ascent/formats";
import { seedling } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeTree } from "../src/cache/remove-tree.ts";
import { capabilityAttribute } from "../src/packaging/capabilities.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const { output, place, recipe, step } = seedling;

interface Found extends Omit<TarEntry, "content"> {
  readonly text: string;
}

describe("packaging", () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
  });
  afterAll(() => bench.close());

  async function build(of: Recipe): Promise<BuildOutcome> {
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    return bench.builder.build(seedling.request(of, environment), seedling.watch());
  }

  /** Builds one package by a script that runs in its output directory, and reads it back. */
  async function packageOf(script: string, more: Partial<RecipePackage> = {}, of: Partial<Recipe> = {}) {
    const outcome = await build(recipe([output("pkg", [step(`cd melange-out/pkg\n${script}`)], more)], of));
    if (outcome.kind !== "built") throw new Error(JSON.stringify(outcome));
    const [built] = outcome.outputs;
    const apk = await readApk([await bench.store.read(built.fileDigest)]);
    const entries: Found[] = [];
    for await (const { content, ...entry } of apk.entries) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      entries.push({ ...entry, text: Buffer.concat(chunks).toString("latin1") });
    }
    return {
      built,
      info: apk.info,
      scripts: apk.scripts,
      entries,
      find: (path: string) => entries.find((each) => each.path.replace(/\/$/, "") === path),
    };
  }

  async function failureOf(script: string, more: Partial<RecipePackage> = {}) {
    const outcome = await build(recipe([output("pkg", [step(script)], more)]));
    return outcome.kind === "failed" ? outcome.failure : undefined;
  }

  test("owners and times say nothing of the build: root, and SOURCE_DATE_EPOCH", async () => {
    const { entries, info } = await packageOf(
      "mkdir -p usr/share; echo x > usr/share/x; touch -d 2001-01-01 usr/share/x; ln -s x usr/share/y",
    );
    expect(new Set(entries.map(({ mtime }) => mtime))).toEqual(new Set([1_600_000_000]));
    expect(info).toMatchObject({
      name: "pkg",
      version: "1.0-r0",
      origin: "pkg",
      arch: "x86_64",
      buildDate: 1_600_000_000,
      license: "MIT",
    });
    expect(info.other).toEqual([]);
  });

  test("the size is the sum of all files, the package's SBOM among them", async () => {
    const { info, find } = await packageOf(
      "dd if=/dev/zero of=zeros bs=1000 count=7; ln zeros again; ln -s zeros link",
    );
    expect(info.size).toBe(7000 + (find("var/lib/db/sbom/pkg-1.0-r0.spdx.json")?.size ?? 0));
  });

  test("modes stay as the build made them, set-user-id too; what cannot be read by its owner is packaged all the same", async () => {
    const { find } = await packageOf(
      "mkdir -p bin closed; echo su > bin/su; chmod 4755 bin/su; echo s > secret; chmod 0 secret; echo i > closed/in; chmod 0 closed; mkdir sticky; chmod 1777 sticky",
    );
    expect(find("bin/su")?.mode).toBe(0o4755);
    expect(find("secret")).toMatchObject({ mode: 0, text: "s\n" });
    expect(find("closed")?.mode).toBe(0);
    expect(find("closed/in")?.text).toBe("i\n");
    expect(find("sticky")?.mode).toBe(0o1777);
  });

  test("links are packaged, never followed", async () => {
    const { find, entries } = await packageOf(
      "ln -s /etc/passwd absolute; ln -s ../../../../../etc up; ln -s nowhere dangling; ln -s . self",
    );
    expect(find("absolute")).toMatchObject({ type: "symlink", linkTarget: "/etc/passwd" });
    expect(find("up")).toMatchObject({ type: "symlink", linkTarget: "../../../../../etc" });
    expect(find("dangling")?.type).toBe("symlink");
    expect(entries.filter(({ path }) => path.startsWith("self"))).toHaveLength(1);
  });

  test("hard links stay hard links, first name first", async () => {
    const { find } = await packageOf("mkdir z; echo shared > z/late; ln z/late early; ln early middle");
    expect(find("early")).toMatchObject({ type: "file", text: "shared\n" });
    expect(find("middle")).toMatchObject({ type: "hardlink", linkTarget: "early" });
    expect(find("z/late")).toMatchObject({ type: "hardlink", linkTarget: "early" });
  });

  test("a hard link to a file outside of the package is a file", async () => {
    const { find } = await packageOf("echo elsewhere > ../../work; ln ../../work in");
    expect(find("in")).toMatchObject({ type: "file", text: "elsewhere\n" });
  });

  test("long and non-ASCII names survive", async () => {
    const long = "d".repeat(90);
    const { find } = await packageOf(`mkdir -p ${long}/${long}; echo deep > ${long}/${long}/${long}; echo ü > grüße`);
    expect(find(`${long}/${long}/${long}`)?.text).toBe("deep\n");
    expect(find("grüße")).toBeDefined();
  });

  test("an empty package is a package: its SBOM is all it has", async () => {
    const { entries } = await packageOf("true");
    expect(entries.filter(({ type }) => type === "file").map(({ path }) => path)).toEqual([
      "var/lib/db/sbom/pkg-1.0-r0.spdx.json",
    ]);
  });

  test("every file is in the SBOM with the hashes of its bytes, links are not", async () => {
    const { find } = await packageOf("echo content > file; ln file again; ln -s file link; mkdir d; echo n > d/n");
    const sbom = JSON.parse(find("var/lib/db/sbom/pkg-1.0-r0.spdx.json")?.text ?? "");
    expect(sbom.files.map((file: { fileName: string }) => file.fileName)).toEqual(["./again", "./d/n", "./file"]);
    const sum = execFileSync("sha256sum", { input: "content\n", encoding: "utf8" }).slice(0, 64);
    expect(sbom.files[2].checksums[1]).toEqual({ algorithm: "SHA256", checksumValue: sum });
    expect(sbom.creationInfo.created).toBe("2020-09-13T12:26:40Z");
  });

  test("dependencies are those of the recipe and those that the files show, sorted, without what the package provides", async () => {
    const { info } = await packageOf(
      "mkdir -p usr/bin usr/lib/pkgconfig; cp /usr/bin/cat usr/bin/kitten; printf '#!/usr/bin/env kitten\\n' > usr/bin/purr; chmod 755 usr/bin/purr; echo 'Requires: zlib' > usr/lib/pkgconfig/k.pc",
      {
        runtime: [
          { value: "zz>1", place },
          { value: "aa", place },
        ],
        provides: [{ value: "cat-like=1.0", place }],
        replaces: [{ value: "dog", place }],
        installIf: [
          { value: "house", place },
          { value: "mouse", place },
        ],
        providerPriority: 3,
      },
    );
    expect(info.depends.filter((atom) => !atom.startsWith("so:"))).toEqual(["aa", "pc:zlib", "zz>1"]);
    expect(info.depends).toContain("so:libc.so.6");
    expect(info.provides).toEqual(["cat-like=1.0", "cmd:kitten=1.0-r0", "cmd:purr=1.0-r0", "pc:k=1.0-r0"]);
    expect(info).toMatchObject({ replaces: ["dog"], installIf: ["house", "mouse"], providerPriority: 3 });
  });

  test("options leave generated dependencies out", async () => {
    const options = { noProvides: true, noDepends: true, noCommands: true, noVersionedShlibDeps: true };
    const { info } = await packageOf("mkdir -p usr/bin; cp /usr/bin/cat usr/bin/kitten", { options });
    expect([info.depends, info.provides]).toEqual([[], []]);
  });

  test("scriptlets and triggers are in the control segment", async () => {
    const { scripts, info } = await packageOf("true", {
      scriptlets: {
        postInstall: "#!/bin/sh\necho hi\n",
        trigger: { script: "#!/bin/sh\necho t\n", paths: ["/usr/share/*"] },
      },
    });
    expect(scripts).toMatchObject({ postInstall: "#!/bin/sh\necho hi\n", trigger: "#!/bin/sh\necho t\n" });
    expect(info.triggers).toEqual(["/usr/share/*"]);
  });

  test("capabilities become the extended attribute that setcap would write", async () => {
    const { entries } = await packageOf("mkdir -p usr/bin; echo p > usr/bin/ping", {
      capabilities: [{ path: "/usr/bin/ping", add: { cap_net_raw: "+ep" } }],
    });
    const pax = entries.find(({ path }) => path === "usr/bin/ping")?.pax ?? {};
    expect(Object.keys(pax)).toContain("SCHILY.xattr.security.capability");
    // `setcap cap_net_raw+ep`, read back by getfattr: revision 2, effective; permitted bit 13.
    expect(Buffer.from(capabilityAttribute({ cap_net_raw: "+ep" })).toString("hex")).toBe(
      "0100000200200000000000000000000000000000",
    );
    expect(Buffer.from(capabilityAttribute({ "cap_chown,cap_bpf": "=i" })).toString("hex")).toBe(
      "0000000200000000010000000000000080000000",
    );
    expect(() => capabilityAttribute({ cap_fly: "+ep" })).toThrow('no capability "cap_fly"');
    expect(() => capabilityAttribute({ cap_bpf: "ep" })).toThrow("not of the form");
  });

  test.each([
    ["a fifo", "mkfifo melange-out/pkg/f", 'the output "f" cannot be packaged'],
    [
      "an output directory that was replaced by a link",
      "rmdir melange-out/pkg; ln -s /etc melange-out/pkg",
      "replaced its output directory",
    ],
    [
      "an output root that was replaced by a link",
      "rmdir melange-out/pkg melange-out; ln -s /etc melange-out",
      "replaced its output directory",
    ],
    ["an output directory that was removed", "rmdir melange-out/pkg", "replaced its output directory"],
    ["a name that is no UTF-8", "touch melange-out/pkg/$(printf 'x\\377')", "not UTF-8"],
    [
      "a file where the SBOM's directory belongs",
      "mkdir melange-out/pkg/var; touch melange-out/pkg/var/lib",
      "made a file",
    ],
    ["a link where the SBOM's directory belongs", "ln -s /etc melange-out/pkg/var", "made a symlink"],
  ])("%s fails the build and is not followed", async (_name, script, message) => {
    expect(await failureOf(script)).toMatchObject({
      code: "output-invalid",
      retryable: false,
      message: expect.stringContaining(message),
    });
  });

  test("a capability for a file that is not there fails the build", async () => {
    const failure = await failureOf("true", { capabilities: [{ path: "/usr/bin/none", add: { cap_net_raw: "+ep" } }] });
    expect(failure).toMatchObject({ code: "output-invalid", message: expect.stringContaining("/usr/bin/none") });
  });

  test("what is outside of the output directories is in no package; steps of subpackages run last, in their own right", async () => {
    const outcome = await build(
      recipe([
        output("main", [
          step(
            "echo junk > junk; mkdir -p melange-out/main/usr; echo doc > melange-out/main/usr/doc; echo m > melange-out/main/m",
          ),
        ]),
        output("main-doc", [step("mv melange-out/main/usr melange-out/main-doc/usr")]),
      ]),
    );
    const paths = async (index: number) => {
      const { entries } = await readApk([
        await bench.store.read(outcome.kind === "built" ? outcome.outputs[index]!.fileDigest : "sha256:"),
      ]);
      const found: string[] = [];
      for await (const { path } of entries) if (!path.startsWith("var")) found.push(path);
      return found;
    };
    expect(await paths(0)).toEqual(["m"]);
    expect(await paths(1)).toEqual(
      ["usr/", "usr/doc"]
        .map((path) => path.replace(/\/$/, ""))
        .map((path, index) => (index === 0 ? expect.stringMatching(/^usr\/?$/) : path)),
    );
  });

  test("GNU tar reads the files of a package", async () => {
    const { built } = await packageOf(
      "mkdir -p usr/bin; echo '#!/bin/sh' > usr/bin/run; chmod 755 usr/bin/run; ln usr/bin/run usr/bin/walk; ln -s run usr/bin/crawl",
    );
    const directory = await mkdtemp(join(tmpdir(), "ascent-tar-"));
    await writeFile(join(directory, "a.apk"), await bench.store.read(built.fileDigest));
    const listing = execFileSync("tar", ["-tzvf", join(directory, "a.apk"), "--warning=no-unknown-keyword"], {
      encoding: "utf8",
      env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
    });
    await removeTree(directory);
    expect(listing).toMatch(/^-rwxr-xr-x root\/root\s+10 2020-09-13 12:26 usr\/bin\/run$/m);
    expect(listing).toMatch(/^hrwxr-xr-x root\/root\s+0 2020-09-13 12:26 usr\/bin\/walk link to usr\/bin\/run$/m);
    expect(listing).toMatch(/usr\/bin\/crawl -> run$/m);
    expect(listing).toContain(".PKGINFO");
  });
});
