import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CommandResult, runCommand } from "../host-command.ts";
import { type AptSource, formatSources } from "./apt-sources.ts";

export interface PrivateAptOptions {
  /** Name of the seed, for messages. */
  readonly seed: string;
  /** Where its directory is made. */
  readonly parent: string;
  /** apt's spelling: `amd64`. */
  readonly architecture: string;
  readonly sources: readonly AptSource[];
  /** Lines of apt.conf from the host. */
  readonly settings: readonly string[];
  readonly signal: AbortSignal;
}

/** The host's apt with a state of its own: nothing installed, no lists, no caches, no hooks; the host's keyrings. */
export interface PrivateApt {
  readonly seed: string;
  readonly directory: string;
  readonly architecture: string;
  readonly signal: AbortSignal;
  run(command: string, args: readonly string[]): Promise<CommandResult>;
}

const STALE_MS = 24 * 3_600_000;

/** Makes a private apt, lends it, and removes it whatever happens. Two at a time never meet: each has its own lock files. */
export async function withPrivateApt<T>(options: PrivateAptOptions, use: (apt: PrivateApt) => Promise<T>): Promise<T> {
  await mkdir(options.parent, { recursive: true });
  await removeStale(options.parent);
  const directory = await mkdtemp(join(options.parent, "apt-"));
  try {
    // mkdtemp gives 0700, which apt's own unprivileged downloader could not enter.
    await chmod(directory, 0o755);
    await layOut(directory, options);
    const env = { APT_CONFIG: join(directory, "apt.conf"), DEBIAN_FRONTEND: "noninteractive" };
    const { seed, architecture, signal } = options;
    return await use({
      seed,
      directory,
      architecture,
      signal,
      run: (command, args) => runCommand(command, args, { env, signal }),
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What a killed process left behind. */
async function removeStale(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    const found = await stat(path).catch(() => undefined);
    if (name.startsWith("apt-") && found !== undefined && Date.now() - found.mtimeMs > STALE_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function layOut(directory: string, options: PrivateAptOptions): Promise<void> {
  for (const part of ["state/lists/partial", "cache/archives/partial", "sources.list.d", "debs"]) {
    await mkdir(join(directory, part), { recursive: true, mode: 0o755 });
  }
  const sandboxed = await isOpenToAll(directory);
  const files = {
    "state/status": "",
    "sources.list.d/seed.sources": formatSources(options.sources),
    "apt.conf": configuration(directory, options, sandboxed),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(directory, name), text);
    await chmod(join(directory, name), 0o644);
  }
}

/** apt drops to the user _apt for downloads; that user must be able to walk there. */
async function isOpenToAll(directory: string): Promise<boolean> {
  for (let path = directory; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** apt.conf(5). `Dir::Etc::parts` and `main` are empty so that no hook of the host runs for our sake. */
function configuration(directory: string, options: PrivateAptOptions, sandboxed: boolean): string {
  const settings: readonly (readonly [string, string])[] = [
    ["Dir::Etc::parts", "/dev/null"],
    ["Dir::Etc::main", "/dev/null"],
    ["Dir::Etc::sourcelist", "/dev/null"],
    ["Dir::Etc::sourceparts", join(directory, "sources.list.d")],
    ["Dir::Etc::preferences", "/dev/null"],
    ["Dir::Etc::preferencesparts", "/dev/null"],
    ["Dir::State", join(directory, "state")],
    ["Dir::State::status", join(directory, "state/status")],
    ["Dir::Cache", join(directory, "cache")],
    ["Dir::Log", join(directory, "state")],
    ["APT::Architecture", options.architecture],
    ["APT::Architectures::", options.architecture],
    ["APT::Install-Recommends", "false"],
    ["APT::Install-Suggests", "false"],
    ["APT::Get::AllowUnauthenticated", "false"],
    ["APT::Update::Error-Mode", "any"],
    ["Acquire::AllowInsecureRepositories", "false"],
    ["Acquire::AllowWeakRepositories", "false"],
    ["Acquire::AllowDowngradeToInsecureRepositories", "false"],
    ["Acquire::Languages", "none"],
    ["Acquire::IndexTargets::deb::Translations::DefaultEnabled", "false"],
    ["Acquire::ForceHash", "sha256"],
    ["Acquire::Retries", "1"],
    ["Acquire::http::Timeout", "10"],
    ["Acquire::https::Timeout", "10"],
    ...(sandboxed ? [] : ([["APT::Sandbox::User", "root"]] as const)),
  ];
  return [...options.settings, ...settings.map(([key, value]) => `${key} "${value}";`), ""].join("\n");
}
