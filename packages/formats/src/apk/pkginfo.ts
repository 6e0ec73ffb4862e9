import { Fault, type PackageRecord, parseDependency, parseProvision } from "@ascent/core";

/**
 * What `.PKGINFO` says of a package (apk-package(5), Alpine's "Apk spec"). Sizes in bytes, times in seconds since 1970,
 * dependency atoms as written.
 */
export interface PkgInfo {
  readonly name: string;
  /** With the release: `1.36.1-r2`. */
  readonly version: string;
  readonly arch: string;
  /** Sum of the sizes of the installed files. */
  readonly size: number;
  readonly origin?: string;
  readonly description?: string;
  readonly url?: string;
  readonly commit?: string;
  readonly maintainer?: string;
  readonly packager?: string;
  readonly buildDate?: number;
  readonly license?: string;
  readonly depends: readonly string[];
  readonly provides: readonly string[];
  readonly replaces: readonly string[];
  readonly installIf: readonly string[];
  readonly providerPriority?: number;
  readonly replacesPriority?: number;
  /** Directories whose changes run the trigger script. */
  readonly triggers: readonly string[];
  /** SHA-256 of the data segment as stored, in hex. */
  readonly dataHash?: string;
  /** Keys that are not known here, in the order written. */
  readonly other: readonly (readonly [key: string, value: string])[];
}

/** A `.PKGINFO` line per element: `depend = a`, `depend = b`. */
const REPEATED = { depends: "depend", provides: "provides", replaces: "replaces" } as const;
/** All elements on one line, with spaces. */
const JOINED = { installIf: "install_if", triggers: "triggers" } as const;
const TEXTS = {
  name: "pkgname",
  version: "pkgver",
  arch: "arch",
  origin: "origin",
  description: "pkgdesc",
  url: "url",
  commit: "commit",
  maintainer: "maintainer",
  packager: "packager",
  license: "license",
  dataHash: "datahash",
} as const;
const NUMBERS = {
  size: "size",
  buildDate: "builddate",
  providerPriority: "provider_priority",
  replacesPriority: "replaces_priority",
} as const;

type Kind = "text" | "number" | "repeated" | "joined";

/** Order of the lines; the hash of the data comes last, as abuild has it. */
const ORDER = [
  "name",
  "version",
  "arch",
  "size",
  "origin",
  "description",
  "url",
  "commit",
  "maintainer",
  "packager",
  "buildDate",
  "license",
  "depends",
  "provides",
  "replaces",
  "installIf",
  "providerPriority",
  "replacesPriority",
  "triggers",
] as const;

const KEYS: Readonly<Record<string, { readonly field: string; readonly kind: Kind }>> = Object.fromEntries(
  (
    [
      [TEXTS, "text"],
      [NUMBERS, "number"],
      [REPEATED, "repeated"],
      [JOINED, "joined"],
    ] as const
  ).flatMap(([fields, kind]) => Object.entries(fields).map(([field, key]) => [key, { field, kind }])),
);

const SPELLINGS: Readonly<Record<string, string>> = { ...TEXTS, ...NUMBERS, ...REPEATED, ...JOINED };

/** The lines that one field becomes. */
function linesOf(key: string, value: PkgInfo[keyof PkgInfo]): string[] {
  if (value === undefined || value === "") return [];
  if (!Array.isArray(value)) return [`${key} = ${String(value)}`];
  if (value.length === 0) return [];
  const isJoined = KEYS[key]?.kind === "joined";
  return isJoined ? [`${key} = ${value.join(" ")}`] : value.map((each) => `${key} = ${String(each)}`);
}

/**
 * The text of a `.PKGINFO`, always the same for the same values. Empty values have no line.
 * Throws Fault "apk-bad-info" for values that would need a line break.
 */
export function formatPkgInfo(info: PkgInfo): string {
  const lines = [
    ...ORDER.flatMap((field) => linesOf(SPELLINGS[field] ?? field, info[field])),
    ...info.other.map(([key, value]) => `${key} = ${value}`),
    ...linesOf(TEXTS.dataHash, info.dataHash),
  ];
  const broken = lines.find((line) => /[\r\n\0]/.test(line));
  if (broken !== undefined) {
    throw new Fault("apk-bad-info", `${JSON.stringify(broken)} cannot be a line of .PKGINFO of ${info.name}`);
  }
  return `${lines.join("\n")}\n`;
}

interface Draft {
  readonly texts: Map<string, string>;
  readonly numbers: Map<string, number>;
  readonly lists: Map<string, string[]>;
  readonly other: [string, string][];
}

function readLine(line: string, draft: Draft): void {
  const equals = line.indexOf("=");
  const key = line.slice(0, Math.max(0, equals)).trim();
  const value = line.slice(equals + 1).trim();
  if (!/^\S+$/.test(key)) throw new Fault("apk-bad-info", `${JSON.stringify(line)} in .PKGINFO is not "key = value"`);
  const known = KEYS[key];
  if (known === undefined) draft.other.push([key, value]);
  // melange writes `url = ` for what it does not know.
  else if (value !== "") readValue(known, value, draft);
}

function readValue({ field, kind }: { field: string; kind: Kind }, value: string, draft: Draft): void {
  if (kind === "number") draft.numbers.set(field, readNumber(field, value));
  else if (kind === "text") draft.texts.set(field, joinLicense(field, draft.texts.get(field), value));
  // abuild writes one atom per line; several on one line are several all the same.
  else draft.lists.set(field, [...(draft.lists.get(field) ?? []), ...value.split(/\s+/).filter((each) => each !== "")]);
}

/** melange writes a line per copyright; together they are one expression. */
function joinLicense(field: string, before: string | undefined, value: string): string {
  return field === "license" && before !== undefined ? `${before} AND ${value}` : value;
}

function readNumber(field: string, value: string): number {
  const number = Number(value);
  if (!/^[0-9]+$/.test(value) || !Number.isSafeInteger(number)) {
    throw new Fault("apk-bad-info", `${field} in .PKGINFO is "${value}", not a number`);
  }
  return number;
}

/**
 * Reads a `.PKGINFO`. Comments (`#`) and empty lines are left out; unknown keys are kept.
 * Throws Fault "apk-bad-info" for lines that are no `key = value`, bad numbers, and without name, version or arch.
 */
export function parsePkgInfo(text: string): PkgInfo {
  const draft: Draft = { texts: new Map(), numbers: new Map(), lists: new Map(), other: [] };
  for (const line of text.split("\n")) {
    if (line.trim() !== "" && !line.trimStart().startsWith("#")) readLine(line, draft);
  }
  const list = (field: string): readonly string[] => draft.lists.get(field) ?? [];
  return {
    name: needed(draft, "name"),
    version: needed(draft, "version"),
    arch: needed(draft, "arch"),
    size: draft.numbers.get("size") ?? 0,
    ...present(draft.texts, [
      "origin",
      "description",
      "url",
      "commit",
      "maintainer",
      "packager",
      "license",
      "dataHash",
    ]),
    ...present(draft.numbers, ["buildDate", "providerPriority", "replacesPriority"]),
    depends: list("depends"),
    provides: list("provides"),
    replaces: list("replaces"),
    installIf: list("installIf"),
    triggers: list("triggers"),
    other: draft.other,
  };
}

function needed(draft: Draft, field: keyof typeof TEXTS): string {
  const text = draft.texts.get(field);
  if (!text) throw new Fault("apk-bad-info", `.PKGINFO has no ${TEXTS[field]}`);
  return text;
}

/** The fields that were written, and no others. */
function present<K extends string, V>(values: ReadonlyMap<string, V>, fields: readonly K[]): { [field in K]?: V } {
  const found: { [field in K]?: V } = {};
  for (const field of fields) {
    const value = values.get(field);
    if (value !== undefined) found[field] = value;
  }
  return found;
}

/**
 * What an index says of a package, from its own info and from its file: `size` of the file in bytes, `checksum` of its
 * control segment (`Q1…`). Throws Fault "bad-dependency".
 */
export function recordOf(info: PkgInfo, file: { readonly size: number; readonly checksum: string }): PackageRecord {
  return {
    name: info.name,
    version: info.version,
    arch: info.arch,
    origin: info.origin ?? info.name,
    description: info.description ?? "",
    url: info.url ?? "",
    license: info.license ?? "",
    size: file.size,
    installedSize: info.size,
    checksum: file.checksum,
    depends: info.depends.map(parseDependency),
    provides: info.provides.map(parseProvision),
    installIf: info.installIf.map(parseDependency),
    replaces: info.replaces.map(parseDependency),
    ...(info.buildDate !== undefined && { buildTime: info.buildDate }),
    ...(info.commit !== undefined && { commit: info.commit }),
    ...(info.providerPriority !== undefined && { providerPriority: info.providerPriority }),
    ...(info.replacesPriority !== undefined && { replacesPriority: info.replacesPriority }),
  };
}
