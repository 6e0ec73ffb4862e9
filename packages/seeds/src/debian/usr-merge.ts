import type { Arch } from "@ascent/core";

/** Root directories that are links into /usr on a merged system; lib64 exists on x86_64 alone. */
const MERGED: Readonly<Record<Arch, readonly string[]>> = {
  x86_64: ["bin", "lib", "lib64", "sbin"],
  aarch64: ["bin", "lib", "sbin"],
};

/** The package that gives the links; every converted deb depends on it. */
export const USR_MERGE = "usr-merge";

export function mergedDirectories(arch: Arch): readonly string[] {
  return MERGED[arch];
}

/** Where a deb's path ends up on a merged system (usrmerge(8)): `lib/x` → `usr/lib/x`. Paths without a leading slash. */
export function mergedPath(path: string, arch: Arch): string {
  const slash = path.indexOf("/");
  const top = slash === -1 ? path : path.slice(0, slash);
  return MERGED[arch].includes(top) ? `usr/${path}` : path;
}
