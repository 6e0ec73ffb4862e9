import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault, isFault } from "@ascent/core";
import { runCommand } from "../host-command.ts";
import { type AptSource, parseDeb822Sources, parseSourcesList } from "./apt-sources.ts";

/** What the host's own apt is set to, as far as a private apt needs it. */
export interface HostApt {
  readonly sources: readonly AptSource[];
  readonly codenames: readonly string[];
  /** Lines of apt.conf to take over: proxies, certificates, time-outs, what the host says of dates. */
  readonly settings: readonly string[];
}

/** Reads the host's apt configuration. Throws Fault "seed-unreachable" where there is no apt. */
export async function readHostApt(signal: AbortSignal): Promise<HostApt> {
  const config = await aptConfig(["dump"], signal);
  const [list, parts] = (
    await aptConfig(["shell", "L", "Dir::Etc::sourcelist/f", "P", "Dir::Etc::sourceparts/d"], signal)
  )
    .split("\n")
    .map((line) => /^[LP]='(.*)'$/.exec(line)?.[1] ?? "");
  return {
    sources: [...parseSourcesList(await textOf(list ?? "")), ...(await sourceParts(parts ?? ""))],
    codenames: await hostCodenames(),
    settings: config.split("\n").filter((line) => TAKEN_OVER.test(line)),
  };
}

/** What the host's release is called: `bookworm`; of a derivative, its own name before that of what it is made of. */
export async function hostCodenames(): Promise<readonly string[]> {
  return codenamesOf(await textOf("/etc/os-release"));
}

/** Never hooks (`APT::Update::Post-Invoke`), extra index targets or anything that loosens verification of signatures. */
const TAKEN_OVER =
  /^(?:Acquire::(?:https?(?:::(?!AllowRedirect)\S+)?|ForceIPv[46]|Check-Valid-Until|Check-Date|(?:Max|Min)-ValidTime\S*)|Dir::Etc::netrc(?:parts)?) ".*";$/i;

async function aptConfig(args: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const { code, stdout, stderr } = await runCommand("apt-config", args, { signal });
    if (code === 0) return stdout;
    throw new Fault("seed-unreachable", `apt-config failed: ${stderr.trim()}`, { wayOut: NO_APT, retryable: true });
  } catch (cause) {
    if (!isFault(cause) || cause.code !== "host-tool-missing") throw cause;
    throw new Fault("seed-unreachable", "a debian seed is taken through the host's apt, and this host has none", {
      cause,
      wayOut: NO_APT,
      retryable: true,
    });
  }
}

const NO_APT = "Run on a Debian or Ubuntu host with a configured mirror, or choose another seed with --seed.";

async function sourceParts(directory: string): Promise<AptSource[]> {
  const names = (await readdir(directory).catch(() => [] as string[])).sort();
  const sources: AptSource[] = [];
  for (const name of names) {
    if (name.endsWith(".list")) sources.push(...parseSourcesList(await textOf(join(directory, name))));
    if (name.endsWith(".sources")) sources.push(...parseDeb822Sources(await textOf(join(directory, name))));
  }
  return sources;
}

/** A file that is not there says nothing. */
async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}

function codenamesOf(osRelease: string): string[] {
  const names = ["VERSION_CODENAME", "UBUNTU_CODENAME", "DEBIAN_CODENAME"].flatMap(
    (key) => new RegExp(`^${key}="?([a-z0-9-]+)"?$`, "m").exec(osRelease)?.[1] ?? [],
  );
  return [...new Set(names)];
}
