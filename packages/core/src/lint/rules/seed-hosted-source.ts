import type { Blueprint } from "../../blueprint.ts";
import { allSources } from "../context.ts";
import { type Address, parseAddress } from "../host.ts";
import type { LintRule } from "../rule.ts";

/**
 * Where distributions keep copies of what others wrote. Their forges are left out: what is developed there (apk-tools,
 * say) has its home there.
 */
const DISTFILES: ReadonlySet<string> = new Set([
  "distfiles.alpinelinux.org",
  "dl-cdn.alpinelinux.org",
  "dl-master.alpinelinux.org",
  "distfiles.gentoo.org",
  "distfiles.macports.org",
]);

export const seedHostedSource: LintRule = {
  code: "seed-hosted-source",
  severity: "warning",
  perDefinition: true,
  title: "Source from a host of the seed",
  why: "The source then stands and falls with the distribution that the bootstrap is to become independent of.",
  wayOut: "Fetch it from its authors, and name the copy as a mirror under sources: in the blueprint.",
  *check(context) {
    const seeds = seedAddresses(context.blueprint);
    for (const { address, place } of allSources(context)) {
      const parsed = parseAddress(address);
      if (parsed === undefined || !isSeeds(parsed, seeds)) continue;
      yield { place: place(), message: `${address} is a copy that a distribution keeps` };
    }
  },
};

function seedAddresses({ seeds }: Blueprint): Address[] {
  const repositories = seeds.flatMap((seed) => (seed.type === "alpine" ? seed.repositories : []));
  return repositories.flatMap((url) => parseAddress(url) ?? []);
}

/** On a mirror, only the folder of the seed counts: others are there for others. */
function isSeeds(address: Address, seeds: readonly Address[]): boolean {
  if (DISTFILES.has(address.host)) return true;
  return seeds.some(({ host, path }) => host === address.host && topFolder(path) === topFolder(address.path));
}

function topFolder(path: string): string {
  return path.split("/", 2)[1] ?? "";
}
