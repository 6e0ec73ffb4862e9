import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SourceRef } from "@ascent/core";
import { collect, readTar } from "@ascent/formats";
import { type MemoryStore, memoryStore, recordedLog } from "@ascent/testkit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { submoduleUrl } from "../src/git-tree.ts";
import { createSourceProvider, type SourceProviderOptions } from "../src/index.ts";

type GitRef = Extract<SourceRef, { kind: "git" }>;

const environment = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.org",
  GIT_AUTHOR_DATE: "1700000000 +0000",
  GIT_COMMITTER_DATE: "1700000000 +0000",
};

function hasGit(): boolean {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Real repositories in a scratch directory; reported as skipped on a machine that has no git to make them with. */
describe.skipIf(!hasGit())("commits of git repositories (needs git on the PATH)", () => {
  const { signal } = new AbortController();
  let scratch: string;
  let store: MemoryStore;
  let directory: string;
  const git = (where: string, ...args: string[]) =>
    execFileSync("git", ["-c", "protocol.file.allow=always", ...args], { cwd: join(scratch, where), env: environment })
      .toString()
      .trim();
  const commitAll = (where: string, message = "change") => {
    git(where, "add", "-A");
    git(where, "commit", "--quiet", "-m", message);
    return git(where, "rev-parse", "HEAD");
  };
  const newRepository = async (where: string, files: Record<string, string>) => {
    await mkdir(join(scratch, where), { recursive: true });
    git(where, "init", "--quiet", "--initial-branch=main");
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(scratch, where, path, ".."), { recursive: true });
      await writeFile(join(scratch, where, path), text);
    }
    return commitAll(where);
  };
  const refOf = (repository: string, commit: string, more: Partial<GitRef> = {}): GitRef => ({
    kind: "git",
    repository: repository.includes(":") ? repository : `file://${join(scratch, repository)}`,
    commit,
    submodules: false,
    fileName: "source.tar",
    place: { file: "test.yaml", line: 1, column: 1 },
    ...more,
  });
  const provider = (more: Partial<SourceProviderOptions> = {}) =>
    createSourceProvider({
      store,
      directory,
      aptMirrors: async () => [],
      log: recordedLog(),
      localRepositories: true,
      ...more,
    });
  const entriesOf = async (bytes: Uint8Array) => {
    const entries: string[] = [];
    for await (const entry of readTar([bytes])) {
      const text = entry.linkTarget ?? Buffer.from(await collect(entry.content)).toString();
      entries.push(`${entry.type} ${entry.mode.toString(8)} ${entry.mtime} ${entry.path}: ${text}`);
    }
    return entries;
  };
  const fetched = async (ref: GitRef) => store.read((await (await provider()).fetch(ref, [], signal)).digest);

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), "ascent-git-"));
    directory = join(scratch, "sources");
    store = memoryStore();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await store.close();
    const left = (await readdir(directory).catch(() => [])).filter((name) => name !== "index");
    await rm(scratch, { recursive: true, force: true });
    expect(left, "temporary files are left behind").toEqual([]);
  });

  test("a commit becomes an archive of its files with modes, links and the commit's time, and no .git", async () => {
    await newRepository("one", { README: "hello\n", "src/deep/main.c": "int main;\n", configure: "#!/bin/sh\n" });
    await chmod(join(scratch, "one/configure"), 0o755);
    await symlink("deep/main.c", join(scratch, "one/src/link"));
    const commit = commitAll("one");
    expect(await entriesOf(await fetched(refOf("one", commit)))).toEqual([
      "file 644 1700000000 README: hello\n",
      "file 755 1700000000 configure: #!/bin/sh\n",
      expect.stringMatching(/^directory 755 1700000000 src\/?: $/),
      expect.stringMatching(/^directory 755 1700000000 src\/deep\/?: $/),
      "file 644 1700000000 src/deep/main.c: int main;\n",
      "symlink 777 1700000000 src/link: deep/main.c",
    ]);
  });

  test("the archive's bits depend on the commit alone, not on attributes, the clone or the user's configuration", async () => {
    const commit = await newRepository("one", {
      ".gitattributes": "*.txt text eol=crlf export-ignore\nversion export-subst\n",
      "notes.txt": "line\nline\n",
      version: "$Format:%H$\n",
    });
    const first = await fetched(refOf("one", commit));
    git(".", "clone", "--quiet", "--bare", "one", "two");
    await writeFile(join(scratch, "hostile-config"), "[core]\n\tautocrlf = true\n[tar]\n\tumask = 077\n");
    vi.stubEnv("GIT_CONFIG_GLOBAL", join(scratch, "hostile-config"));
    await rm(directory, { recursive: true });
    expect(Buffer.compare(await fetched(refOf("two", commit)), first)).toBe(0);
    const text = (await entriesOf(first)).join("\n");
    expect(text).toContain("notes.txt: line\nline\n");
    expect(text).toContain("version: $Format:%H$");
  });

  test("a commit in the middle of the history is found, also where the server refuses to give it alone", async () => {
    const commit = await newRepository("one", { file: "first" });
    await writeFile(join(scratch, "one/file"), "second");
    commitAll("one");
    const first = ["file 644 1700000000 file: first"];
    expect(await entriesOf(await fetched(refOf("one", commit)))).toEqual(first);

    const real = execFileSync("sh", ["-c", "command -v git"]).toString().trim();
    await mkdir(join(scratch, "bin"));
    const refusing = `#!/bin/sh\ncase " $* " in *" --depth "*) echo "error: not our ref" >&2; exit 128;; esac\nexec ${real} "$@"\n`;
    await writeFile(join(scratch, "bin/git"), refusing, { mode: 0o755 });
    vi.stubEnv("PATH", `${join(scratch, "bin")}:${process.env.PATH}`);
    await rm(directory, { recursive: true });
    const bytes = await fetched(refOf("one", commit));
    expect(await entriesOf(bytes)).toEqual(first);
  });

  test("a commit that is in the store is not fetched again", async () => {
    const commit = await newRepository("one", { file: "x" });
    const sources = await provider();
    const { digest } = await sources.fetch(refOf("one", commit), [], signal);
    await rm(join(scratch, "one"), { recursive: true });
    expect(await sources.fetch(refOf("one", commit), [], signal)).toMatchObject({ digest, from: "store" });
    const later = await provider();
    expect(await later.fetch(refOf("one", commit), [], signal)).toMatchObject({ digest, from: "store" });
  });

  test("a mirror of a hint is asked first", async () => {
    const commit = await newRepository("mirror", { file: "x" });
    const ref = refOf("gone", commit);
    const mirror = `file://${join(scratch, "mirror")}`;
    const result = await (await provider()).fetch(ref, [{ source: commit, mirrors: [mirror] }], signal);
    expect(result.from).toBe(mirror);
  });

  test("submodules come from their own repositories when they are wanted, and are empty folders when not", async () => {
    await newRepository("libs/inner", { "inner.h": "inner" });
    await newRepository("libs/lib", { "lib.h": "lib" });
    git("libs/lib", "submodule", "--quiet", "add", "../inner", "inner");
    commitAll("libs/lib");
    await newRepository("libs/top", { "top.c": "top" });
    git("libs/top", "submodule", "--quiet", "add", "../lib", "third party/lib");
    const commit = commitAll("libs/top");
    const names = async (submodules: boolean) =>
      (await entriesOf(await fetched(refOf("libs/top", commit, { submodules }))))
        .map((entry) => entry.replace(/^\S+ \S+ \S+ (.*?)\/?: [\s\S]*$/, "$1"))
        .filter((name) => !name.endsWith(".gitmodules"));
    expect(await names(false)).toEqual(["third party", "third party/lib", "top.c"]);
    expect(await names(true)).toEqual([
      "third party",
      "third party/lib",
      "third party/lib/inner",
      "third party/lib/inner/inner.h",
      "third party/lib/lib.h",
      "top.c",
    ]);
  });

  test("a commit that the repository does not have is said so; a tag that moved away from it is a mismatch", async () => {
    const here = await newRepository("one", { file: "x" });
    git("one", "tag", "v1");
    const commit = "0123456789abcdef0123456789abcdef01234567";
    const sources = await provider();
    await expect(sources.fetch(refOf("one", commit), [], signal)).rejects.toMatchObject({
      code: "source-unreachable",
      message: expect.stringContaining(`has no commit ${commit}`),
    });
    await expect(sources.fetch(refOf("one", commit, { tag: "v1" }), [], signal)).rejects.toMatchObject({
      code: "source-hash-mismatch",
      message: expect.stringContaining(here),
    });
  });

  test("an abbreviated commit, a branch or an option in a commit's place is refused", async () => {
    const sources = await provider();
    for (const commit of ["abc123", "main", "--upload-pack=/bin/true"]) {
      await expect(sources.fetch(refOf("one", commit), [], signal)).rejects.toMatchObject({ code: "source-malformed" });
    }
  });

  test("transports that run programs, and local paths unless told, are never used", async () => {
    const commit = await newRepository("one", { file: "x" });
    const trap = join(scratch, "trap");
    const sources = await provider({ localRepositories: false });
    for (const repository of [
      `ext::sh -c touch% ${trap}`,
      `--upload-pack=touch ${trap}:x`,
      `file://${join(scratch, "one")}`,
      join(scratch, "one"),
    ]) {
      const ref = { ...refOf("one", commit), repository };
      await expect(sources.fetch(ref, [], signal)).rejects.toMatchObject({ code: "source-unreachable" });
    }
    await expect(readFile(trap)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a commit with a path that leaves its folder, or plays repository, is refused", async () => {
    await newRepository("one", { file: "x" });
    const blob = git("one", "rev-parse", "HEAD:file");
    for (const path of ["..", ".git", ".GIT"]) {
      const inner = execFileSync("git", ["mktree"], {
        cwd: join(scratch, "one"),
        env: environment,
        input: `100644 blob ${blob}\tconfig\n`,
      });
      const tree = execFileSync("git", ["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], {
        cwd: join(scratch, "one"),
        env: environment,
        input: Buffer.concat([Buffer.from(`40000 ${path}\0`), Buffer.from(inner.toString().trim(), "hex")]),
      });
      const commit = git("one", "commit-tree", tree.toString().trim(), "-m", "hostile");
      git("one", "update-ref", "refs/heads/hostile", commit);
      await expect((await provider()).fetch(refOf("one", commit), [], signal)).rejects.toMatchObject({
        code: "source-unreachable",
        message: expect.stringMatching(/hostile path|goes up/),
      });
    }
  });

  test("a fetch that is called off ends at once", async () => {
    const commit = await newRepository("one", { file: "x" });
    const control = new AbortController();
    const working = (await provider()).fetch(refOf("one", commit), [], control.signal);
    control.abort(new Error("called off"));
    await expect(working).rejects.toThrow("called off");
  });
});

test.each([
  ["https://example.org/a/top.git", "../lib.git", "https://example.org/a/lib.git"],
  ["https://example.org/a/top.git/", "./lib.git", "https://example.org/a/top.git/lib.git"],
  ["https://example.org/a/top", "../../b/lib", "https://example.org/b/lib"],
  ["https://example.org/a/top", "https://other.example/lib", "https://other.example/lib"],
])("a submodule of %s at %s is %s", (parent, url, expected) => {
  expect(submoduleUrl(parent, url)).toBe(expected);
});
