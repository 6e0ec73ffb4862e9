import { spawn } from "node:child_process";
import { Fault } from "@ascent/core";

export interface GitOptions {
  /** The bare repository that commands run in. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Paths and file:// URLs are repositories too. */
  readonly localRepositories: boolean;
  /** A transfer slower than a byte a second for this long is given up: milliseconds. */
  readonly stallMs: number;
}

/** What git said on its way to a failure. */
export class GitError extends Error {}

const PROTOCOLS = ["https", "ssh", "git"];
const KEPT = [
  "PATH",
  "HOME",
  "SSH_AUTH_SOCK",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "HTTPS_PROXY",
  "NO_PROXY",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "GIT_SSL_CAINFO",
];

/** Nothing of the host's or the user's configuration, no hook, no question, no transport but those allowed. */
function configuration({ localRepositories, stallMs }: GitOptions): string[] {
  const protocols = localRepositories ? [...PROTOCOLS, "file"] : PROTOCOLS;
  const settings = [
    "core.hooksPath=/dev/null",
    "gc.auto=0",
    "protocol.allow=never",
    ...protocols.map((protocol) => `protocol.${protocol}.allow=always`),
    "http.lowSpeedLimit=1",
    `http.lowSpeedTime=${Math.ceil(stallMs / 1000)}`,
  ];
  return settings.flatMap((setting) => ["-c", setting]);
}

function environment(): NodeJS.ProcessEnv {
  const kept = KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  return {
    ...Object.fromEntries(kept),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    GIT_SSH_COMMAND: "ssh -oBatchMode=yes -oConnectTimeout=10",
    GIT_NO_REPLACE_OBJECTS: "1",
    LC_ALL: "C",
  };
}

/** A git process in the repository; its end is for the caller to watch. */
export function startGit(options: GitOptions, args: readonly string[]) {
  return spawn("git", [...configuration(options), ...args], {
    cwd: options.directory,
    env: environment(),
    stdio: ["pipe", "pipe", "pipe"],
    signal: options.signal,
    killSignal: "SIGKILL",
  });
}

/** Runs git and gives its stdout. Rejects with GitError (its own words) or Fault "git-missing". */
export function git(options: GitOptions, ...args: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const process = startGit(options, args);
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    process.stdin.end();
    process.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    process.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    process.on("error", (error) => reject(startFault(error)));
    process.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new GitError(lastLine(Buffer.concat(complaints).toString()) || `git ${args[0]} ended with ${code}`));
    });
  });
}

export function startFault(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return error;
  return new Fault("git-missing", "a source is a git repository, but there is no git on this machine", {
    cause: error,
    wayOut: "install git (on Debian and Ubuntu: apt install git) and run again",
  });
}

function lastLine(text: string): string {
  const lines = text.trim().split("\n");
  const fatal = lines.find((line) => line.startsWith("fatal:") || line.startsWith("error:"));
  return (fatal ?? lines.at(-1) ?? "").trim();
}
