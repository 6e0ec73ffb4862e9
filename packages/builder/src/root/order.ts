import { compareText } from "@ascent/core";
import type { UnpackedMeta } from "../unpack/meta.ts";

/**
 * Packages so that each comes after what it depends on, as apk installs them. Where packages need each other, and among
 * equals, the order is that of the names: it never depends on the order in which they were given.
 */
export function installOrder(packages: readonly UnpackedMeta[]): UnpackedMeta[] {
  const byName = [...packages].sort((a, b) => compareText(a.record.name, b.record.name));
  const givers = giversByName(byName);
  const ordered = new Set<UnpackedMeta>();
  const entered = new Set<UnpackedMeta>();
  const visit = (meta: UnpackedMeta): void => {
    if (entered.has(meta)) return;
    entered.add(meta);
    const needed = meta.record.depends.filter(({ conflict }) => !conflict);
    needed.flatMap(({ name }) => givers.get(name) ?? []).forEach(visit);
    ordered.add(meta);
  };
  byName.forEach(visit);
  return [...ordered];
}

function giversByName(packages: readonly UnpackedMeta[]): Map<string, UnpackedMeta[]> {
  const givers = new Map<string, UnpackedMeta[]>();
  for (const meta of packages)
    for (const name of [meta.record.name, ...meta.record.provides.map((provision) => provision.name)])
      givers.set(name, [...(givers.get(name) ?? []), meta]);
  return givers;
}
