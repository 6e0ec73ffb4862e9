import type { Place } from "@ascent/core";
import type { SourceText } from "./source-text.ts";

/**
 * A scalar keeps the text as written: `1.10` and `yes` are not turned into a number or a boolean, because melange reads
 * versions and flags as text too. Whoever wants a number or a boolean reads it from `value`.
 */
export interface YamlScalar {
  readonly kind: "scalar";
  readonly source: SourceText;
  /** Offset of its first character (the quote, for a quoted scalar; the first text line, for a block scalar). */
  readonly start: number;
  /** The raw text, quotes and block header left out, is `text.slice(rawStart, rawEnd)`. */
  readonly rawStart: number;
  readonly rawEnd: number;
  /** Decoded. Empty for null. */
  readonly value: string;
  /** Nothing, `~` or `null`, unquoted. */
  readonly isNull: boolean;
}

export interface YamlSequence {
  readonly kind: "sequence";
  readonly source: SourceText;
  readonly start: number;
  readonly items: readonly YamlNode[];
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

export interface YamlMapping {
  readonly kind: "mapping";
  readonly source: SourceText;
  readonly start: number;
  /** In the order written; keys are unique. */
  readonly entries: readonly YamlEntry[];
}

export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export function placeOf(node: YamlNode): Place {
  return node.source.placeAt(node.start);
}

/**
 * Place of an offset into a scalar's decoded value. Exact for one-line scalars without escapes and for block scalars
 * line by line; where decoding folded lines or undid escapes, the place of the scalar itself.
 */
export function placeInside(scalar: YamlScalar, offset: number): Place {
  const { source, rawStart, rawEnd, value } = scalar;
  if (value.length === rawEnd - rawStart && source.text.startsWith(value, rawStart)) {
    return source.placeAt(rawStart + offset);
  }
  const lineInValue = countLines(value, offset);
  const column = offset - (value.lastIndexOf("\n", offset - 1) + 1);
  const rawLine = startOfLine(source.text, rawStart, lineInValue);
  const lineEnd = value.indexOf("\n", offset);
  const wanted = value.slice(offset - column, lineEnd === -1 ? value.length : lineEnd);
  const found = source.text.indexOf(wanted, rawLine);
  const sameLine = found !== -1 && !source.text.slice(rawLine, found).includes("\n");
  return sameLine ? source.placeAt(found + column) : placeOf(scalar);
}

/** Place of the n-th (from 0) `marker` of a scalar: the same order in the raw text as in the decoded one. */
export function placeOfOccurrence(scalar: YamlScalar, marker: string, ordinal: number): Place {
  const { text } = scalar.source;
  let at = text.indexOf(marker, scalar.rawStart);
  for (let seen = 0; seen < ordinal && at !== -1; seen++) at = text.indexOf(marker, at + marker.length);
  return at === -1 || at >= scalar.rawEnd ? placeOf(scalar) : scalar.source.placeAt(at);
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

function startOfLine(text: string, from: number, lines: number): number {
  let at = from;
  for (let line = 0; line < lines; line++) {
    const next = text.indexOf("\n", at);
    if (next === -1) return at;
    at = next + 1;
  }
  return at;
}
