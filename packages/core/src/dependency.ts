import { Fault } from "./fault.ts";

/** apk's version operators; `~` is fuzzy: the written parts agree. */
export type Relation = "=" | "<" | "<=" | ">" | ">=" | "~" | "<~" | ">~";

/** A dependency atom: `name`, `name>=1.2`, `so:libz.so.1`, `!name`, `name@tag`. */
export interface Dependency {
  /** With its kind, when it has one: `cmd:sed`, `pc:zlib`, `so:libz.so.1`. */
  readonly name: string;
  readonly constraint?: { readonly relation: Relation; readonly version: string };
  /** `!name`: must not be installed. */
  readonly conflict: boolean;
  /** `name@tag`: only from the repository with this tag. */
  readonly tag?: string;
}

/** `name` or `name=version`: an unversioned provision satisfies only atoms without a constraint. */
export interface Provision {
  readonly name: string;
  readonly version?: string;
}

/** By what apk makes of an operator's characters, which it reads as a set (version.c, apk_version_result_mask_blob). */
const RELATIONS: Readonly<Record<string, Relation>> = {
  "=": "=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  "=>": ">=",
  "~": "~",
  "=~": "~",
  "<~": "<~",
  "<=~": "<~",
  ">~": ">~",
  "=>~": ">~",
};

/** `>=`, `=>` and `>==` are the same to apk. `<>` (a checksum) and all three together say nothing of versions. */
function relationOf(operator: string): Relation | undefined {
  return RELATIONS[[...new Set(operator)].sort().join("")];
}

/** `!`? name, tag before or after the constraint (apk-tools 2 writes it before, people after). */
const ATOM = /^(!?)([^\s!<>=~@][^\s<>=~@]*)(?:@([^\s<>=~@]+))?(?:([<>=~]+)([^\s<>=~@]+)(?:@([^\s<>=~@]+))?)?$/;

function bad(text: string, why: string): Fault {
  return new Fault("bad-dependency", `"${text}" is not a dependency: ${why}`, {
    wayOut: "Write it as apk does: name, name=1.2-r0, name>=1.2, name~1.2, !name, so:libz.so.1.",
  });
}

function constraintOf(text: string, operator: string, version: string): NonNullable<Dependency["constraint"]> {
  const relation = relationOf(operator);
  if (relation === undefined) throw bad(text, `there is no operator "${operator}"`);
  return { relation, version };
}

/**
 * Reads one dependency atom as apk writes it (apk-world(5)): `name`, `name=1.2-r0`, `name>=1`, `name~1.2` (`~=` is the
 * same, and so is `==` to `=`), `!name`, `!name<2`, `name@tag`. The version is kept as written, valid or not.
 * Throws Fault "bad-dependency".
 */
export function parseDependency(text: string): Dependency {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= KNOWN) known.clear();
  const dependency = readDependency(text);
  known.set(text, dependency);
  return dependency;
}

/** Few atoms are written many times: in a distribution, each some twenty times. */
const KNOWN = 20_000;
const known = new Map<string, Dependency>();

function readDependency(text: string): Dependency {
  const match = ATOM.exec(text);
  if (match === null) throw bad(text, "a name, then perhaps an operator and a version, without spaces");
  const [, conflict, name = "", tagBefore, operator, version, tagAfter] = match;
  if (tagBefore !== undefined && tagAfter !== undefined) throw bad(text, "it has two tags");
  const tag = tagBefore ?? tagAfter;
  return {
    name,
    conflict: conflict === "!",
    ...(operator !== undefined && version !== undefined && { constraint: constraintOf(text, operator, version) }),
    ...(tag !== undefined && { tag }),
  };
}

/** The one spelling of a dependency: what `parseDependency` reads back as the same. */
export function formatDependency(dependency: Dependency): string {
  const { conflict, name, tag, constraint } = dependency;
  const tagText = tag === undefined ? "" : `@${tag}`;
  const versionText = constraint === undefined ? "" : `${constraint.relation}${constraint.version}`;
  return `${conflict ? "!" : ""}${name}${tagText}${versionText}`;
}

/** Reads `name` or `name=version`. Throws Fault "bad-dependency". */
export function parseProvision(text: string): Provision {
  const { name, constraint, conflict, tag } = parseDependency(text);
  if (conflict || tag !== undefined) throw bad(text, "what is provided is a name or name=version");
  if (constraint === undefined) return { name };
  if (constraint.relation !== "=") throw bad(text, `what is provided has one version, so "=" it is`);
  return { name, version: constraint.version };
}

export function formatProvision(provision: Provision): string {
  return provision.version === undefined ? provision.name : `${provision.name}=${provision.version}`;
}
