import { sortedBy } from "@ascent/core";

export interface SandboxMount {
  readonly access: "read-only" | "writable";
  /** Absolute path on the host. */
  readonly source: string;
  /** Absolute path inside; its mount point must exist in the root or below an earlier mount. */
  readonly target: string;
}

/** What one process tree may see. Everything that is not named here does not exist inside. */
export interface SandboxSpec {
  readonly root: { readonly path: string; readonly access: "read-only" | "writable" };
  readonly mounts: readonly SandboxMount[];
  /** Bound to /dev/shm, so that what is put there counts as disk and not as unmeasured memory. */
  readonly shared: string;
  /** A file that appears at `SCRIPT_PATH`. */
  readonly script: string;
  /** Ids inside; outside they are those of the user that starts bwrap. */
  readonly uid: number;
  readonly gid: number;
  /** Never the host's own: a build may print or store it. */
  readonly hostname: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

/** Where the script of the step appears inside. */
export const SCRIPT_PATH = "/run/ascent/script";

/**
 * The arguments of one bwrap call, without the program's own name. Pure.
 *
 * `--unshare-all` alone only *tries* a user namespace, so that is asked for by name. No writable tmpfs is left: /tmp and
 * /dev/shm are bound from the workspace, where they count against the disk limit. `--setenv` must follow `--clearenv`.
 * @param statusFd file descriptor on which bwrap reports pid and exit code (bwrap(1), --json-status-fd)
 */
export function bwrapArguments(spec: SandboxSpec, statusFd: number): string[] {
  return [
    ...["--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...["--uid", String(spec.uid), "--gid", String(spec.gid), "--hostname", spec.hostname],
    ...[bindOption(spec.root.access), spec.root.path, "/"],
    ...["--dev", "/dev", "--bind", spec.shared, "/dev/shm", "--remount-ro", "/dev", "--proc", "/proc"],
    ...["--tmpfs", "/run", "--ro-bind", spec.script, SCRIPT_PATH, "--remount-ro", "/run"],
    ...spec.mounts.flatMap((mount) => [bindOption(mount.access), mount.source, mount.target]),
    ...["--chdir", "/", "--clearenv"],
    ...environmentOptions(spec.environment),
    ...["--json-status-fd", String(statusFd), "--", ...spec.command],
  ];
}

function bindOption(access: "read-only" | "writable"): string {
  return access === "read-only" ? "--ro-bind" : "--bind";
}

function environmentOptions(environment: Readonly<Record<string, string>>): string[] {
  return sortedBy(Object.entries(environment), ([name]) => name).flatMap(([name, value]) => ["--setenv", name, value]);
}
