import { execFile } from "node:child_process";
import { chmod, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Fault } from "@ascent/core";
import { makeDirectory, writeNew } from "../cache/plain-files.ts";
import { removeTree } from "../cache/remove-tree.ts";
import { Cancelled } from "../cancelled.ts";
import { LogTail } from "../pipeline/log-tail.ts";
import { SCRIPT_PATH } from "../sandbox/bwrap-arguments.ts";
import type { SandboxHost } from "../sandbox/launch.ts";
import { runInSandbox, type SandboxEnd } from "../sandbox/run.ts";
import type { UnpackedMeta } from "../unpack/meta.ts";
import { matchingDirectories } from "./triggers.ts";

export interface ScriptletContext {
  readonly signal: AbortSignal;
  readonly onOutput: (bytes: Uint8Array) => void;
}

/** A script of a package and the arguments that apk gives it. */
export interface Scriptlet {
  readonly package: string;
  /** `pre-install`, `post-install` or `trigger`. */
  readonly kind: string;
  readonly text: string;
  readonly arguments: readonly string[];
}

const KINDS = { preInstall: "pre-install", postInstall: "post-install", trigger: "trigger" } as const;

/** The same for every root: which build needs it first must not decide whether it comes to be. */
const LIMITS = { milliseconds: 300_000, memoryBytes: 2 * 1024 ** 3, processes: 1024, diskBytes: 16 * 1024 ** 3 };
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** apk's own (apk-tools, apk_ipkg_run_script). */
const ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", TZ: "UTC" };

/**
 * What a fresh installation runs, in order: pre- and post-install of every package, then the triggers whose patterns match,
 * with the matching directories. `packages` come in installation order.
 */
export function scriptletsOf(packages: readonly UnpackedMeta[], directories: readonly string[]): Scriptlet[] {
  const installs = packages.flatMap((meta) =>
    (["preInstall", "postInstall"] as const).flatMap((event) => scriptlet(meta, event, [meta.record.version])),
  );
  const triggers = packages.flatMap((meta) => {
    const matching = matchingDirectories(meta.triggers, directories);
    return matching.length === 0 ? [] : scriptlet(meta, "trigger", matching);
  });
  return [...installs, ...triggers];
}

function scriptlet(meta: UnpackedMeta, event: keyof typeof KINDS, args: readonly string[]): Scriptlet[] {
  const text = meta.scripts[event];
  const { name, version } = meta.record;
  return text === undefined ? [] : [{ package: `${name}-${version}`, kind: KINDS[event], text, arguments: args }];
}

/**
 * Runs scriptlets in the root itself, which must be nobody else's (a copy, no hard links). They are uid 0 inside and the
 * unprivileged user outside, without capabilities and network. Throws Fault "scriptlet-failed" with the end of the output.
 */
export async function runScriptlets(
  host: SandboxHost,
  target: { readonly root: string; readonly scriptlets: readonly Scriptlet[] },
  context: ScriptletContext,
): Promise<void> {
  const work = await mkdtemp(join(target.root, "..", "scriptlets-"));
  const shared = join(work, "shared");
  try {
    await chmod(work, 0o755);
    await makeDirectory(work, "shared");
    // The scripts stay in a directory that no scriptlet can write to: a link left there would lead the next write astray.
    if (host.runAs !== undefined) await chown(host.runAs, [target.root, shared]);
    for (const [index, each] of target.scriptlets.entries())
      await runOne(host, { root: target.root, shared, script: join(work, `${index}`), scriptlet: each }, context);
  } finally {
    await removeTree(work);
    await settle(host, target.root);
  }
}

interface OneRun {
  readonly root: string;
  readonly shared: string;
  readonly script: string;
  readonly scriptlet: Scriptlet;
}

async function runOne(host: SandboxHost, run: OneRun, context: ScriptletContext): Promise<void> {
  const { scriptlet } = run;
  const tail = new LogTail(MAX_OUTPUT_BYTES);
  await writeNew(run.script, scriptlet.text, 0o755);
  const end = await runInSandbox(host, {
    spec: {
      root: { path: run.root, access: "writable" },
      mounts: [],
      shared: run.shared,
      script: run.script,
      uid: 0,
      gid: 0,
      hostname: "build",
      environment: ENVIRONMENT,
      command: [SCRIPT_PATH, ...scriptlet.arguments],
    },
    limits: { ...LIMITS, disk: { directory: run.root, bytes: LIMITS.diskBytes } },
    signal: context.signal,
    onOutput: (bytes) => {
      context.onOutput(bytes);
      return tail.add(bytes);
    },
  });
  if (end.kind === "exited" && end.exitCode === 0) return;
  if (end.kind === "stopped" && end.why === "cancelled") throw new Cancelled();
  const said = tail.lines().join("\n");
  throw new Fault("scriptlet-failed", `${scriptlet.kind} of ${scriptlet.package} ${told(end)}${said && `:\n${said}`}`, {
    wayOut: `Leave ${scriptlet.package} out of the build environment, or mend its ${scriptlet.kind} script.`,
  });
}

function told(end: SandboxEnd): string {
  if (end.kind === "exited") return `ended with exit code ${end.exitCode}`;
  return end.kind === "stopped" ? `was stopped (${end.why})` : "could not be started";
}

const execute = promisify(execFile);

/** `-h` and `-P`: links themselves, never what they point to. */
async function chown(user: { readonly uid: number; readonly gid: number }, paths: readonly string[]): Promise<void> {
  await execute("chown", ["-RhP", `${user.uid}:${user.gid}`, "--", ...paths]);
}

/** Gives the root back to the worker, readable for every build, writable for nobody else, as all other roots are. */
async function settle(host: SandboxHost, root: string): Promise<void> {
  if (host.runAs !== undefined) await chown({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }, [root]);
  await execute("chmod", ["-R", "u+rwX,go+rX,go-w,ug-s", "--", root]);
}
