import { mkdir } from "node:fs/promises";
import { GitError, type GitOptions, git } from "./git-command.ts";

/** What is wanted of a repository. */
export interface Checkout {
  readonly repository: string;
  readonly commit: string;
  /** Asked where the commit is nowhere: a tag or branch that has moved tells more than "not found". */
  readonly refs: readonly string[];
}

export type CommitState = { readonly kind: "present" } | { readonly kind: "absent"; readonly actual?: string };

/** Makes an empty bare repository and brings the commit into it: alone where the server allows it, else with everything. */
export async function fetchCommit(options: GitOptions, wanted: Checkout): Promise<CommitState> {
  await mkdir(options.directory, { recursive: true });
  await git(options, "init", "--quiet", "--bare", "--template=", ".");
  if (await isFetchedAlone(options, wanted)) return { kind: "present" };
  const everything = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
  await git(options, "fetch", "--quiet", "--no-tags", "--", wanted.repository, ...everything);
  if (await hasCommit(options, wanted.commit)) return { kind: "present" };
  const actual = await firstResolved(options, wanted.refs);
  return actual === undefined ? { kind: "absent" } : { kind: "absent", actual };
}

/** Servers may refuse a commit by id; what they say then is of no interest, the full fetch comes next. */
async function isFetchedAlone(options: GitOptions, { repository, commit }: Checkout): Promise<boolean> {
  try {
    const quiet = ["fetch", "--quiet", "--no-tags", "--depth", "1", "--"];
    await git(options, ...quiet, repository, commit);
    return await hasCommit(options, commit);
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** Git names objects by the hash of their bytes, and checks that when they come in. */
async function hasCommit(options: GitOptions, commit: string): Promise<boolean> {
  return (await resolved(options, commit)) === commit;
}

async function firstResolved(options: GitOptions, refs: readonly string[]): Promise<string | undefined> {
  for (const ref of refs) {
    const commit = await resolved(options, ref);
    if (commit !== undefined) return commit;
  }
  return undefined;
}

async function resolved(options: GitOptions, name: string): Promise<string | undefined> {
  try {
    return (await git(options, "rev-parse", "--verify", "--quiet", `${name}^{commit}`)).toString().trim();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
