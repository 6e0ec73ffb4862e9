import type { Recipe } from "../../recipe.ts";
import { allSources } from "../context.ts";
import type { LintRule } from "../rule.ts";

/** `Python-3.10.6.tar.xz`: name and version. */
const ARCHIVE = /^(.+?)[-_]v?(\d+(?:\.\d+)+[a-z]?)(?:[-_.].*)?$/;

export const versionContradictsSource: LintRule = {
  code: "version-contradicts-source",
  severity: "warning",
  title: "The source is of another version than the package says",
  why: "What is built then is not what its version promises, and a later bump would rebuild the same bytes.",
  wayOut: "Write the version in the address as a variable (package.version), or correct one of the two.",
  *check(context) {
    for (const { definition, source, place } of allSources(context)) {
      const [recipe] = definition.recipes;
      const version = recipe === undefined || source.kind === "git" ? undefined : otherVersion(recipe, source.uri);
      if (recipe === undefined || version === undefined) continue;
      yield { place, message: `${recipe.name} is version ${recipe.version}, and its source is ${version}` };
    }
  },
};

/** The version in the address, where the file has the package's name and nothing in the address agrees. */
function otherVersion({ name, version }: Recipe, uri: string): string | undefined {
  const [, file = "", found = ""] = ARCHIVE.exec(uri.slice(uri.lastIndexOf("/") + 1)) ?? [];
  if (found === "" || plain(file) !== plain(name.replace(/-\d[\d.]*$/, ""))) return undefined;
  // What apk's version adds (_rc1, _p2) is written in many ways; 8.1.2 is often 8.1 with patches.
  const [own = ""] = version.split(/[_~]/);
  const agrees = covers(own, found) || covers(found, own) || squeezed(uri).includes(squeezed(own));
  return agrees ? undefined : found;
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
