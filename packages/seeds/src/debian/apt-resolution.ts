import { Fault } from "@ascent/core";
import type { CommandResult } from "../host-command.ts";
import { diskFull, missingPackages, unreachable, untrusted } from "../seed-faults.ts";
import type { PrivateApt } from "./private-apt.ts";

/** A deb as a signed index pins it. */
export interface PinnedDeb {
  /** apt's name for it: `libstdc++6`. */
  readonly name: string;
  readonly url: string;
  /** Bytes; undefined when only a lock knows the deb. */
  readonly size: number | undefined;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * Fetches and verifies the archive's indexes. Throws Fault "seed-unreachable", "seed-untrusted", or "seed-suite-missing".
 * apt leaves with 0 when a mirror is merely silent, so warnings count.
 */
export async function updateIndexes(apt: PrivateApt, options: readonly string[] = []): Promise<void> {
  const result = await apt.run("apt-get", ["update", "-q", ...options]);
  const complaints = linesOf(result).filter((line) => /^(?:E|W|Err)(?::|\d)/.test(line));
  const said = complaints.join("; ");
  const untrusting = UNTRUSTED.exec(result.stderr) ?? UNTRUSTED.exec(result.stdout);
  if (untrusting !== null) throw notAccepted(untrusting[0], said);
  if (DISK_FULL.test(result.stderr)) throw diskFull(apt.directory);
  const absent = NO_RELEASE.exec(result.stderr)?.[1];
  if (absent !== undefined) throw missingSuite(absent);
  if (result.code !== 0 || FAILED.test(result.stderr)) throw unreachable(`apt cannot reach the archive: ${said}`);
}

/** The signature's own trouble, with the way out of it. */
function notAccepted(complaint: string, said: string): Fault {
  if (/expired|not valid yet/i.test(complaint)) {
    return untrusted(`apt does not accept the archive's signature: its Release file is out of date: ${said}`, STALE);
  }
  const keys = [...new Set([...said.matchAll(/(?:NO_PUBKEY|Missing key) ([0-9A-F]+)/g)].map((match) => match[1]))];
  const lacking = keys.length === 0 ? "" : ` (its keyring lacks ${keys.join(", ")})`;
  return untrusted(`this host's apt does not accept the archive's signature${lacking}: ${said}`, KEYRING);
}

const KEYRING =
  "Update the host's archive keyring (apt-get install --only-upgrade debian-archive-keyring, or ubuntu-keyring), see that `apt-get update` passes, or choose another seed with --seed.";
const STALE =
  "Use a mirror that is kept up to date and check this host's clock. Where the mirror is frozen on purpose, say so in the host's apt configuration (Acquire::Check-Valid-Until), which is taken over.";

/** A mirror that answers, but has no such suite; one that is down says something else. */
const NO_RELEASE = /^E: The repository '(.+) Release' does(?: not|n't) have a Release file/m;

function missingSuite(archive: string): Fault {
  return new Fault("seed-suite-missing", `this host's mirror has no such suite: ${archive}`, {
    wayOut:
      "Name a suite of this host's mirror in the blueprint (suite: NAME; `host` is the host's own), or choose another seed with --seed.",
  });
}

const UNTRUSTED =
  /NO_PUBKEY|BADSIG|EXPKEYSIG|REVKEYSIG|is not signed|could ?n[o']t be verified|were invalid|is not valid yet|has expired|isn't valid, got 'NOSPLIT'|Release file .* is expired|not trusted|no longer signed|Missing key|OpenPGP signature verification failed/i;
const FAILED = /^(?:W|E): (?:Failed to fetch|Some index files failed)/m;
export const DISK_FULL = /No space left on device|Disk quota exceeded|don't have enough free space/i;

/**
 * Names that are none (deb-control(5), Package): apt would read them as a version, a suite, a path or a removal.
 * Throws Fault "seed-missing-package".
 */
export function refuseOddNames(seed: string, names: readonly string[]): void {
  const odd = names.filter((name) => !/^[a-z0-9][a-z0-9+.-]*[a-z0-9+.]$/.test(name));
  if (odd.length > 0) throw missingPackages(seed, odd);
}

/**
 * The debs that installing `names` on an empty system takes, with what the signed index says of them.
 * Throws Fault "seed-missing-package", or "seed-conflict" when the names cannot stand together.
 */
export async function resolveDebs(apt: PrivateApt, names: readonly string[]): Promise<readonly PinnedDeb[]> {
  if (names.length === 0) return [];
  await refuseUnknownNames(apt, names);
  const args = ["install", "--print-uris", "-qq", "-y", "--no-install-recommends", "--", ...names];
  const result = await apt.run("apt-get", args);
  if (result.code !== 0) throw unresolved(result, names, apt.seed);
  return linesOf({ ...result, stderr: "" }).flatMap(pinnedDeb);
}

/** apt takes a name that it does not know, but that has a dot or a plus in it, for a pattern: so it is asked for a list. */
async function refuseUnknownNames(apt: PrivateApt, names: readonly string[]): Promise<void> {
  const { stdout } = await apt.run("apt-cache", ["pkgnames", "--all-names"]);
  const known = new Set(stdout.split("\n"));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) throw missingPackages(apt.seed, unknown);
}

const URI_LINE = /^'([^']+)' (\S+) (\d+) SHA256:([0-9a-f]{64})$/;

function pinnedDeb(line: string): PinnedDeb[] {
  if (!line.startsWith("'")) return [];
  const match = URI_LINE.exec(line);
  if (match === null) {
    throw new Fault("seed-untrusted", `the archive's signed index gives no SHA-256 for ${line}`, {
      wayOut: "Use an archive whose indexes carry SHA-256, as every Debian and Ubuntu release does.",
    });
  }
  const [, url = "", fileName = "", size = "", sha256 = ""] = match;
  return [{ name: fileName.slice(0, fileName.indexOf("_")), url, size: Number(size), sha256 }];
}

function unresolved(result: CommandResult, names: readonly string[], seed: string): Fault {
  const said = linesOf(result).join("\n");
  const missing = names.filter((name) => isMissing(said, name));
  if (missing.length > 0) return missingPackages(seed, missing);
  return new Fault("seed-conflict", `apt finds no set of packages for ${names.join(" ")}: ${said}`, {
    wayOut: "Take the names that cannot be installed together out of the stages, or give them by an alias of the seed.",
  });
}

function isMissing(said: string, name: string): boolean {
  const quoted = name.replace(/[+.]/g, "\\$&");
  return new RegExp(
    `Unable to locate package ${quoted}$|Package '?${quoted}'? has no installation candidate`,
    "m",
  ).test(said);
}

function linesOf(result: CommandResult): string[] {
  return `${result.stdout}\n${result.stderr}`.split("\n").filter((line) => line.trim() !== "");
}
