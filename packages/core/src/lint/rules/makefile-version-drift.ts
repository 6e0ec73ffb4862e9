import type { Place } from "../../defect.ts";
import { fullVersion } from "../../recipe.ts";
import type { LintContext, LintedFile } from "../context.ts";
import type { LintFinding, LintRule } from "../rule.ts";

const VERSION = /^([A-Z0-9_]+_VERSION)\s*\??=\s*(\S+)\s*$/;
/** `packages/${ARCH}/m4-${M4_VERSION}.apk:` */
const TARGET = /^packages\/\$[{(]ARCH[)}]\/(\S+?)-\$[{(]([A-Z0-9_]+_VERSION)[)}]\.apk:/;

export const makefileVersionDrift: LintRule = {
  code: "makefile-version-drift",
  severity: "warning",
  title: "The Makefile expects another version than the definition has",
  why: "Make waits for a file that melange never writes, and builds the package again every time.",
  wayOut: "Write the definition's version and epoch there.",
  *check(context) {
    const makefiles = context.files.filter(({ path }) => /(?:^|\/)Makefile$/.test(path));
    if (makefiles.length === 0) return;
    const versions = versionsByFolder(context);
    for (const file of makefiles) yield* drifts(file, versions.get(folderOf(file.path)) ?? new Map());
  },
};

/** Folder → main package → version with its release. */
function versionsByFolder({ definitions }: LintContext): Map<string, Map<string, string>> {
  const folders = new Map<string, Map<string, string>>();
  for (const { file, recipes } of definitions) {
    const folder = folderOf(file);
    const versions = folders.get(folder) ?? new Map<string, string>();
    folders.set(folder, versions);
    for (const recipe of recipes) versions.set(recipe.name, fullVersion(recipe));
  }
  return folders;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

interface Assignment {
  readonly version: string;
  readonly place: Place;
}

function* drifts(file: LintedFile, known: ReadonlyMap<string, string>): Generator<LintFinding> {
  const lines = (file.text() ?? "").split("\n");
  const written = assignments(file.path, lines);
  for (const line of lines) {
    const [, name = "", variable = ""] = TARGET.exec(line) ?? [];
    const said = written.get(variable);
    const own = known.get(name);
    if (said === undefined || own === undefined || own === said.version) continue;
    yield { place: said.place, message: `${variable} is ${said.version}, and ${name} is ${own}` };
  }
}

function assignments(file: string, lines: readonly string[]): Map<string, Assignment> {
  const written = new Map<string, Assignment>();
  for (const [index, line] of lines.entries()) {
    const [, variable, version] = VERSION.exec(line) ?? [];
    if (variable === undefined || version === undefined) continue;
    written.set(variable, { version, place: { file, line: index + 1, column: 1 } });
  }
  return written;
}
