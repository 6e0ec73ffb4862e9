import { open } from "node:fs/promises";
import { join } from "node:path";
import { fullVersion, hexOf, type Recipe, type RecipePackage } from "@ascent/core";
import type { ArtifactStore, BuiltPackage, PackageSigner } from "@ascent/engine";
import {
  type ApkScripts,
  controlChecksum,
  createMeter,
  type PkgInfo,
  packControl,
  packData,
  packSignature,
  recordOf,
  type ScannedFile,
  type ScanResult,
  sbomPath,
  scanPackage,
} from "@ascent/formats";
import { throwIfCancelled } from "../cancelled.ts";
import { contentsOf, type Made, type PackageContents } from "./contents.ts";
import { inspectFiles, scannedFiles } from "./inspect.ts";
import { readChunks, walkOutput } from "./output.ts";

export interface PackagingParts {
  readonly store: ArtifactStore;
  readonly signer: PackageSigner;
  /** An empty directory of the worker's own. */
  readonly temporary: string;
}

interface Draft extends Made {
  readonly output: RecipePackage;
  readonly scanned: readonly ScannedFile[];
}

/**
 * Makes an apk of what a build left for each package of its recipe, and stores them and their SBOMs. Files stream through
 * temporary files and are never held whole, but for one ELF file at a time, whose tables may be anywhere in it. Everything
 * in a package comes from the recipe and the output directories.
 * @param home the workspace's home on the host
 * Throws Faults "output-invalid", "unknown-capability", "apk-bad-info", "bad-dependency", and Cancelled.
 */
export async function makePackages(
  parts: PackagingParts,
  made: { readonly recipe: Recipe; readonly home: string },
  signal: AbortSignal,
): Promise<[BuiltPackage, ...BuiltPackage[]]> {
  const { recipe, home } = made;
  const drafts: Draft[] = [];
  for (const output of recipe.packages) {
    throwIfCancelled(signal);
    drafts.push(await draftOf(recipe, output, home));
  }
  const built: BuiltPackage[] = [];
  for (const draft of drafts) {
    throwIfCancelled(signal);
    built.push(await makePackage(parts, recipe, { draft, siblings: drafts.filter((other) => other !== draft) }));
  }
  return built as [BuiltPackage, ...BuiltPackage[]];
}

async function draftOf(recipe: Recipe, output: RecipePackage, home: string): Promise<Draft> {
  const sbom = sbomPath(output.name, fullVersion(recipe));
  const entries = (await walkOutput(home, output.name)).filter(({ path }) => path !== sbom);
  const inspections = await inspectFiles(entries);
  return { output, entries, inspections, scanned: scannedFiles(entries, inspections) };
}

async function makePackage(
  parts: PackagingParts,
  recipe: Recipe,
  { draft, siblings }: { readonly draft: Draft; readonly siblings: readonly Draft[] },
): Promise<BuiltPackage> {
  const { output } = draft;
  const contents = contentsOf(recipe, output, draft);
  const generated = scanPackage(draft.scanned, {
    version: fullVersion(recipe),
    options: output.options,
    siblings: siblings.flatMap(({ scanned }) => scanned),
  });
  const packed = await writeApk(parts, { recipe, output }, { contents, generated });
  return { ...packed, sbom: await parts.store.put(contents.sbom) };
}

async function writeApk(
  parts: PackagingParts,
  { recipe, output }: { readonly recipe: Recipe; readonly output: RecipePackage },
  { contents, generated }: { readonly contents: PackageContents; readonly generated: ScanResult },
): Promise<Omit<BuiltPackage, "sbom">> {
  const dataPath = join(parts.temporary, `${output.name}.data`);
  const apkPath = join(parts.temporary, `${output.name}.apk`);
  const data = createMeter();
  await writeChunks(dataPath, data.measure(packData(contents.entries, recipe.sourceDateEpoch)));
  const info = pkgInfoOf({
    recipe,
    output,
    installedSize: contents.installedSize,
    generated,
    dataHash: hexOf(data.digest()),
  });
  const control = await packControl({ info, scripts: scriptsOf(output) }, recipe.sourceDateEpoch);
  const signature = await packSignature(control, parts.signer);
  const content = createMeter();
  await writeChunks(apkPath, apkChunks(signature, content.measure(joined(control, readChunks(dataPath)))));
  const { digest, size } = await parts.store.putFile(apkPath);
  return {
    fileDigest: digest,
    contentDigest: content.digest(),
    size,
    record: recordOf(info, { size, checksum: controlChecksum(control) }),
  };
}

function* joined(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first;
  yield* rest;
}

async function* apkChunks(signature: Uint8Array, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield signature;
  yield* content;
}

async function writeChunks(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, "wx", 0o644);
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}

interface InfoParts {
  readonly recipe: Recipe;
  readonly output: RecipePackage;
  readonly installedSize: number;
  readonly generated: ScanResult;
  readonly dataHash: string;
}

/** The order of written dependencies is nobody's concern: sorted, no doubles, as melange has them. */
function pkgInfoOf({ recipe, output, installedSize, generated, dataHash }: InfoParts): PkgInfo {
  return {
    name: output.name,
    version: fullVersion(recipe),
    arch: recipe.arch,
    size: installedSize,
    origin: recipe.name,
    description: output.description.replace(/\s+/g, " ").trim(),
    url: output.url,
    license: output.license,
    buildDate: recipe.sourceDateEpoch,
    depends: atoms(output.runtime, generated.depends),
    provides: atoms(output.provides, generated.provides),
    replaces: atoms(output.replaces),
    installIf: atoms(output.installIf),
    triggers: output.scriptlets.trigger?.paths ?? [],
    dataHash,
    other: [],
    ...(output.providerPriority === undefined ? {} : { providerPriority: output.providerPriority }),
    ...(output.replacesPriority === undefined ? {} : { replacesPriority: output.replacesPriority }),
  };
}

function atoms(written: readonly { readonly value: string }[], generated: readonly string[] = []): string[] {
  return [...new Set([...written.map(({ value }) => value), ...generated])].sort();
}

function scriptsOf({ scriptlets }: RecipePackage): ApkScripts {
  const { trigger, ...others } = scriptlets;
  return { ...others, ...(trigger === undefined ? {} : { trigger: trigger.script }) };
}
