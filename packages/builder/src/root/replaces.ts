import { satisfies } from "@ascent/core";
import type { UnpackedMeta } from "../unpack/meta.ts";

/**
 * Whether package `a` declares that it replaces files of `b`: its priority (0 when none is given), else undefined.
 * As apk does it, the dependency must match the other's own name and version, not what it provides.
 */
export function replacesPriority(a: UnpackedMeta, b: UnpackedMeta): number | undefined {
  const matches = a.record.replaces.some(
    ({ name, constraint }) =>
      name === b.record.name && (constraint === undefined || satisfies(b.record.version, constraint)),
  );
  return matches ? (a.record.replacesPriority ?? 0) : undefined;
}
