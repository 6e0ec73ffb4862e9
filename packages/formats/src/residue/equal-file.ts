import { isFault, type ResidueFinding, type ResidueStrength, type ResidueUnless } from "@ascent/core";
import { isEmptyObject } from "../elf/read-object.ts";
import { type FileClass, SMALLEST_FILE } from "./file-class.ts";
import type { SeedPlace } from "./fingerprint.ts";
import { hexDigest } from "./seed-draft.ts";
import { describe, findingIn, placeOf, type Subject } from "./subject.ts";

interface Meaning {
  readonly strength: ResidueStrength;
  /** People wrote it (or drew it), so whoever takes the same upstream has the same bytes. */
  readonly isOfUpstream: boolean;
}

const MEANING: Readonly<Record<FileClass, Meaning>> = {
  elf: { strength: "proof", isOfUpstream: false },
  library: { strength: "proof", isOfUpstream: false },
  program: { strength: "proof", isOfUpstream: false },
  script: { strength: "strong", isOfUpstream: true },
  data: { strength: "strong", isOfUpstream: true },
  text: { strength: "hint", isOfUpstream: false },
};

/** Pictures, message catalogues, compressed manuals: data that is there to be looked at. */
function isForPeople(path: string): boolean {
  return path.startsWith("usr/share/");
}

/** A file, or a member of an archive, whose bytes are all those of one of the seed's. */
export function equalFile(subject: Subject): ResidueFinding | undefined {
  const { seed, bytes } = subject;
  if (bytes.length < SMALLEST_FILE) return undefined;
  const place = placeOf(seed, seed.files, hexDigest(bytes));
  if (place === undefined) return undefined;
  const { strength, isOfUpstream } = meaningOf(subject);
  return findingIn(subject, {
    kind: "equal-file",
    strength,
    what: `It is, byte for byte, ${describe(place)}.`,
    detail: place.path,
    place,
    offset: 0,
    size: bytes.length,
    ...(isOfUpstream && { unless: upstream(place) }),
  });
}

function meaningOf({ class: kind, path, bytes }: Subject): Meaning {
  if (kind === "elf" && saysNothing(bytes)) return MEANING.text;
  return kind === "data" && isForPeople(path) ? MEANING.text : MEANING[kind];
}

function saysNothing(bytes: Uint8Array): boolean {
  try {
    return isEmptyObject(bytes);
  } catch (error) {
    if (isFault(error)) return false;
    throw error;
  }
}

function upstream(place: SeedPlace): ResidueUnless {
  return { own: "upstream", name: place.package.origin };
}
