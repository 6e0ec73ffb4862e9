import type { Relation } from "./dependency.ts";
import { compareText } from "./text.ts";

/**
 * apk's version grammar (apk-tools 2, src/version.c):
 * `digits { .digits } [letter [digits …]] { _suffix[digits] } [-rN]`.
 */
const PRE_SUFFIXES = ["alpha", "beta", "pre", "rc"];
const POST_SUFFIXES = ["cvs", "svn", "git", "hg", "p"];

/**
 * What comes after an equal beginning, lowest first: a pre-release sorts below the end of the version, and the end below
 * everything else. (apk-tools compares token types the other way round, with the pre-release as an exception.)
 */
const RANK = { pre: 0, end: 1, revision: 2, suffixNumber: 3, post: 4, letter: 5, digits: 6, part: 7 } as const;

interface Token {
  readonly rank: number;
  /** Zeros in front of a part after a dot: more zeros are lower, and any zero is lower than none. */
  readonly zeros: number;
  /** Digits without leading zeros; other tokens use `order` alone. */
  readonly digits: string;
  readonly order: number;
}

type Kind = "digits" | "part" | "letter" | "suffix" | "suffixNumber" | "revision";

const PIECES: Readonly<Record<Kind, RegExp>> = {
  digits: /[0-9]+/y,
  part: /\.[0-9]+/y,
  letter: /[a-z]/y,
  suffix: /_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)/y,
  suffixNumber: /[0-9]+/y,
  revision: /-r[0-9]+/y,
};

/** What may follow what; the end may follow everything. */
const NEXT: Readonly<Record<Kind, readonly Kind[]>> = {
  digits: ["part", "letter", "suffix", "revision"],
  part: ["part", "letter", "suffix", "revision"],
  letter: ["digits", "suffix", "revision"],
  suffix: ["suffixNumber", "suffix", "revision"],
  suffixNumber: ["suffix", "revision"],
  revision: [],
};

const END: Token = { rank: RANK.end, zeros: 0, digits: "", order: 0 };

function token(kind: Kind, text: string): Token {
  if (kind === "letter") return { ...END, rank: RANK.letter, order: text.charCodeAt(0) };
  if (kind === "suffix") return suffixToken(text.slice(1));
  const digits = text.replace(/^(?:\.|-r)/, "");
  const stripped = digits.replace(/^0+/, "");
  const zeros = kind === "part" ? digits.length - stripped.length : 0;
  return { rank: RANK[kind], zeros, digits: stripped, order: 0 };
}

function suffixToken(suffix: string): Token {
  const pre = PRE_SUFFIXES.indexOf(suffix);
  if (pre >= 0) return { ...END, rank: RANK.pre, order: pre };
  return { ...END, rank: RANK.post, order: POST_SUFFIXES.indexOf(suffix) };
}

function take(text: string, at: number, allowed: readonly Kind[]): { kind: Kind; text: string } | undefined {
  for (const kind of allowed) {
    const pattern = PIECES[kind];
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { kind, text: match[0] };
  }
  return undefined;
}

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let allowed: readonly Kind[] = ["digits"];
  let at = 0;
  while (at < text.length) {
    const piece = take(text, at, allowed);
    if (piece === undefined) return undefined;
    tokens.push(token(piece.kind, piece.text));
    at += piece.text.length;
    allowed = NEXT[piece.kind];
  }
  return tokens.length === 0 ? undefined : tokens;
}

function compareTokens(a: Token, b: Token): number {
  return a.rank - b.rank || a.order - b.order || compareZeros(a, b) || compareDigits(a.digits, b.digits);
}

/** `1.00x` < `1.0x` < `1.x`. */
function compareZeros(a: Token, b: Token): number {
  return b.zeros - a.zeros;
}

/** By value, whatever the length: no digit is lost to a floating-point number. */
function compareDigits(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

function sign(order: number): -1 | 0 | 1 {
  if (order === 0) return 0;
  return order < 0 ? -1 : 1;
}

function compareTokenLists(a: readonly Token[], b: readonly Token[]): -1 | 0 | 1 {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compareTokens(a[index] ?? END, b[index] ?? END);
    if (order !== 0) return sign(order);
  }
  return 0;
}

/** True for versions that apk accepts: `1.36.1-r2`, `2.0_rc1`, `1.1.1w`. */
export function isVersion(text: string): boolean {
  return tokenize(text) !== undefined;
}

/**
 * apk-tools 2's order: numbers by value, a part with leading zeros (after a dot) below one without, `_alpha` < `_beta` <
 * `_pre` < `_rc` < (none) < `_cvs` < `_svn` < `_git` < `_hg` < `_p`, then `-rN`. Versions that apk does not accept come
 * after all others, in code-unit order, so that sorting is total and the same everywhere. 0 means equal to apk, which
 * `01-r0` and `1-r0` are.
 *
 * One departure: in apk-tools 2 `1.0_rc1` (no `-r`) is higher than `1.0` because of how it reads the zero, although
 * `1.1_rc1` is lower than `1.1`; here, as in apk-tools 3, both pre-releases are lower. With `-rN` all agree.
 */
export function compareVersions(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  const left = tokenize(a);
  const right = tokenize(b);
  if (left !== undefined && right !== undefined) return compareTokenLists(left, right);
  if (left === undefined && right === undefined) return sign(compareText(a, b));
  return left === undefined ? 1 : -1;
}

/** `~`: the written parts agree; whatever follows them is free. */
function fuzzilyEqual(version: string, wanted: string): boolean {
  const left = tokenize(version);
  const right = tokenize(wanted);
  if (left === undefined || right === undefined) return version === wanted;
  return left.length >= right.length && compareTokenLists(left.slice(0, right.length), right) === 0;
}

/** Ordering says something of versions that apk accepts only. */
function isOrdered(version: string, wanted: string, holds: (order: number) => boolean): boolean {
  if (version === wanted) return holds(0);
  return isVersion(version) && isVersion(wanted) && holds(compareVersions(version, wanted));
}

/** Whether a version is one that `constraint` asks for; `<~` and `>~` are "lower or fuzzily equal", "higher or …". */
export function satisfies(
  version: string,
  constraint: { readonly relation: Relation; readonly version: string },
): boolean {
  const wanted = constraint.version;
  switch (constraint.relation) {
    case "=":
      return isOrdered(version, wanted, (order) => order === 0);
    case "<":
      return isOrdered(version, wanted, (order) => order < 0);
    case "<=":
      return isOrdered(version, wanted, (order) => order <= 0);
    case ">":
      return isOrdered(version, wanted, (order) => order > 0);
    case ">=":
      return isOrdered(version, wanted, (order) => order >= 0);
    case "~":
      return fuzzilyEqual(version, wanted);
    case "<~":
      return fuzzilyEqual(version, wanted) || isOrdered(version, wanted, (order) => order < 0);
    case ">~":
      return fuzzilyEqual(version, wanted) || isOrdered(version, wanted, (order) => order > 0);
  }
}
