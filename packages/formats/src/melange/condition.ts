import type { YamlScalar } from "../yaml/node.ts";
import type { Scope } from "./scope.ts";
import { OPENING, segmentsOf, written } from "./template.ts";

/** Why a condition cannot be read, and where in its text. */
class ConditionError extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

interface Cursor {
  readonly text: YamlScalar;
  readonly scope: Scope;
  at: number;
}

/**
 * Evaluates an `if:`. Grammar (melange pkg/cond): values are `'text'`, `"text"` or `${{name}}`; they are compared by `==`
 * and `!=`; comparisons and `( … )` are chained by `&&` and `||`, from left to right without precedence. Nothing is true.
 * A reference inside quotes stands for its value too. Defects: `bad-condition`, and those of {@link Scope.evaluate}.
 */
export function holds(text: YamlScalar | undefined, scope: Scope): boolean {
  if (text === undefined || text.value.trim() === "") return true;
  const cursor: Cursor = { text, scope, at: 0 };
  try {
    const result = expression(cursor);
    if (peek(cursor) !== "") throw new ConditionError(cursor.at, `"${text.value.slice(cursor.at)}" is left over`);
    return result;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    scope.complain(text, complaint(error.message), error.offset);
    return false;
  }
}

function complaint(reason: string) {
  return {
    code: "bad-condition",
    message: `This condition cannot be read: ${reason}.`,
    wayOut: `Compare texts in quotes and ${written("variables")} by == or !=, joined by && and ||.`,
  };
}

/** The next character that is not white space; "" at the end. */
function peek(cursor: Cursor): string {
  const { value } = cursor.text;
  while (/\s/.test(value[cursor.at] ?? "")) cursor.at += 1;
  return value[cursor.at] ?? "";
}

function operator(cursor: Cursor, known: readonly string[]): string | undefined {
  peek(cursor);
  const found = known.find((candidate) => cursor.text.value.startsWith(candidate, cursor.at));
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function expression(cursor: Cursor): boolean {
  let result = atom(cursor);
  for (let joint = operator(cursor, ["&&", "||"]); joint !== undefined; joint = operator(cursor, ["&&", "||"])) {
    const right = atom(cursor);
    result = joint === "&&" ? result && right : result || right;
  }
  return result;
}

function atom(cursor: Cursor): boolean {
  if (peek(cursor) !== "(") return comparison(cursor);
  const opening = cursor.at;
  cursor.at += 1;
  const result = expression(cursor);
  if (operator(cursor, [")"]) === undefined) throw new ConditionError(opening, "this ( is never closed");
  return result;
}

function comparison(cursor: Cursor): boolean {
  const left = operand(cursor);
  const sign = operator(cursor, ["==", "!="]);
  if (sign === undefined) throw new ConditionError(cursor.at, "a comparison by == or != belongs here");
  const right = operand(cursor);
  return sign === "==" ? left === right : left !== right;
}

function operand(cursor: Cursor): string {
  const next = peek(cursor);
  if (next === "") throw new ConditionError(cursor.at, "a value is missing at its end");
  if (next === "'" || next === '"') return quoted(cursor, next);
  if (cursor.text.value.startsWith(OPENING, cursor.at)) return reference(cursor);
  throw new ConditionError(cursor.at, `"${next}" is the beginning of no value`);
}

function reference(cursor: Cursor): string {
  const { value } = cursor.text;
  const closing = value.indexOf("}}", cursor.at);
  const end = closing === -1 ? value.length : closing + 2;
  const from = cursor.at;
  cursor.at = end;
  return cursor.scope.evaluatePart(cursor.text, { from, to: end });
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", "\\": "\\", "'": "'", '"': '"' };

/** Text in quotes: escapes undone, unknown ones kept; references replaced. */
function quoted(cursor: Cursor, quote: string): string {
  const { value } = cursor.text;
  const opening = cursor.at;
  let at = opening + 1;
  while (at < value.length && value[at] !== quote) at += value[at] === "\\" ? 2 : 1;
  if (at >= value.length) throw new ConditionError(opening, "this quote is never closed");
  cursor.at = at + 1;
  return literal(cursor, { from: opening + 1, to: at });
}

function literal(cursor: Cursor, part: { readonly from: number; readonly to: number }): string {
  const inside = cursor.text.value.slice(part.from, part.to);
  const unescaped = (piece: string) =>
    piece.replace(/\\([\s\S])/g, (whole, escaped: string) => ESCAPES[escaped] ?? whole);
  if (!inside.includes(OPENING)) return unescaped(inside);
  // Escapes are the writer's, so they are undone before values, which may hold backslashes, come in.
  const pieces = segmentsOf(inside).map((segment) => {
    if (segment.kind === "literal") return unescaped(segment.text);
    const from = part.from + segment.offset;
    const closing = cursor.text.value.indexOf("}}", from);
    return cursor.scope.evaluatePart(cursor.text, { from, to: closing === -1 ? part.to : closing + 2 });
  });
  return pieces.join("");
}
