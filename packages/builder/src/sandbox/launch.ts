/** The unprivileged user that sandboxes run as when the worker is root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** bwrap reports on this descriptor of its own. */
export const STATUS_FD = 3;

/** How this host starts sandboxes. */
export interface SandboxHost {
  /** Program name or path. */
  readonly bwrap: string;
  /** Present exactly when the worker is root. */
  readonly runAs?: RunAs;
}

/** Per-process limits that the kernel keeps; the sums over all processes are the watchdog's. */
export interface ProcessLimits {
  /** RLIMIT_AS, bytes. */
  readonly addressSpaceBytes: number;
  /** RLIMIT_FSIZE, bytes. */
  readonly fileBytes: number;
  /** RLIMIT_NPROC: the kernel counts every task of the user on the whole host. */
  readonly userTasks: number;
}

export interface LaunchOptions {
  readonly limits: ProcessLimits;
  /** CPUs as `taskset -c` takes them; absent: all. */
  readonly cpus?: readonly number[];
  /** Of everything inside, never the worker's own; 022 when absent. */
  readonly umask?: number;
}

const USUAL_UMASK = 0o022;

/**
 * Sets the umask, closes every descriptor that the worker itself inherited from whoever started it (Node's own are closed
 * on exec, those are not, and a build could read or write them), and joins stderr to stdout in one pipe, so that the log
 * keeps the order in which things were written. bash, because POSIX shells need not know descriptors above 9.
 */
const PREPARE = `umask "$1"; shift
for path in /proc/self/fd/*; do
  fd=\${path##*/}
  if [ "$fd" -gt ${STATUS_FD} ]; then eval "exec $fd>&-"; fi
done
exec "$@" 2>&1`;

/**
 * The whole command line around bwrap: a shell that prepares the process, then (as root) setpriv, prlimit and
 * taskset, each of which replaces itself by the next, so that the process id stays the same down to bwrap. Pure.
 */
export function launchCommand(
  host: SandboxHost,
  options: LaunchOptions,
  bwrapArgs: readonly string[],
): readonly [string, ...string[]] {
  const { umask = USUAL_UMASK } = options;
  return [
    "bash",
    ...["--norc", "--noprofile", "-c", PREPARE, "ascent", umask.toString(8).padStart(3, "0")],
    ...(host.runAs === undefined ? [] : dropPrivileges(host.runAs)),
    ...prlimit(options.limits),
    ...(options.cpus === undefined ? [] : ["taskset", "-c", options.cpus.join(",")]),
    host.bwrap,
    ...bwrapArgs,
  ];
}

/** util-linux's setpriv: no supplementary groups, no capabilities, and no way back through set-user-id programs. */
export function dropPrivileges(runAs: RunAs): string[] {
  const ids = ["--reuid", String(runAs.uid), "--regid", String(runAs.gid), "--clear-groups"];
  return ["setpriv", ...ids, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"];
}

function prlimit(limits: ProcessLimits): string[] {
  return [
    "prlimit",
    `--as=${limits.addressSpaceBytes}`,
    `--fsize=${limits.fileBytes}`,
    `--nproc=${limits.userTasks}`,
    "--core=0",
    "--",
  ];
}
