import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { Fault } from "@ascent/core";

const run = promisify(execFile);

/** The user that the server runs as: ourselves, or an unprivileged one, since Postgres refuses to be root. */
export type RunAs =
  | { readonly kind: "self" }
  | {
      readonly kind: "user";
      readonly name: string;
      readonly uid: number;
      readonly gid: number;
      /** May pass through directories that are closed to others (root's home): it was put below one. */
      readonly passesClosedDirectories: boolean;
    };

/** A command that runs `program` as that user. */
export function commandAs(runAs: RunAs, program: string, args: readonly string[]): [string, ...string[]] {
  if (runAs.kind === "self") return [program, ...args];
  const capabilities = runAs.passesClosedDirectories
    ? ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]
    : ["--inh-caps=-all"];
  const identity = [`--reuid=${runAs.uid}`, `--regid=${runAs.gid}`, "--clear-groups"];
  return ["setpriv", ...identity, ...capabilities, "--", program, ...args];
}

/**
 * Chooses who runs the server. Not root: ourselves. Root: `wanted`, else `ascent` where passwd has it, else `nobody`.
 * Throws Fault "postgres-start-failed" for a user that does not exist.
 */
export async function chooseUser(wanted: string | undefined): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { kind: "self" };
  const users = parsePasswd(await readFile("/etc/passwd", "utf8"));
  const names = wanted === undefined ? ["ascent", "nobody"] : [wanted];
  const name = names.find((candidate) => users.has(candidate));
  const ids = name === undefined ? undefined : users.get(name);
  if (name === undefined || ids === undefined || ids.uid === 0) {
    throw new Fault("postgres-start-failed", `there is no unprivileged user ${names.join(" or ")} to run Postgres as`, {
      wayOut: "Postgres refuses to run as root: create such a user, or start Ascent as another user than root.",
    });
  }
  return { kind: "user", name, ...ids, passesClosedDirectories: false };
}

/** passwd(5): name:password:uid:gid:… */
function parsePasswd(text: string): ReadonlyMap<string, { readonly uid: number; readonly gid: number }> {
  const entries = text.split("\n").map((line) => line.split(":"));
  return new Map(
    entries
      .filter((fields) => fields.length >= 4)
      .map(([name = "", , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
}

/** Can that user really run this file? Asks the kernel: modes alone do not tell (ACLs, read-only mounts, noexec). */
export async function canRun(runAs: RunAs, program: string): Promise<boolean> {
  const [command, ...args] = commandAs(runAs, program, ["--version"]);
  try {
    await run(command, args, { timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

/** Can that user come as far as this directory? */
export async function canReach(runAs: RunAs, directory: string): Promise<boolean> {
  const [command, ...args] = commandAs(runAs, "/bin/sh", ["-c", 'cd -- "$1"', "sh", directory]);
  try {
    await run(command, args, { timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}
