import type { VarTransform } from "./definition.ts";
import type { Scope } from "./scope.ts";

/**
 * Runs `var-transforms` in order: every match of `match` in `from` is replaced, and the result becomes `vars.<to>`, which
 * later transforms see. Patterns and replacements are Go's (regexp, ReplaceAllString). Defects: `bad-pattern`, and those
 * of {@link Scope.evaluate}.
 */
export function applyTransforms(transforms: readonly VarTransform[], scope: Scope): void {
  for (const transform of transforms) {
    const name = `vars.${scope.evaluate(transform.to)}`;
    const from = scope.evaluate(transform.from);
    const pattern = compile(transform, scope);
    scope.set(name, pattern === undefined ? "" : replaceAll(from, pattern, transform.replace?.value ?? ""));
  }
}

function compile(transform: VarTransform, scope: Scope): RegExp | undefined {
  try {
    return translatePattern(transform.match.value);
  } catch (error) {
    scope.complain(transform.match, {
      code: "bad-pattern",
      message: `"${transform.match.value}" is not a regular expression: ${error instanceof Error ? error.message : error}.`,
      wayOut: "Write a regular expression in Go's syntax (RE2), without look-around and back references.",
    });
    return undefined;
  }
}

/** Character classes of POSIX that RE2 knows inside brackets. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7f",
  blank: "\\t ",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/** Go's spelling (RE2) to JavaScript's, where they differ: `(?P<x>…)`, `(?i)` in front, `\A`, `\z`, `[[:digit:]]`. */
function translatePattern(pattern: string): RegExp {
  const leading = /^\(\?([ims]+)\)/.exec(pattern);
  const body = leading === null ? pattern : pattern.slice(leading[0].length);
  if (/\(\?<?[=!]/.test(body)) throw new Error("look-around is not part of Go's syntax");
  const translated = body
    .replace(/\(\?P</g, "(?<")
    .replace(/\[:(\w+):\]/g, (whole, name: string) => POSIX[name] ?? whole)
    .replace(/\\([Az])/g, (_, anchor: string) => (anchor === "A" ? "(?<![\\s\\S])" : "(?![\\s\\S])"));
  return new RegExp(translated, `g${leading?.[1] ?? ""}`);
}

/** Go's ReplaceAllString: an empty match right behind the match before it does not count. */
function replaceAll(from: string, pattern: RegExp, replacement: string): string {
  let end = -1;
  return from.replace(pattern, (...match) => {
    const groups = typeof match.at(-1) === "object" ? match.at(-1) : undefined;
    const captures = match.slice(
      0,
      match.findIndex((part) => typeof part === "number"),
    );
    const offset = match[captures.length] as number;
    const whole = captures[0] as string;
    if (whole === "" && offset === end) return "";
    end = offset + whole.length;
    return expand(replacement, captures, groups as Readonly<Record<string, string>> | undefined);
  });
}

/** Go's Expand: `$1`, `${1}`, `$name`, `${name}`, `$$`; in `$name` the name is as long as it can be. */
function expand(
  replacement: string,
  captures: readonly (string | undefined)[],
  groups: Readonly<Record<string, string>> | undefined,
): string {
  return replacement.replace(/\$(?:\$|\{\w+\}|\w+)/g, (reference) => {
    if (reference === "$$") return "$";
    const name = reference.replace(/[${}]/g, "");
    return (/^\d+$/.test(name) ? captures[Number(name)] : groups?.[name]) ?? "";
  });
}
