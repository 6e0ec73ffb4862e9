import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { Fault } from "@ascent/core";
import { dropPrivileges, type SandboxHost } from "./launch.ts";

interface Finished {
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

/**
 * Makes sure, once and before any build, that this host can run sandboxes and that their user reaches `directory`.
 * Throws Fault "sandbox-missing" (a program is not installed), "sandbox-unavailable" (the kernel or a container forbids
 * user namespaces; names the settings) or "data-directory-unreachable".
 */
export async function checkSandbox(host: SandboxHost, directory: string): Promise<void> {
  await checkPrograms(host);
  await checkReach(host, directory);
  const probe = ["--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000", "--die-with-parent"];
  const command = [host.bwrap, ...probe, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--", "/bin/true"];
  const { exitCode, stderr } = await run([...asUser(host), ...command]);
  if (exitCode !== 0) throw unavailable(stderr, readSetting);
}

async function checkPrograms(host: SandboxHost): Promise<void> {
  const needed = [host.bwrap, "bash", "prlimit", "taskset", "du", ...(host.runAs === undefined ? [] : ["setpriv"])];
  for (const program of needed) {
    const { exitCode } = await run(["/bin/sh", "-c", 'command -v "$1" > /dev/null', "ascent", program]);
    if (exitCode === 0) continue;
    throw new Fault("sandbox-missing", `builds need the program ${program}, which this host does not have`, {
      wayOut: `Install it: apt-get install ${packageOf(program, host)}.`,
    });
  }
}

function packageOf(program: string, host: SandboxHost): string {
  if (program === host.bwrap) return "bubblewrap";
  return { bash: "bash", du: "coreutils" }[program] ?? "util-linux";
}

async function checkReach(host: SandboxHost, directory: string): Promise<void> {
  const { exitCode } = await run([...asUser(host), "/bin/sh", "-c", 'cd "$1"', "ascent", directory]);
  if (exitCode === 0) return;
  const uid = host.runAs?.uid ?? process.getuid?.();
  throw new Fault(
    "data-directory-unreachable",
    `builds run as the unprivileged user ${uid}, which cannot enter ${directory}`,
    {
      wayOut:
        "Put the data directory below a directory that every user may enter (ASCENT_HOME=/var/lib/ascent), or chmod o+x each directory on the way to it.",
    },
  );
}

function asUser(host: SandboxHost): string[] {
  return host.runAs === undefined ? [] : [...dropPrivileges(host.runAs), "--"];
}

function run(command: readonly string[]): Promise<Finished> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    execFile(program, args, { cwd: "/", timeout: 20_000 }, (error, _stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : undefined;
      resolve({ exitCode, stderr: stderr || (error?.message ?? "") });
    });
  });
}

/** Settings that forbid unprivileged user namespaces, and the value that allows them. */
const SETTINGS = [
  { name: "kernel.unprivileged_userns_clone", blocks: (value: number) => value === 0, allow: "1" },
  { name: "kernel.apparmor_restrict_unprivileged_userns", blocks: (value: number) => value !== 0, allow: "0" },
  { name: "user.max_user_namespaces", blocks: (value: number) => value === 0, allow: "16384" },
] as const;

/**
 * Says why bwrap could not make a sandbox. Pure but for `setting`, which reads a sysctl by its dotted name (undefined when
 * this kernel has no such setting). Where none of them is to blame, all are named: a container's seccomp filter fails alike.
 */
export function unavailable(stderr: string, setting: (name: string) => number | undefined): Fault {
  const blocking = SETTINGS.filter(({ name, blocks }) => {
    const value = setting(name);
    return value !== undefined && blocks(value);
  });
  const named = blocking.length > 0 ? blocking : SETTINGS;
  const commands = named.map(({ name, allow }) => `sysctl -w ${name}=${allow}`).join("; ");
  const reason = stderr.trim().split("\n").at(-1) ?? "";
  return new Fault(
    "sandbox-unavailable",
    `this host does not let bubblewrap make a sandbox (${named.map(({ name }) => name).join(", ")}): ${reason}`,
    {
      wayOut:
        blocking.length > 0
          ? `Allow user namespaces as root: ${commands}.`
          : `In a container, allow user namespaces (docker run --privileged, or --security-opt seccomp=unconfined --security-opt apparmor=unconfined); elsewhere, as root: ${commands}.`,
    },
  );
}

function readSetting(name: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(`/proc/sys/${name.replaceAll(".", "/")}`, "latin1"), 10);
  } catch {
    return undefined;
  }
}
