import type { ResidueFinding, ResidueKind, ResidueStrength, ResidueUnless } from "@ascent/core";
import type { FileClass } from "./file-class.ts";
import type { SeedFingerprint, SeedNames, SeedPlace } from "./fingerprint.ts";

/** A regular file that is being searched. */
export interface Subject {
  readonly seed: SeedFingerprint;
  /** In the package, relative to the root. */
  readonly path: string;
  readonly class: FileClass;
  /** The same bytes; a buffer searches faster. */
  readonly bytes: Buffer;
  /** Of an archive that the file is, and where it begins there. */
  readonly member?: { readonly name: string; readonly offset: number };
}

export interface Found {
  readonly kind: ResidueKind;
  readonly strength: ResidueStrength;
  readonly what: string;
  readonly detail: string;
  readonly place?: SeedPlace | undefined;
  readonly offset?: number;
  readonly size?: number;
  readonly unless?: ResidueUnless;
}

/** A finding in a file, in the words of the report. */
export function findingIn({ path, member }: Pick<Subject, "path" | "member">, found: Found): ResidueFinding {
  const { place, offset, ...rest } = found;
  return {
    path,
    ...(member !== undefined && { member: member.name }),
    ...rest,
    ...(offset !== undefined && { offset: offset + (member?.offset ?? 0) }),
    ...(place !== undefined && { seedPackage: place.package.name, seedPath: place.path }),
    ...(place?.member !== undefined && { seedMember: place.member }),
  };
}

/** Where the seed has a name. */
export function placeOf(seed: SeedFingerprint, names: SeedNames, name: string): SeedPlace | undefined {
  return seed.places[names.get(name) ?? -1];
}

/** `usr/lib/libc.a(printf.o) of libc6-dev` */
export function describe(place: SeedPlace): string {
  const member = place.member === undefined ? "" : `(${place.member})`;
  return `${place.path}${member} of ${place.package.name}`;
}
