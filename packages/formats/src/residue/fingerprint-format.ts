import { Fault } from "@ascent/core";
import { z } from "zod";
import type { SeedBody, SeedFingerprint, SeedNames, SeedPlace } from "./fingerprint.ts";

/**
 * Counts up when the layout changes, or what is looked for: fingerprints of another version are made again. Part of what
 * a scan's outcome depends on.
 */
export const FINGERPRINT_VERSION = 2;

const count = z.int().nonnegative();
const hash32 = z.int();
const Names = z.array(z.tuple([z.string(), count]));
const Body = z.tuple([
  z.string(), // name
  z.enum(["code", "constants"]),
  count, // place
  count, // size
  count, // evidence
  z.union([z.literal(0), z.literal(1)]), // assembled
  hash32, // of the window
  count, // the window's place
  hash32, // head
  z.string().regex(/^[0-9a-f]{32}$/),
  z.array(count), // masks
]);
const Stored = z.strictObject({
  packages: z.array(z.tuple([z.string(), z.string(), z.string()])),
  places: z.array(z.union([z.tuple([count, z.string()]), z.tuple([count, z.string(), z.string()])])),
  files: Names,
  paths: Names,
  folders: Names,
  aliases: z.array(z.tuple([z.string(), z.string()])),
  interpreters: Names,
  libraries: Names,
  commands: Names,
  buildIds: Names,
  comments: Names,
  vendors: Names,
  triplets: Names,
  bodies: z.array(Body),
});
type Stored = z.infer<typeof Stored>;

const HEADER = "ascent-seed-fingerprint";

/** Bytes of a fingerprint: a line with format and version, then JSON. The same for the same seed. */
export function formatFingerprint(fingerprint: SeedFingerprint): Uint8Array {
  const packages = [...new Map(fingerprint.places.map((place) => [keyOf(place), place.package]))];
  const indexes = new Map(packages.map(([key], index) => [key, index]));
  const stored: Stored = {
    packages: packages.map(([, { name, version, origin }]) => [name, version, origin]),
    places: fingerprint.places.map((place) => {
      const index = indexes.get(keyOf(place)) ?? 0;
      return place.member === undefined ? [index, place.path] : [index, place.path, place.member];
    }),
    files: [...fingerprint.files],
    paths: [...fingerprint.paths],
    folders: [...fingerprint.folders],
    aliases: [...fingerprint.aliases],
    interpreters: [...fingerprint.interpreters],
    libraries: [...fingerprint.libraries],
    commands: [...fingerprint.commands],
    buildIds: [...fingerprint.buildIds],
    comments: [...fingerprint.comments],
    vendors: [...fingerprint.vendors],
    triplets: [...fingerprint.triplets],
    bodies: fingerprint.bodies.map(storedBody),
  };
  return new TextEncoder().encode(`${HEADER} ${FINGERPRINT_VERSION}\n${JSON.stringify(stored)}\n`);
}

function keyOf({ package: { name, version, origin } }: SeedPlace): string {
  return `${name}\0${version}\0${origin}`;
}

function storedBody(body: SeedBody): Stored["bodies"][number] {
  const { name, holds, place, size, evidence, isAssembled, windowHash, windowAt, head, digest, masks } = body;
  return [name, holds, place, size, evidence, isAssembled ? 1 : 0, windowHash, windowAt, head, digest, [...masks]];
}

/**
 * Reads what `formatFingerprint` wrote. Throws Fault "fingerprint-version" (it has to be made again) and
 * "fingerprint-corrupt".
 */
export function parseFingerprint(bytes: Uint8Array): SeedFingerprint {
  const lineEnd = bytes.indexOf(0x0a);
  const header = new TextDecoder().decode(bytes.subarray(0, Math.max(0, Math.min(lineEnd, 100))));
  const [, version] = new RegExp(`^${HEADER} ([0-9]+)$`).exec(header) ?? [];
  if (version === undefined) throw corrupt("it does not begin as one");
  if (Number(version) !== FINGERPRINT_VERSION) {
    throw new Fault(
      "fingerprint-version",
      `the seed's fingerprint has version ${version}, not ${FINGERPRINT_VERSION}`,
      {
        wayOut: "Have it made again from the seed's packages.",
      },
    );
  }
  const stored = Stored.safeParse(jsonOf(bytes.subarray(lineEnd + 1)));
  if (!stored.success) throw corrupt(z.prettifyError(stored.error).slice(0, 500));
  return fromStored(stored.data);
}

function corrupt(why: string): Fault {
  return new Fault("fingerprint-corrupt", `the seed's fingerprint is damaged: ${why}`, {
    wayOut: "Have it made again from the seed's packages.",
  });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw corrupt(error instanceof Error ? error.message : String(error));
  }
}

function fromStored(stored: Stored): SeedFingerprint {
  const packages = stored.packages.map(([name, version, origin]) => ({ name, version, origin }));
  const places = stored.places.map(([index, path, member]): SeedPlace => {
    const seedPackage = packages[index];
    if (seedPackage === undefined) throw corrupt(`${path} is in a package that it does not list`);
    return member === undefined ? { package: seedPackage, path } : { package: seedPackage, path, member };
  });
  const names = (list: readonly [string, number][]): SeedNames => {
    for (const [name, place] of list)
      if (place >= places.length) throw corrupt(`${name} is at a place it does not list`);
    return new Map(list);
  };
  return {
    places,
    files: names(stored.files),
    paths: names(stored.paths),
    folders: names(stored.folders),
    aliases: new Map(stored.aliases),
    interpreters: names(stored.interpreters),
    libraries: names(stored.libraries),
    commands: names(stored.commands),
    buildIds: names(stored.buildIds),
    comments: names(stored.comments),
    vendors: names(stored.vendors),
    triplets: names(stored.triplets),
    bodies: stored.bodies.map((body) => bodyFrom(body, places.length)),
  };
}

function bodyFrom(stored: Stored["bodies"][number], places: number): SeedBody {
  const [name, holds, place, size, evidence, assembled, windowHash, windowAt, head, digest, masks] = stored;
  if (place >= places) throw corrupt(`${name} is at a place that it does not list`);
  return {
    name,
    holds,
    place,
    size,
    evidence,
    isAssembled: assembled === 1,
    windowHash,
    windowAt,
    head,
    digest,
    masks,
  };
}
