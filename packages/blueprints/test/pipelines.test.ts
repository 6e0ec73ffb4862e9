import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Digest, type Recipe, SANDBOX } from "@ascent/core";
import { expandDefinition, FileListing, PipelineLibrary, parseDefinition, parsePipeline } from "@ascent/formats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDirectoryBlueprints } from "../src/index.ts";

const pipelines = await createDirectoryBlueprints({ directories: [] }).pipelines();
const hash = (content: Uint8Array | string): Digest => `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** Every shell here that could be a sandbox's /bin/sh. */
const SHELLS = [["/bin/sh"], ["/bin/dash"], ["/bin/bash", "--posix"], ["/bin/busybox", "sh"]].filter(([path]) =>
  existsSync(path ?? ""),
);

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "ascent-pipelines-"));
  await mkdir(join(home, "work"));
  await mkdir(join(home, "sources"));
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

async function put(path: string, content: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), content, { mode });
}

function recipe(steps: string, subpackages = ""): Recipe {
  const parsed = parseDefinition("p.yaml", `package: {name: p, version: 1}\npipeline:\n${steps}\n${subpackages}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.defects));
  const stage = {
    name: "s",
    inputs: [],
    definitions: [],
    environment: {},
    packages: [],
    place: { file: "b", line: 1, column: 1 },
  };
  const expanded = expandDefinition({
    definition: parsed.value,
    arch: process.arch === "arm64" ? "aarch64" : "x86_64",
    stage,
    pipelines: new PipelineLibrary({ before: new Map(), builtIn: pipelines, after: new Map() }),
    files: new FileListing(new Map(), hash),
    hash,
  });
  if (!expanded.ok) throw new Error(JSON.stringify(expanded.defects));
  if (expanded.value.kind !== "recipe") throw new Error("no recipe");
  return expanded.value.recipe;
}

/** Runs every script of a recipe as the sandbox would, with the sandbox's folders moved to this test's own. */
function run(of: Recipe, shell: readonly string[] = ["/bin/sh"], env: Record<string, string> = {}): string {
  const here = (text: string) =>
    text.replaceAll(SANDBOX.sources, join(home, "sources")).replaceAll(SANDBOX.workspace, join(home, "work"));
  const [command = "", ...first] = shell;
  let output = "";
  for (const { runs, workingDirectory } of of.packages.flatMap(({ steps }) => steps)) {
    output += execFileSync(command, [...first, "-e", "-c", here(runs)], {
      cwd: here(workingDirectory),
      env: { PATH: "/usr/bin:/bin", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
  return output;
}

/** Everything below a folder: files with their content, links with their target, empty folders with `/`. */
async function tree(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(join(home, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const inside = entry.isDirectory() ? await tree(path) : {};
    if (entry.isSymbolicLink()) found[entry.name] = `-> ${(await readlink(join(home, path))).replace(home, "")}`;
    else if (entry.isFile()) found[entry.name] = await readFile(join(home, path), "utf8");
    else if (Object.keys(inside).length === 0) found[`${entry.name}/`] = "";
    for (const [name, content] of Object.entries(inside)) found[`${entry.name}/${name}`] = content;
  }
  return found;
}

const sha = "ab".repeat(32);
const fetch = (file: string, more = "") =>
  `  - uses: fetch\n    with: {uri: "https://example.org/${file}", expected-sha256: ${sha}${more}}`;

test("every built-in pipeline is readable, and every one that melange documents under these names is there", () => {
  for (const [name, text] of pipelines) expect(parsePipeline(name, text), name).toMatchObject({ ok: true });
  expect([...pipelines.keys()]).toEqual([
    "autoconf/configure",
    "autoconf/make-install",
    "autoconf/make",
    "cmake/build",
    "cmake/configure",
    "cmake/install",
    "fetch",
    "git-checkout",
    "meson/compile",
    "meson/configure",
    "meson/install",
    "patch",
    "split/alldocs",
    "split/bin",
    "split/debug",
    "split/dev",
    "split/doc",
    "split/infodir",
    "split/lib",
    "split/locales",
    "split/manpages",
    "split/static",
    "strip",
  ]);
});

describe("fetch", () => {
  async function archive(name: string, command: string): Promise<void> {
    await put("src/top-1.0/README", "hello");
    await put("src/top-1.0/.hidden", "dot");
    await put("src/top-1.0/lib/a.c", "int a;");
    await put("src/top-1.0/run.sh", "#!/bin/sh", 0o755);
    await put("src/stray", "falls away");
    await symlink("README", join(home, "src/top-1.0/link"));
    execFileSync("/bin/sh", ["-e", "-c", command.replaceAll("OUT", join(home, "sources", name))], {
      cwd: join(home, "src"),
    });
  }
  const unpacked = { README: "hello", ".hidden": "dot", "lib/a.c": "int a;", "run.sh": "#!/bin/sh", link: "-> README" };

  test.each(SHELLS)("a tar is unpacked without its top folder, by %s %s", async (...shell) => {
    await archive("p.tar.gz", "tar -czf OUT *");
    run(recipe(fetch("p.tar.gz")), shell.filter(Boolean));
    expect(await tree("work")).toEqual({ ...unpacked, "p.tar.gz": "-> /sources/p.tar.gz" });
    expect((await stat(join(home, "work/run.sh"))).mode & 0o111).toBe(0o111);
  });

  const packers = [
    ["p.tar", "tar -cf OUT *", "tar"],
    ["p.tar.bz2", "tar -cf - * | bzip2 > OUT", "bzip2"],
    ["p.tar.xz", "tar -cf - * | xz > OUT", "xz"],
    ["p.tar.zst", "tar -cf - * | zstd -q > OUT", "zstd"],
    ["p.tgz", "tar -czf OUT *", "gzip"],
    ["download", "tar -czf OUT *", "gzip"],
  ] as const;
  const here = packers.filter(([, , tool]) => ["/usr/bin", "/bin"].some((folder) => existsSync(join(folder, tool))));

  test.each(here)("%s is unpacked", async (name, command) => {
    await archive(name, command);
    run(recipe(fetch(name, ", delete: true")));
    expect(await tree("work")).toEqual(unpacked);
  });

  test("folders that are there already are merged, files replaced, and strip-components counts", async () => {
    await archive("p.tar", "tar -cf OUT *");
    await put("work/into/lib/mine.c", "mine");
    await put("work/into/README", "old");
    run(recipe(fetch("p.tar", ", directory: into, delete: true")));
    expect(await tree("work/into")).toEqual({ ...unpacked, "lib/mine.c": "mine" });

    run(recipe(fetch("p.tar", ", directory: flat, strip-components: 2, delete: true")));
    expect(await tree("work/flat")).toEqual({ "a.c": "int a;" });
    run(recipe(fetch("p.tar", ", directory: whole, strip-components: 0, delete: true")));
    expect(Object.keys(await tree("work/whole"))).toContain("top-1.0/lib/a.c");
    expect((await tree("work/whole")).stray).toBe("falls away");
  });

  test("extract: false leaves the file itself, as a copy that may be changed", async () => {
    await put("sources/tool", "binary", 0o444);
    run(recipe(fetch("tool", ", extract: false")));
    expect(await tree("work")).toEqual({ tool: "binary" });
  });

  test("an archive that is broken fails the step", async () => {
    await put("sources/p.tar.gz", "no archive");
    expect(() => run(recipe(fetch("p.tar.gz")))).toThrow();
  });
});

test("git-checkout unpacks the tree of the commit into its destination", async () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  await put("src/a/b", "x");
  execFileSync("tar", ["-cf", join(home, "sources/x-0123456789ab.tar"), "a"], { cwd: join(home, "src") });
  const with_ = `{repository: "https://example.org/x.git", expected-commit: ${commit}, destination: to/here}`;
  run(recipe(`  - uses: git-checkout\n    with: ${with_}`));
  expect(await tree("work")).toEqual({ "to/here/a/b": "x" });
});

const hasPatch = existsSync("/usr/bin/patch") || existsSync("/bin/busybox");

describe.runIf(hasPatch)("patch", () => {
  const diff = (from: string, to: string) => `--- a/f\n+++ b/f\n@@ -1 +1 @@\n-${from}\n+${to}\n`;
  const tools = async () => {
    if (existsSync("/usr/bin/patch")) return {};
    await mkdir(join(home, "bin"));
    await symlink("/bin/busybox", join(home, "bin/patch"));
    return { PATH: `${join(home, "bin")}:/usr/bin:/bin` };
  };

  test.each(SHELLS)("patches are applied in order, by %s %s", async (...shell) => {
    await put("work/f", "one\n");
    await put("work/1.patch", diff("one", "two"));
    await put("work/2.patch", diff("two", "three"));
    const steps = "  - uses: patch\n    with:\n      patches: |\n        1.patch\n        2.patch\n";
    run(recipe(steps), shell.filter(Boolean), await tools());
    expect((await tree("work")).f).toBe("three\n");
  });

  test("a series file lists patches as quilt does", async () => {
    await put("work/f", "one\n");
    await put("work/1.patch", diff("one", "two"));
    await put("work/series", "# first\n1.patch -p1 # why\n\n");
    run(recipe("  - uses: patch\n    with: {series: series}"), ["/bin/sh"], await tools());
    expect((await tree("work")).f).toBe("two\n");
  });

  test("a patch that is missing, does not apply, or is not named fails the step", async () => {
    await put("work/f", "one\n");
    await put("work/bad.patch", diff("nine", "ten"));
    const env = await tools();
    for (const patches of ["none.patch", "bad.patch", ""]) {
      expect(() => run(recipe(`  - uses: patch\n    with: {patches: "${patches}"}`), ["/bin/sh"], env)).toThrow();
    }
  });
});

describe("split", () => {
  const out = "work/melange-out";
  const split = (name: string, uses: string, more = "") =>
    recipe("  []", `subpackages:\n  - name: ${name}\n    pipeline:\n      - uses: ${uses}\n${more}`);

  async function installed(): Promise<void> {
    const files = [
      "usr/bin/tool",
      "usr/bin/tool-config",
      "usr/include/a.h",
      "usr/lib/liba.a",
      "usr/lib/liba.so.1",
      "usr/lib/libb.so.2",
      "usr/lib/pkgconfig/a.pc",
      "usr/share/doc/p/README",
      "usr/share/info/dir",
      "usr/share/info/p.info",
      "usr/share/locale/de/p.mo",
      "usr/share/man/man1/tool.1",
      "usr/local/share/man/man1/other.1",
    ];
    for (const file of files) await put(`${out}/p/${file}`, file);
    await symlink("liba.so.1", join(home, out, "p/usr/lib/liba.so"));
  }

  test.each([
    ["split/manpages", ["usr/share/man/man1/other.1", "usr/share/man/man1/tool.1"]],
    ["split/doc", ["usr/share/doc/p/README"]],
    ["split/infodir", ["usr/share/info/p.info"]],
    ["split/locales", ["usr/share/locale/de/p.mo"]],
    ["split/static", ["usr/lib/liba.a"]],
    ["split/lib", ["usr/lib/liba.so.1", "usr/lib/libb.so.2"]],
    ["split/bin", ["usr/bin/tool", "usr/bin/tool-config"]],
    [
      "split/dev",
      ["usr/bin/tool-config", "usr/include/a.h", "usr/lib/liba.a", "usr/lib/liba.so", "usr/lib/pkgconfig/a.pc"],
    ],
    [
      "split/alldocs",
      ["usr/share/doc/p/README", "usr/share/info/p.info", "usr/share/man/man1/other.1", "usr/share/man/man1/tool.1"],
    ],
  ])("%s moves its files, leaves the others, and leaves no empty folder", async (uses, moved) => {
    for (const shell of SHELLS) {
      await installed();
      const before = Object.keys(await tree(`${out}/p`));
      run(split("p-x", uses), shell);
      expect(Object.keys(await tree(`${out}/p-x`)).sort(), shell.join(" ")).toEqual(moved);
      const origin = (path: string) => path.replace("usr/share/man/man1/other.1", "usr/local/share/man/man1/other.1");
      const gone = new Set([...moved.map(origin), ...(/info|alldocs/.test(uses) ? ["usr/share/info/dir"] : [])]);
      expect(Object.keys(await tree(`${out}/p`)).sort()).toEqual(before.filter((path) => !gone.has(path)).sort());
      await rm(join(home, out), { recursive: true });
    }
  });

  test("split/lib can be told names and folders", async () => {
    await installed();
    await put(`${out}/p/opt/lib/liba.so.9`, "");
    run(split("p-x", "split/lib", '        with: {patterns: "a\\n", paths: "opt/lib\\n"}'));
    expect(Object.keys(await tree(`${out}/p-x`)).sort()).toEqual(["opt/lib/liba.so.9", "usr/lib/liba.so.1"]);
  });

  test("another package can be split, and NAME-bin is split off from NAME", async () => {
    await put(`${out}/q/usr/bin/q`, "q");
    run(split("q-bin", "split/bin"));
    expect(await tree(`${out}/q-bin`)).toEqual({ "usr/bin/q": "q" });
    await put(`${out}/r/usr/share/man/man1/r.1`, "r");
    run(split("x-doc", "split/manpages", "        with: {package: r}"));
    expect(await tree(`${out}/x-doc`)).toEqual({ "usr/share/man/man1/r.1": "r" });
  });

  test("a package cannot be split off from itself, and one without files has nothing to split", async () => {
    await installed();
    expect(() => run(recipe("  - uses: split/dev"))).toThrow(/itself/);
    run(split("p-x", "split/dev", "        with: {package: absent}"));
    expect(existsSync(join(home, out, "p-x"))).toBe(false);
  });
});

/** A program that notes its arguments, in front of all others of its name; `then` is what else it does. */
async function stub(name: string, then = ""): Promise<Record<string, string>> {
  await put(`bin/${name}`, `#!/bin/sh\necho "${name} $*" >> ${join(home, "calls")}\n${then}\n`, 0o755);
  return { PATH: `${join(home, "bin")}:/usr/bin:/bin` };
}

async function calls(): Promise<string[]> {
  const text = await readFile(join(home, "calls"), "utf8").catch(() => "");
  return text.replaceAll(join(home, "work"), "").split("\n").filter(Boolean);
}

/** The beginning of an ELF file: 64 bit, little endian. */
function elf(type: number, machine = process.arch === "arm64" ? 0xb7 : 0x3e): string {
  return `\x7fELF\x02\x01\x01${"\0".repeat(9)}${String.fromCharCode(type)}\0${String.fromCharCode(machine)}\0rest\n`;
}

async function putBinary(path: string, content: string, mode = 0o644): Promise<void> {
  await put(path, "");
  await writeFile(join(home, path), Buffer.from(content, "latin1"));
  await chmod(join(home, path), mode);
}

describe("strip and split/debug", () => {
  const out = "work/melange-out/p";

  test.each(SHELLS)(
    "strip takes programs and shared objects of this machine and nothing else, by %s %s",
    async (...shell) => {
      await putBinary(`${out}/usr/bin/program`, elf(2), 0o755);
      await putBinary(`${out}/usr/lib/with space.so.1`, elf(3));
      await putBinary(`${out}/usr/lib/object.o`, elf(1));
      await putBinary(`${out}/usr/lib/foreign.so`, elf(3, 0x15));
      await put(`${out}/usr/share/text`, "ELF is a word\n");
      await put(`${out}/empty`, "");
      run(recipe("  - uses: strip\n    with: {opts: -s}"), shell.filter(Boolean), await stub("strip"));
      expect((await calls()).sort()).toEqual(["strip -s ./usr/bin/program", "strip -s ./usr/lib/with space.so.1"]);
    },
  );

  test("strip has nothing to do in a package without binaries", async () => {
    await put(`${out}/usr/share/text`, "text");
    run(recipe("  - uses: strip"), ["/bin/sh"], await stub("strip"));
    expect(await calls()).toEqual([]);
  });

  test("split/debug moves debug information aside, once per file however many names it has, and keeps its mode", async () => {
    await putBinary(`${out}/usr/lib/a.so`, elf(3), 0o755);
    await link(join(home, `${out}/usr/lib/a.so`), join(home, `${out}/usr/lib/b.so`));
    await putBinary(`${out}/usr/lib/c.o`, elf(1));
    const env = await stub("objcopy", 'for last in "$@"; do :; done\necho "by objcopy" > "$last"');
    run(recipe("  []", "subpackages:\n  - name: p-dbg\n    pipeline: [{uses: split/debug}]\n"), ["/bin/sh"], env);
    expect(await tree("work/melange-out/p-dbg")).toEqual({ "usr/lib/debug/usr/lib/a.so.debug": "by objcopy\n" });
    expect(Object.keys(await tree(out)).sort()).toEqual(["usr/lib/a.so", "usr/lib/b.so", "usr/lib/c.o"]);
    expect((await tree(out))["usr/lib/b.so"]).toBe("by objcopy\n");
    expect((await stat(join(home, `${out}/usr/lib/a.so`))).mode & 0o777).toBe(0o755);
  });
});

describe("build systems", () => {
  const triplet = process.arch === "arm64" ? "aarch64-unknown-linux-gnu" : "x86_64-pc-linux-gnu";

  test("configure gets its folders and triplets, make its targets and jobs, and libtool's files go", async () => {
    await put("work/sub/configure", '#!/bin/sh\necho "configure $*" >> ../../calls\n', 0o755);
    await put("work/melange-out/p/usr/lib/x.la", "");
    await put("work/melange-out/p/usr/lib/x.a", "");
    const steps = `  - uses: autoconf/configure
    with: {dir: sub, opts: "--enable-x --with-y=z"}
  - uses: autoconf/make
    with: {dir: sub, opts: A=b, targets: all}
  - uses: autoconf/make-install
    with: {dir: sub}`;
    run(recipe(steps), ["/bin/sh"], { ...(await stub("make")), JOBS: "3" });
    expect(await calls()).toEqual([
      `configure --host=${triplet} --build=${triplet} --prefix=/usr --sysconfdir=/etc --libdir=/usr/lib --mandir=/usr/share/man --infodir=/usr/share/info --localstatedir=/var --enable-x --with-y=z`,
      "make -C sub -j3 V=1 A=b all",
      "make -C sub install DESTDIR=/melange-out/p V=1",
    ]);
    expect(await tree("work/melange-out/p")).toEqual({ "usr/lib/x.a": "" });
  });

  test("autoreconf makes a configure script where there is none", async () => {
    await put("work/configure.ac", "");
    const env = await stub("autoreconf", 'printf "#!/bin/sh\\n" > configure; chmod 755 configure');
    run(recipe("  - uses: autoconf/configure"), ["/bin/sh"], env);
    expect(await calls()).toEqual(["autoreconf -vfi"]);
  });

  test("cmake and meson configure, build and install into the package", async () => {
    const env = { ...(await stub("cmake")), ...(await stub("meson")) };
    const steps = [
      "cmake/configure",
      "cmake/build",
      "cmake/install",
      "meson/configure",
      "meson/compile",
      "meson/install",
    ];
    run(recipe(steps.map((name) => `  - uses: ${name}`).join("\n")), ["/bin/sh"], env);
    expect(await calls()).toEqual([
      "cmake -B output -G Ninja -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_BUILD_TYPE=Release -DCMAKE_VERBOSE_MAKEFILE=ON",
      "cmake --build output --parallel 1",
      "cmake --install output",
      "meson setup . output --prefix=/usr --wrap-mode=nodownload",
      "meson compile -j 1 -C output",
      "meson install --no-rebuild -C output",
    ]);
  });

  test("what a pipeline needs is asked for", () => {
    const names = ["autoconf/make", "cmake/build", "meson/compile", "strip"].map((name) => `  - uses: ${name}`);
    expect(recipe(names.join("\n")).environment.packages.map(({ value }) => value)).toEqual([
      "binutils",
      "cmake",
      "make",
      "meson",
      "ninja",
    ]);
  });
});
