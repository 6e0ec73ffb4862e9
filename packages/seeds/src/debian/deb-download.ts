import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@ascent/core";
import { diskFull } from "../seed-faults.ts";
import { DISK_FULL, type PinnedDeb } from "./apt-resolution.ts";
import type { PrivateApt } from "./private-apt.ts";

const HELPER = "/usr/lib/apt/apt-helper";
const AT_ONCE = 4;
const LOOK_EVERY_MS = 250;

/**
 * Brings debs into a directory, named `<sha256>.deb`, through apt's own downloader (so the host's proxies, credentials and
 * `mirror+file:` lists work), four at a time, and checks each SHA-256 again.
 * Throws Fault "seed-unreachable" with what could not be had, "seed-hash-mismatch", or "disk-full".
 */
export async function downloadDebs(
  apt: PrivateApt,
  debs: readonly PinnedDeb[],
  onProgress: (done: number) => void,
): Promise<ReadonlyMap<string, string>> {
  const directory = join(apt.directory, "debs");
  const paths = new Map(debs.map(({ sha256 }) => [sha256, join(directory, `${sha256}.deb`)]));
  const watch = setInterval(() => {
    readdir(directory).then(
      (names) => onProgress(Math.min(names.length, debs.length)),
      () => {},
    );
  }, LOOK_EVERY_MS);
  try {
    await Promise.all(shares(debs).map((share) => downloadShare(apt, share, paths)));
  } finally {
    clearInterval(watch);
  }
  for (const deb of debs) await checkDeb(deb, paths.get(deb.sha256) ?? "");
  onProgress(debs.length);
  return paths;
}

/** Large and small ones dealt out evenly. One process per share: each keeps its connection. */
function shares(debs: readonly PinnedDeb[]): readonly (readonly PinnedDeb[])[] {
  const bySize = debs.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0));
  return Array.from({ length: Math.min(AT_ONCE, debs.length) }, (_, share) =>
    bySize.filter((_deb, index) => index % AT_ONCE === share),
  );
}

async function downloadShare(
  apt: PrivateApt,
  share: readonly PinnedDeb[],
  paths: ReadonlyMap<string, string>,
): Promise<void> {
  const args = share.flatMap(({ url, sha256 }) => [url, paths.get(sha256) ?? "", `SHA256:${sha256}`]);
  const { code, stderr } = await apt.run(HELPER, ["download-file", ...args]);
  if (code === 0) return;
  if (DISK_FULL.test(stderr)) throw diskFull(apt.directory);
  if (/Hash Sum mismatch|sums? mismatch/i.test(stderr)) throw mismatch(complaintsOf(stderr));
  throw new Fault("seed-unreachable", `apt cannot fetch packages of the seed: ${complaintsOf(stderr)}`, {
    wayOut:
      "See that this host reaches its mirror. If the mirror has moved on from a locked version, lock the seed anew with `ascent seed lock`.",
    retryable: true,
  });
}

function complaintsOf(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => /^[EW]:/.test(line));
  return (lines.length > 0 ? lines : [stderr.trim()]).join("; ");
}

async function checkDeb(deb: PinnedDeb, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  const actual = found === undefined ? "nothing" : await sha256OfFile(path);
  if (actual === deb.sha256) return;
  await rm(path, { force: true });
  throw mismatch(`${deb.url} should hash to ${deb.sha256} and does to ${actual}`);
}

function mismatch(what: string): Fault {
  return new Fault("seed-hash-mismatch", `the mirror's bytes are not those of the signed index or lock: ${what}`, {
    wayOut: "Try again when the mirror has finished its update, or set another mirror in the host's apt configuration.",
    retryable: true,
  });
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
