import type { ResidueOffers } from "@ascent/core";
import { compareText } from "@ascent/core";
import type { PackageFile } from "./contents.ts";
import type { SeedFingerprint } from "./fingerprint.ts";
import { commandOf, foldersOf, libraryOf, plainPath, tripletsIn } from "./seed-names.ts";

/** Collects what a package has itself of the names that the seed has too. */
export class OfferedNames {
  readonly #seed: SeedFingerprint;
  readonly #origin: string;
  readonly #paths = new Set<string>();
  readonly #libraries = new Set<string>();
  readonly #commands = new Set<string>();
  readonly #triplets = new Set<string>();

  constructor(seed: SeedFingerprint, origin: string) {
    this.#seed = seed;
    this.#origin = origin;
  }

  add({ path: written, type }: PackageFile, soname: string | undefined): void {
    const path = plainPath(written, this.#seed.aliases);
    // A loader may be known by what programs ask for alone: its package is then not in the seed's lock.
    for (const each of [path, ...foldersOf(path)]) this.#paths.add(each);
    for (const triplet of tripletsIn(path)) this.#triplets.add(triplet);
    if (type === "directory") return;
    const command = commandOf(path);
    if (command !== undefined) this.#commands.add(command);
    for (const library of [libraryOf(path), soname]) if (library !== undefined) this.#libraries.add(library);
  }

  sorted(): ResidueOffers {
    const { paths, folders, interpreters, aliases, libraries, commands, triplets } = this.#seed;
    const asked = new Set([...interpreters.keys()].map((path) => plainPath(path, aliases)));
    const known = (names: Iterable<string>, isKnown: (name: string) => boolean) =>
      [...names].filter(isKnown).sort(compareText);
    return {
      upstreams: [this.#origin],
      paths: known(this.#paths, (path) => paths.has(path) || folders.has(path) || asked.has(path)),
      libraries: known(this.#libraries, (name) => libraries.has(name)),
      commands: known(this.#commands, (name) => commands.has(name)),
      triplets: known(this.#triplets, (name) => triplets.has(name)),
    };
  }
}
