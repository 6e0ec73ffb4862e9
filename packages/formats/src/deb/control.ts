import { Fault } from "@ascent/core";

/** Debian's version operators (Policy 7.1). */
export const DEB_RELATIONS = ["<<", "<=", "=", ">=", ">>"] as const;
export type DebRelation = (typeof DEB_RELATIONS)[number];

/** One package that would do. */
export interface DebAlternative {
  readonly name: string;
  /** `any`, `native` or an arch: `python3:any`. */
  readonly qualifier?: string;
  readonly constraint?: { readonly relation: DebRelation; readonly version: string };
  /** `[amd64 !i386]`: as written, in source packages only. */
  readonly arches: readonly string[];
}

/** `a | b`: any of these. */
export type DebRelationGroup = readonly [DebAlternative, ...DebAlternative[]];

/** The stanza of a binary package. */
export interface DebControl {
  readonly package: string;
  readonly version: string;
  readonly architecture: string;
  /** Source package, without its version; equals `package` where the stanza names none. */
  readonly source: string;
  /** First line of the description. */
  readonly summary: string;
  readonly homepage: string;
  /** KiB, as Debian counts. */
  readonly installedSize?: number;
  readonly preDepends: readonly DebRelationGroup[];
  readonly depends: readonly DebRelationGroup[];
  readonly provides: readonly DebRelationGroup[];
  readonly replaces: readonly DebRelationGroup[];
  /** All fields by their name in lower case; lines of a folded one are joined by a line break, unindented. */
  readonly fields: ReadonlyMap<string, string>;
}

function bad(why: string): Fault {
  return new Fault("deb-bad-control", why);
}

/** Fields of one stanza (Policy 5.1). Comments are passed over; an empty line ends it. */
function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.trimStart().split("\n")) {
    if (line.trim() === "") break;
    if (line.startsWith("#")) continue;
    last = /^[ \t]/.test(line) ? continueField(fields, last, line) : addField(fields, line);
  }
  return fields;
}

function addField(fields: Map<string, string>, line: string): string {
  const [, name, value = ""] = /^([^\s:]+):(.*)$/s.exec(line) ?? [];
  if (name === undefined) throw bad(`${JSON.stringify(line)} is no "Field: value" of a control stanza`);
  const key = name.toLowerCase();
  if (fields.has(key)) throw bad(`the control stanza has the field ${name} twice`);
  fields.set(key, value.trim());
  return key;
}

function continueField(fields: Map<string, string>, key: string | undefined, line: string): string {
  if (key === undefined) throw bad("the control stanza begins with a continued line");
  fields.set(key, `${fields.get(key) ?? ""}\n${line.trim()}`);
  return key;
}

const ALTERNATIVE =
  /^([a-zA-Z0-9][a-zA-Z0-9+.-]*)(?::([a-z0-9-]+))?(?:\s*\(\s*(<<|<=|>=|>>|=|<|>)\s*([A-Za-z0-9.+:~-]+)\s*\))?(?:\s*\[([^\]]*)\])?(?:\s*<[^>]*>)*$/;

/** `<` and `>` are old spellings of "or equal" (Policy 7.1). */
const OLD_RELATIONS: Readonly<Record<string, DebRelation>> = { "<": "<=", ">": ">=" };

function readAlternative(text: string): DebAlternative {
  const match = ALTERNATIVE.exec(text.trim());
  if (match === null) throw bad(`${JSON.stringify(text.trim())} is no relation to a package`);
  const [, name = "", qualifier, operator, version, arches = ""] = match;
  const relation = DEB_RELATIONS.find((each) => each === (OLD_RELATIONS[operator ?? ""] ?? operator));
  return {
    name,
    arches: arches.split(/\s+/).filter((arch) => arch !== ""),
    ...(qualifier !== undefined && { qualifier }),
    ...(relation !== undefined && version !== undefined && { constraint: { relation, version } }),
  };
}

function readGroup(text: string): DebRelationGroup {
  const [first = "", ...others] = text.split("|");
  return [readAlternative(first), ...others.map(readAlternative)];
}

/**
 * Reads a relationship field (Policy 7.1): `libc6 (>= 2.36), debconf | debconf-2.0, python3:any`.
 * Throws Fault "deb-bad-control".
 */
export function parseDebRelations(text: string): DebRelationGroup[] {
  return text
    .split(",")
    .filter((group) => group.trim() !== "")
    .map(readGroup);
}

function installedSize(fields: ReadonlyMap<string, string>): { readonly installedSize?: number } {
  const text = fields.get("installed-size");
  if (text === undefined) return {};
  if (!/^[0-9]{1,15}$/.test(text)) throw bad(`Installed-Size is "${text}", not a number`);
  return { installedSize: Number(text) };
}

/**
 * Reads the control stanza of a binary package (Policy 5.3).
 * Throws Fault "deb-bad-control", also without Package, Version or Architecture.
 */
export function readDebControl(text: string): DebControl {
  const fields = readFields(text);
  const needed = (name: string): string => {
    const value = fields.get(name.toLowerCase());
    if (!value) throw bad(`the control stanza has no ${name}`);
    return value;
  };
  const relations = (name: string): DebRelationGroup[] => parseDebRelations(fields.get(name) ?? "");
  const name = needed("Package");
  return {
    package: name,
    version: needed("Version"),
    architecture: needed("Architecture"),
    source: (fields.get("source") ?? name).replace(/\(.*$/s, "").trim(),
    summary: (fields.get("description") ?? "").split("\n")[0] ?? "",
    homepage: fields.get("homepage") ?? "",
    ...installedSize(fields),
    preDepends: relations("pre-depends"),
    depends: relations("depends"),
    provides: relations("provides"),
    replaces: relations("replaces"),
    fields,
  };
}
