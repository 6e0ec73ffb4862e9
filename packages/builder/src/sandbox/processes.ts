import { readdirSync, readFileSync, statSync } from "node:fs";

/** What a process tree holds at one moment. */
export interface TreeUse {
  /** Threads count, as they do for RLIMIT_NPROC. */
  readonly tasks: number;
  /** Anonymous and shared memory: page cache of mapped files can be dropped and is nobody's in particular. */
  readonly memoryBytes: number;
}

/**
 * Sums over a process and everything below it, from /proc (proc(5): task/TID/children, status). Inside a pid namespace
 * orphans become children of its init, so nothing can leave the tree. Processes that end meanwhile count as nothing.
 */
export function measureTree(rootPid: number): TreeUse {
  let tasks = 0;
  let memoryBytes = 0;
  const waiting = [rootPid];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const ids = tasksOf(pid);
    tasks += ids.length;
    memoryBytes += memoryOf(pid);
    for (const id of ids) waiting.push(...childrenOf(pid, id));
  }
  return { tasks, memoryBytes };
}

function tasksOf(pid: number): string[] {
  return orElse(() => readdirSync(`/proc/${pid}/task`), []);
}

function childrenOf(pid: number, task: string): number[] {
  const text = orElse(() => readFileSync(`/proc/${pid}/task/${task}/children`, "latin1"), "");
  return text.split(" ").filter(Boolean).map(Number);
}

function memoryOf(pid: number): number {
  const status = orElse(() => readFileSync(`/proc/${pid}/status`, "latin1"), "");
  return kibibytes(status, "RssAnon") + kibibytes(status, "RssShmem");
}

function kibibytes(status: string, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status);
  return Number(found?.[1] ?? 0) * 1024;
}

/** Tasks that a user has on this host now: RLIMIT_NPROC is measured against this sum. */
export function tasksOfUser(uid: number): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.reduce((sum, pid) => sum + (ownerOf(pid) === uid ? tasksOf(Number(pid)).length : 0), 0);
}

function ownerOf(pid: string): number {
  return orElse(() => statSync(`/proc/${pid}`).uid, -1);
}

/** A process and the moment it started (clock ticks since boot), so that a reused id is not taken for it. */
export type ProcessIdentity = `${number}.${number}`;

export function identityOf(pid: number): ProcessIdentity | undefined {
  const stat = orElse(() => readFileSync(`/proc/${pid}/stat`, "latin1"), "");
  // Field 22; the command name in field 2 may itself hold blanks and parentheses (proc(5)).
  const started = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .at(19);
  return started === undefined ? undefined : `${pid}.${Number(started)}`;
}

/** Is the process of this identity still there? A zombie is not: it runs nothing any more. */
export function isRunning(identity: string): boolean {
  const pid = Number(identity.split(".")[0]);
  if (!Number.isSafeInteger(pid) || identityOf(pid) !== identity) return false;
  return orElse(() => readFileSync(`/proc/${pid}/stat`, "latin1"), ") Z").match(/\) [ZX] /) === null;
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
