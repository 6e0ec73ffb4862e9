import { compareFindings, isFault, type ResidueFinding, type ResidueReport } from "@ascent/core";
import { type ArMember, libraryMembers } from "../archive/ar.ts";
import { readElf } from "../elf/read-elf.ts";
import { CodeSearch } from "./code-search.ts";
import type { PackageContents, PackageFile } from "./contents.ts";
import { equalFile } from "./equal-file.ts";
import { classOf } from "./file-class.ts";
import type { SeedFingerprint } from "./fingerprint.ts";
import { OfferedNames } from "./offered-names.ts";
import { searchCode } from "./search-code.ts";
import { notesOf, searchElf, toldStrings } from "./search-elf.ts";
import { searchPaths, searchTriplets } from "./search-names.ts";
import { searchBuildFile, searchShebang } from "./search-text.ts";
import { isCommonFolder, linkedPath } from "./seed-names.ts";
import { describe, findingIn, placeOf, type Subject } from "./subject.ts";

/** Searches packages for what is left in them of one seed. Made once per fingerprint; holds no state between packages. */
export class ResidueScanner {
  readonly #seed: SeedFingerprint;
  readonly #search: CodeSearch;

  constructor(seed: SeedFingerprint) {
    this.#seed = seed;
    this.#search = new CodeSearch(seed.bodies);
  }

  /**
   * Looks into every file of a package, one at a time. What is damaged, or not what it claims to be, is a finding or is
   * searched as plain bytes; throws only what reading the package throws.
   */
  async scan({ name, origin, files }: PackageContents): Promise<ResidueReport> {
    const findings: ResidueFinding[] = [];
    const offers = new OfferedNames(this.#seed, origin);
    let count = 0;
    let bytes = 0;
    for await (const file of files) {
      offers.add(file, this.#sonameOf(file));
      findings.push(...this.#searchLink(file));
      if (file.content === undefined) continue;
      count++;
      bytes += file.content.length;
      findings.push(...this.#searchFile(file.path, file.content));
    }
    return { package: name, findings: findings.sort(compareFindings), offers: offers.sorted(), files: count, bytes };
  }

  #sonameOf({ content }: PackageFile): string | undefined {
    try {
      return content === undefined ? undefined : readElf(content)?.soname;
    } catch (error) {
      if (isFault(error)) return undefined;
      throw error;
    }
  }

  #searchLink({ path, type, linkTarget }: PackageFile): ResidueFinding[] {
    if (type !== "symlink" || linkTarget === undefined) return [];
    const target = linkedPath(path, linkTarget, this.#seed.aliases);
    const place = placeOf(this.#seed, this.#seed.paths, target) ?? placeOf(this.#seed, this.#seed.folders, target);
    if (place === undefined || isCommonFolder(target)) return [];
    const what = `It leads to ${linkTarget}, which is the seed's (${describe(place)}).`;
    const unless = { own: "path", name: target } as const;
    return [findingIn({ path }, { kind: "link", strength: "strong", what, detail: linkTarget, place, unless })];
  }

  #searchFile(path: string, content: Uint8Array): ResidueFinding[] {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    const subject: Subject = { seed: this.#seed, path, class: classOf(content), bytes };
    const equal = equalFile(subject);
    if (equal !== undefined) return [equal];
    if (path.endsWith(".pc")) return searchBuildFile(subject, "pkg-config");
    if (path.endsWith(".la")) return searchBuildFile(subject, "libtool");
    if (subject.class === "text") return searchTriplets(subject, []);
    if (subject.class === "script") {
      return [...searchShebang(subject), ...searchTriplets(subject, []), ...searchPaths(subject, [])];
    }
    return subject.class === "library" ? this.#searchLibrary(subject) : this.#searchBinary(subject);
  }

  #searchBinary(subject: Subject): ResidueFinding[] {
    const told: string[] = [];
    const structured = unlessDamaged(subject, () => {
      told.push(...toldStrings(subject));
      return searchElf(subject);
    });
    const code = searchCode(subject, this.#search, []);
    return [...structured, ...code, ...searchTriplets(subject, told), ...searchPaths(subject, told)];
  }

  #searchLibrary(subject: Subject): ResidueFinding[] {
    const members: ArMember[] = [];
    const damaged = unlessDamaged(subject, () => {
      members.push(...libraryMembers(subject.bytes));
      return [];
    });
    const equal = new Set<number>();
    const inMembers = members.flatMap((member) => {
      const found = this.#searchMember(subject, member);
      if (found.some(({ kind }) => kind === "equal-file")) equal.add(member.offset);
      return found;
    });
    const parts = members.map(({ name, offset, bytes }) => ({
      name,
      offset,
      size: bytes.length,
      isTold: equal.has(offset),
    }));
    const code = searchCode(subject, this.#search, parts);
    return [...damaged, ...onceEach(inMembers), ...code, ...searchTriplets(subject, [])];
  }

  #searchMember(library: Subject, { name, offset, bytes }: ArMember): ResidueFinding[] {
    const member = { name, offset };
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const subject: Subject = { ...library, member, bytes: content, class: classOf(bytes) };
    const equal = equalFile(subject);
    if (equal !== undefined) return [equal];
    return unlessDamaged(subject, () => notesOf(subject));
  }
}

/** What was made by one compiler says so in each member of a library: once is enough. */
function onceEach(findings: readonly ResidueFinding[]): ResidueFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ kind, detail }) => {
    const key = `${kind} ${detail}`;
    const isNew = kind === "equal-file" || !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** A damaged file is searched as plain bytes, and said to be damaged. */
function unlessDamaged(subject: Subject, search: () => ResidueFinding[]): ResidueFinding[] {
  try {
    return search();
  } catch (error) {
    if (!isFault(error)) throw error;
    const what = `It could only be searched as plain bytes: ${error.message}.`;
    return [findingIn(subject, { kind: "unreadable", strength: "hint", what, detail: error.code })];
  }
}

/** Scans one package; for many packages make one {@link ResidueScanner}. */
export async function scanForResidue(seed: SeedFingerprint, contents: PackageContents): Promise<ResidueReport> {
  return new ResidueScanner(seed).scan(contents);
}
