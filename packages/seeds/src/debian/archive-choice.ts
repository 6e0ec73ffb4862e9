import { Fault } from "@ascent/core";
import type { AptSource } from "./apt-sources.ts";

export interface ArchiveWanted {
  /** `host`, or a suite's name. */
  readonly suite: string;
  /** apt's spelling: `amd64`. */
  readonly architecture: string;
  /** Codenames of the host's release in os-release: `bookworm`, `noble`. */
  readonly codenames: readonly string[];
}

const ALIASES = ["stable", "oldstable", "testing", "unstable", "sid", "devel"];
const COMPONENTS = new Set([
  "main",
  "contrib",
  "non-free",
  "non-free-firmware",
  "universe",
  "restricted",
  "multiverse",
]);
const ARCHIVE_KEYRING =
  /(?:debian|ubuntu|ubuntu-ports|raspbian|kali|devuan)-archive-(?:keyring|removed-keys)\.(?:gpg|asc|pgp)/;

/**
 * Which of the host's apt sources are the distribution's own archive: its suites with updates and security, none of the
 * third parties that people add. With a named suite, that suite on the host's main mirror, which has other releases too.
 * Throws Fault "seed-unreachable" when the host names no archive for this architecture.
 */
export function chooseArchive(sources: readonly AptSource[], wanted: ArchiveWanted): readonly AptSource[] {
  const serving = sources.filter(
    ({ architectures }) => architectures === undefined || architectures.includes(wanted.architecture),
  );
  const own = serving.map((source) => ownPart(source, wanted)).filter(({ suites }) => suites.length > 0);
  const archive = preferDistributionKeys(own);
  const chosen = wanted.suite === "host" ? archive : onMainMirror(archive, wanted.suite);
  if (chosen.length > 0) return chosen;
  throw new Fault(
    "seed-unreachable",
    `this host's apt configuration names no Debian or Ubuntu archive for ${wanted.architecture}`,
    {
      wayOut: `Add one to /etc/apt/sources.list.d (with "Architectures: ${wanted.architecture}" if it serves only that), or use another seed with --seed.`,
      retryable: true,
    },
  );
}

function ownPart(source: AptSource, wanted: ArchiveWanted): AptSource {
  const families = [...wanted.codenames, ...ALIASES];
  return {
    ...source,
    uris: source.uris.filter((uri) => !/\/\/ppa\./.test(uri)),
    suites: source.suites.filter((suite) => families.some((name) => isOfFamily(suite, name))),
    components: source.components.filter((component) => COMPONENTS.has(component)),
  };
}

/** `bookworm`, `bookworm-updates`, `bookworm-security`, `bookworm/updates`; backports are nobody's default. */
function isOfFamily(suite: string, name: string): boolean {
  if (suite === name) return true;
  return (suite.startsWith(`${name}-`) || suite === `${name}/updates`) && !/-(?:backports|proposed)/.test(suite);
}

/** Where some sources are tied to the distribution's keyring, those tied to another key are someone else's. */
function preferDistributionKeys(sources: readonly AptSource[]): readonly AptSource[] {
  const usable = sources.filter(({ uris, components }) => uris.length > 0 && components.length > 0);
  const own = usable.filter(({ signedBy }) => signedBy === undefined || ARCHIVE_KEYRING.test(signedBy));
  return own.length > 0 ? own : usable;
}

function onMainMirror(archive: readonly AptSource[], suite: string): readonly AptSource[] {
  const main = archive.find((source) => releasesOf([source]).length > 0) ?? archive[0];
  return main === undefined ? [] : [{ ...main, suites: [suite] }];
}

/** The suites of an archive that are releases of their own, not what is added to one (`-updates`, security). */
export function releasesOf(archive: readonly AptSource[]): readonly string[] {
  const main = archive.filter(({ uris }) => !uris.some((uri) => /security/.test(uri)));
  return [...new Set(main.flatMap(({ suites }) => suites.filter((suite) => !/[-/]/.test(suite))))];
}

/** Mirrors and suites in one line, for people and provenance. */
export function describeArchive(sources: readonly AptSource[]): string {
  return sources.map(({ uris, suites, components }) => [...uris, ...suites, ...components].join(" ")).join("; ");
}
