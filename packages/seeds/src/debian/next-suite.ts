import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@ascent/core";
import { updateIndexes } from "./apt-resolution.ts";
import type { PrivateApt } from "./private-apt.ts";

/** What a suite says of itself in its signed Release file (repository format, "Release" files). */
export interface Release {
  readonly origin: string;
  /** The name by age that it has today: `stable`. */
  readonly suite: string;
  /** The name that it keeps: `trixie`. */
  readonly codename: string;
}

/** Asks a mirror for a suite's Release file, verified. Throws Fault "seed-suite-missing" where the mirror has none. */
export type AskRelease = (suite: string) => Promise<Release>;

/** The names by age that Debian gives its releases, oldest first; each moves on when a release is made. */
const BY_AGE = ["oldoldstable", "oldstable", "stable", "testing", "unstable"];

/**
 * The codename of the release after the newest one that the host's sources name. Nothing here knows which releases there
 * are: the mirror says how old the host's own is (its Release file gives `Suite: oldstable`) and which one comes after.
 * Throws Fault "seed-suite-missing" for a distribution that names no releases by age (Ubuntu), and where nothing newer is.
 */
export async function nextSuite(suites: readonly string[], ask: AskRelease): Promise<string> {
  const releases: Release[] = [];
  for (const suite of suites) releases.push(await ask(suite));
  const newest = releases.toSorted((a, b) => ageOf(b) - ageOf(a))[0];
  if (newest === undefined || ageOf(newest) === -1) throw noNext(newest, "whose mirror names no release by age");
  const after = BY_AGE[ageOf(newest) + 1];
  if (after === undefined) throw noNext(newest, "and nothing newer is published");
  const { codename } = await ask(after);
  return codename;
}

function ageOf({ suite }: Release): number {
  return BY_AGE.indexOf(suite);
}

function noNext(release: Release | undefined, why: string): Fault {
  const host = release === undefined ? "an unknown release" : `${release.origin} ${release.codename}`;
  return new Fault("seed-suite-missing", `"suite: next" has no meaning on this host: it is ${host}, ${why}`, {
    wayOut: "Name a suite of this host's mirror in the blueprint (suite: NAME), or choose another seed with --seed.",
  });
}

/** Only the Release file: the lists of packages are left where they are. */
const NO_LISTS = ["-o", "Acquire::IndexTargets::deb::Packages::DefaultEnabled=false"];

/** The Release file of the one suite that an apt is set to. Faults: those of `updateIndexes`. */
export async function readRelease(apt: PrivateApt): Promise<Release> {
  await updateIndexes(apt, NO_LISTS);
  const lists = join(apt.directory, "state/lists");
  const name = (await readdir(lists)).find((file) => /_(?:In)?Release$/.test(file));
  const text = name === undefined ? "" : await readFile(join(lists, name), "utf8");
  const field = (key: string) => new RegExp(`^${key}: *(\\S+) *$`, "m").exec(text)?.[1] ?? "";
  return { origin: field("Origin"), suite: field("Suite"), codename: field("Codename") };
}
