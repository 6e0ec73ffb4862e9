import { GitError, type GitOptions, git } from "./git-command.ts";

/** One entry of a commit's tree; `commit` is where a submodule is. */
export interface TreeEntry {
  readonly kind: "file" | "executable" | "symlink" | "submodule";
  /** Object id: of a blob, or the submodule's commit. */
  readonly id: string;
  readonly path: string;
}

const KINDS: Readonly<Record<string, TreeEntry["kind"]>> = {
  "100644": "file",
  // Written by very old versions of git.
  "100664": "file",
  "100755": "executable",
  "120000": "symlink",
  "160000": "submodule",
};

/** All files of a commit, in git's own order (by bytes of the path). */
export async function treeOf(options: GitOptions, commit: string): Promise<TreeEntry[]> {
  const listing = await git(options, "ls-tree", "-r", "-z", "--full-tree", commit);
  return nulSeparated(listing).map(parsedEntry);
}

function parsedEntry(line: string): TreeEntry {
  const tab = line.indexOf("\t");
  const [mode = "", , id = ""] = line.slice(0, tab).split(" ");
  const kind = KINDS[mode];
  if (kind === undefined) throw new GitError(`${line.slice(tab + 1)} has the unknown mode ${mode}`);
  return { kind, id, path: line.slice(tab + 1) };
}

/** Seconds since 1970 at which the commit was made. */
export async function commitTime(options: GitOptions, commit: string): Promise<number> {
  return Number((await git(options, "show", "-s", "--format=%ct", commit)).toString().trim());
}

/** Path → URL of the submodules that a commit's .gitmodules declares. */
export async function submodulesOf(options: GitOptions, commit: string): Promise<Map<string, string>> {
  const pattern = "^submodule\\..*\\.(path|url)$";
  const listing = await git(options, "config", "--blob", `${commit}:.gitmodules`, "-z", "--get-regexp", pattern);
  const paths = new Map<string, string>();
  const urls = new Map<string, string>();
  for (const line of nulSeparated(listing)) {
    const end = line.indexOf("\n");
    const dot = line.lastIndexOf(".", end);
    const values = line.slice(dot + 1, end) === "path" ? paths : urls;
    values.set(line.slice(0, dot), line.slice(end + 1));
  }
  return new Map([...paths].map(([name, path]) => [path, urls.get(name) ?? ""]));
}

/** A submodule's URL, which may be relative to its parent's: `../zlib.git`. */
export function submoduleUrl(parent: string, url: string): string {
  if (!/^\.\.?\//.test(url)) return url;
  const base = parent.replace(/\/+$/, "").split("/");
  for (const part of url.split("/")) {
    if (part === "..") base.pop();
    else if (part !== "." && part !== "") base.push(part);
  }
  return base.join("/");
}

function nulSeparated(bytes: Buffer): string[] {
  return utf8(bytes)
    .split("\0")
    .filter((line) => line !== "");
}

/** A name that is no UTF-8 would silently become another one. */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new GitError("a name in the commit is no UTF-8", { cause });
  }
}
