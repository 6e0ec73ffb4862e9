import { join } from "node:path";
import { safePath, type TarInput } from "@ascent/formats";
import { blobReader } from "./git-blobs.ts";
import { GitError, type GitOptions } from "./git-command.ts";
import { fetchCommit } from "./git-repository.ts";
import { commitTime, submodulesOf, submoduleUrl, type TreeEntry, treeOf, utf8 } from "./git-tree.ts";

export interface Export {
  readonly options: GitOptions;
  readonly repository: string;
  readonly commit: string;
  readonly submodules: boolean;
  /** Folder of the archive that the files go to; `` for the top. */
  readonly prefix: string;
  /** Seconds since 1970, for every entry. */
  readonly time: number;
}

const DEEPEST = 100;

/**
 * The files of a commit as entries of an archive, whose bits depend on the commit alone: the blobs as they are, in git's
 * order, with the commit's time. Unlike `git archive` and a checkout, no attribute, filter or version of git has a say.
 */
export async function* exportedTree(from: Export): AsyncGenerator<TarInput> {
  const entries = await treeOf(from.options, from.commit);
  const urls = await urlsOf(from, entries);
  const blobs = blobReader(from.options);
  const folders = new Set(foldersAbove(`${from.prefix}/`));
  try {
    for (const entry of entries) {
      const path = archivePath(from, entry);
      yield* newFolders(path, folders, from.time);
      if (entry.kind === "submodule") yield* submodule(from, entry, urls);
      else yield fileEntry(entry, { path, mtime: from.time }, await blobs.read(entry.id));
    }
  } finally {
    blobs.close();
  }
}

/** A tree may hold any name; what leaves the folder, or would be taken for a repository, is refused. */
function archivePath(from: Export, entry: TreeEntry): string {
  const path = safePath(entry.path);
  if (path !== entry.path || path.split("/").some((part) => part.toLowerCase() === ".git")) {
    throw new GitError(`the commit has a hostile path: ${JSON.stringify(entry.path)}`);
  }
  return from.prefix === "" ? path : `${from.prefix}/${path}`;
}

/** `a/b/c` → `a`, `a/b`. */
function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join("/"));
}

function* newFolders(path: string, known: Set<string>, mtime: number): Generator<TarInput> {
  for (const folder of foldersAbove(path)) {
    if (known.has(folder)) continue;
    known.add(folder);
    yield { path: folder, type: "directory", mode: 0o755, mtime };
  }
}

function fileEntry(
  entry: TreeEntry,
  place: { readonly path: string; readonly mtime: number },
  bytes: Buffer,
): TarInput {
  if (entry.kind === "symlink") return { ...place, type: "symlink", mode: 0o777, linkTarget: utf8(bytes) };
  return { ...place, type: "file", mode: entry.kind === "executable" ? 0o755 : 0o644, content: bytes };
}

async function urlsOf(from: Export, entries: readonly TreeEntry[]): Promise<Map<string, string>> {
  const wanted = from.submodules && entries.some((entry) => entry.kind === "submodule");
  return wanted ? submodulesOf(from.options, from.commit) : new Map();
}

/** A submodule that is not wanted is an empty folder, as in a plain checkout. */
async function* submodule(from: Export, entry: TreeEntry, urls: ReadonlyMap<string, string>): AsyncGenerator<TarInput> {
  const prefix = archivePath(from, entry);
  yield { path: prefix, type: "directory", mode: 0o755, mtime: from.time };
  if (!from.submodules) return;
  const url = urls.get(entry.path);
  if (url === undefined || url === "") throw new GitError(`the submodule ${entry.path} has no URL in .gitmodules`);
  if (prefix.split("/").length > DEEPEST) throw new GitError("the submodules are nested too deeply");
  const options = { ...from.options, directory: join(from.options.directory, `submodule-${entry.id}`) };
  const repository = submoduleUrl(from.repository, url);
  const state = await fetchCommit(options, { repository, commit: entry.id, refs: [] });
  if (state.kind === "absent")
    throw new GitError(`the submodule ${entry.path} has no commit ${entry.id} at ${repository}`);
  yield* exportedTree({ ...from, options, repository, commit: entry.id, prefix });
}

/** The tree of the commit at `repository`, already fetched. */
export async function exportOf(
  options: GitOptions,
  {
    repository,
    commit,
    submodules,
  }: { readonly repository: string; readonly commit: string; readonly submodules: boolean },
): Promise<AsyncGenerator<TarInput>> {
  return exportedTree({ options, repository, commit, submodules, prefix: "", time: await commitTime(options, commit) });
}
