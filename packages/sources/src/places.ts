import { type SourceHint, type SourceRef, sortedBy } from "@ascent/core";

export type FileRef = Extract<SourceRef, { kind: "fetch" }>;

const COMPONENTS = ["main", "universe", "contrib"] as const;

/** A hint is about a source when it names its URI or its hash. */
export function hintsFor(keys: readonly string[], hints: readonly SourceHint[]): SourceHint[] {
  return hints.filter((hint) => keys.includes(hint.source));
}

/** Where to look beside the pool, in order, each once: the hints' mirrors, then the URI itself. */
export function upstreamPlaces(ref: FileRef, hints: readonly SourceHint[]): string[] {
  const mirrors = hintsFor([ref.uri, ref.expected], hints).flatMap((hint) => hint.mirrors);
  return [...new Set([...mirrors.map((mirror) => withFileName(mirror, ref.fileName)), ref.uri])];
}

/** A mirror is the file's own URL, or ends with `/` and lacks the file's name. */
function withFileName(mirror: string, fileName: string): string {
  return mirror.endsWith("/") ? `${mirror}${encodeURIComponent(fileName)}` : mirror;
}

/**
 * Where the hints' Debian files are on the given mirrors (base URLs). Whichever mirror or component has the file will do,
 * and so will plain HTTP: the hash decides.
 */
export function poolPlaces(ref: FileRef, hints: readonly SourceHint[], mirrors: readonly string[]): string[] {
  const files = hintsFor([ref.uri, ref.expected], hints).flatMap((hint) => hint.debian ?? []);
  const places = files.flatMap(({ package: name, file }) =>
    COMPONENTS.flatMap((component) =>
      mirrors.map((mirror) => poolUrl(mirror, [component, poolPrefix(name), name, file])),
    ),
  );
  return [...new Set(places)];
}

function poolUrl(mirror: string, parts: readonly string[]): string {
  return `${mirror.replace(/\/+$/, "")}/pool/${parts.map(encodeURIComponent).join("/")}`;
}

/** Debian's archive layout: `libf` for libfoo, else the first letter. */
function poolPrefix(name: string): string {
  return name.startsWith("lib") && name.length > 3 ? name.slice(0, 4) : name.slice(0, 1);
}

/** Places of hosts that were down a moment ago come last; otherwise the order stays. */
export function downLast(places: readonly string[], isDown: (host: string) => boolean): string[] {
  return sortedBy(places, (place) => (isDown(hostOf(place)) ? "1" : "0"));
}

export function hostOf(place: string): string {
  return URL.canParse(place) ? new URL(place).host : place;
}
