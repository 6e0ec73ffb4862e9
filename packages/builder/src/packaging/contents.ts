import { Fault, fullVersion, hexOf, type Recipe, type RecipePackage } from "@ascent/core";
import { type ApkEntry, type SbomFile, type SbomSource, sbomPath, writeSbom } from "@ascent/formats";
import { attributesOf } from "./capabilities.ts";
import type { Inspections } from "./inspect.ts";
import { type OutputEntry, readChunks } from "./output.ts";

/** What goes into the data segment of one package, and its SBOM by itself. */
export interface PackageContents {
  readonly entries: readonly ApkEntry[];
  readonly sbom: Uint8Array;
  /** Bytes of all files. */
  readonly installedSize: number;
}

/** What a build left for one package, without what lies where the SBOM belongs. */
export interface Made {
  readonly entries: readonly OutputEntry[];
  readonly inspections: Inspections;
}

/**
 * Adds the SBOM to what a build left for a package. Owners and times are the packer's business; modes stay.
 * Throws Fault "output-invalid" when the package has something else where the SBOM belongs, or a capability for no file.
 */
export function contentsOf(recipe: Recipe, output: RecipePackage, made: Made): PackageContents {
  const { entries, inspections } = made;
  const attributes = attributesOf(output);
  checkAttributes(entries, attributes);
  const sbom = writeSbom({
    name: output.name,
    version: fullVersion(recipe),
    arch: recipe.arch,
    description: output.description,
    url: output.url,
    license: output.license,
    created: recipe.sourceDateEpoch,
    files: hashedFiles(inspections),
    sources: sourcesOf(recipe),
  });
  const path = sbomPath(output.name, fullVersion(recipe));
  const sbomEntry: ApkEntry = { path, type: "file", mode: 0o644, size: sbom.length, content: () => [sbom] };
  const own = entries.map((entry) => apkEntry(entry, attributes.get(entry.path)));
  return {
    entries: [...own, ...missingParents(path, entries), sbomEntry],
    sbom,
    installedSize: entries.reduce((sum, entry) => sum + (entry.kind === "file" ? entry.size : 0), sbom.length),
  };
}

function apkEntry(entry: OutputEntry, capability: Uint8Array | undefined): ApkEntry {
  switch (entry.kind) {
    case "directory":
      return { path: entry.path, type: "directory", mode: entry.mode };
    case "symlink":
      return { path: entry.path, type: "symlink", mode: 0o777, linkTarget: entry.target };
    case "hardlink":
      return { path: entry.path, type: "hardlink", mode: entry.mode, linkTarget: entry.target };
    case "file": {
      const { path, mode, size, source } = entry;
      const xattrs = capability === undefined ? {} : { xattrs: { "security.capability": capability } };
      return { path, type: "file", mode, size, content: () => readChunks(source), ...xattrs };
    }
  }
}

function missingParents(path: string, entries: readonly OutputEntry[]): ApkEntry[] {
  const kinds = new Map(entries.map((entry) => [entry.path, entry.kind]));
  const parts = path.split("/").slice(0, -1);
  return parts.flatMap((_part, index) => {
    const parent = parts.slice(0, index + 1).join("/");
    const kind = kinds.get(parent);
    if (kind === "directory") return [];
    if (kind === undefined) return [{ path: parent, type: "directory", mode: 0o755 } satisfies ApkEntry];
    throw new Fault(
      "output-invalid",
      `the package's own SBOM belongs below /${parent}, which the build made a ${kind}`,
    );
  });
}

function checkAttributes(entries: readonly OutputEntry[], attributes: ReadonlyMap<string, Uint8Array>): void {
  const files = new Set(entries.flatMap((entry) => (entry.kind === "file" ? [entry.path] : [])));
  for (const path of attributes.keys()) {
    if (files.has(path)) continue;
    throw new Fault("output-invalid", `the definition sets capabilities on /${path}, but the build made no such file`);
  }
}

function hashedFiles(inspections: Inspections): SbomFile[] {
  return [...inspections].map(([path, { sha1, sha256 }]) => ({ path, sha1, sha256 }));
}

/** By what the definition says, never by where the bytes were had from this time. */
function sourcesOf(recipe: Recipe): SbomSource[] {
  const fetched = recipe.sources.map((source): SbomSource => {
    if (source.kind === "git")
      return { name: source.fileName, location: `git+${source.repository}@${source.commit}`, hashes: [] };
    const { fileName, uri, algorithm, expected } = source;
    return { name: fileName, location: uri, hashes: [{ algorithm, hex: expected }] };
  });
  const files = recipe.files.map(
    ({ path, digest }): SbomSource => ({ name: path, hashes: [{ algorithm: "sha256", hex: hexOf(digest) }] }),
  );
  return [...fetched, ...files];
}
