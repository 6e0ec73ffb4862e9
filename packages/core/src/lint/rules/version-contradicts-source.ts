import { type LintedDefinition, sourcesOf } from "../context.ts";
import type { LintFinding, LintRule } from "../rule.ts";

/** `Python-3.10.6.tar.xz`: name and version. */
const ARCHIVE = /^(.+?)[-_]v?(\d+(?:\.\d+)+[a-z]?)(?:[-_.].*)?$/;

/** No file system has longer names. */
const LONGEST = 255;

export const versionContradictsSource: LintRule = {
  code: "version-contradicts-source",
  severity: "warning",
  perDefinition: true,
  title: "The source is of another version than the package says",
  why: "What is built then is not what its version promises, and a later bump would rebuild the same bytes.",
  wayOut: "Write the version in the address as a variable (package.version), or correct one of the two.",
  *check({ definitions }) {
    for (const definition of definitions) yield* contradictions(definition);
  },
};

/** Of all archives that have the package's name, one must agree: others may be older parts that are shipped along. */
function contradictions(definition: LintedDefinition): LintFinding[] {
  const [recipe] = definition.recipes;
  if (recipe === undefined) return [];
  const own = sourcesOf(definition).flatMap(({ source, address, place }) => {
    const found = source.kind === "git" ? undefined : versionIn(address, recipe.name);
    return found === undefined ? [] : [{ place, found, uri: address }];
  });
  if (own.some(({ found, uri }) => agrees(recipe.version, { found, uri }))) return [];
  return own.map(({ place, found }) => ({
    place: place(),
    message: `${recipe.name} is version ${recipe.version}, and its source is ${found}`,
  }));
}

/** The version that a file of the package's name has. */
function versionIn(uri: string, name: string): string | undefined {
  const archive = uri.slice(uri.lastIndexOf("/") + 1);
  if (archive.length > LONGEST) return undefined;
  const [, file = "", found] = ARCHIVE.exec(archive) ?? [];
  return plain(file) === plain(name.replace(/-\d[\d.]*$/, "")) ? found : undefined;
}

function agrees(version: string, { found, uri }: { readonly found: string; readonly uri: string }): boolean {
  // What apk's version adds (_rc1, _p2) is written in many ways; 8.1.2 is often 8.1 with patches.
  const [own = ""] = version.split(/[_~]/);
  return covers(own, found) || covers(found, own) || squeezed(uri).includes(squeezed(own));
}

function covers(short: string, long: string): boolean {
  return long === short || (long.startsWith(short) && !/^\d/.test(long.slice(short.length)));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9+]/g, "");
}

function squeezed(text: string): string {
  return text.replace(/[^0-9A-Za-z]/g, "");
}
