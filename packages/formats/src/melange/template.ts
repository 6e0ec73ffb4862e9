/** `${{` opens a reference; melange allows white space inside the braces. Spec: melange pkg/cond (Subst). */
export const OPENING = "${{";

/** How a person writes a reference to a variable. */
export function written(name: string): string {
  return `${OPENING}${name}}}`;
}

/** A piece of a text with references in it. */
export type Segment =
  | { readonly kind: "literal"; readonly text: string }
  /** `ordinal` counts the openings of the text, from 0; `offset` is where the opening stands. */
  | { readonly kind: "reference"; readonly name: string; readonly ordinal: number; readonly offset: number }
  | { readonly kind: "malformed"; readonly reason: string; readonly ordinal: number; readonly offset: number };

// Sticky: they match at lastIndex or not at all.
const REFERENCE = /\$\{\{[ \t\r\n]*([A-Za-z0-9._-]+)[ \t\r\n]*\}\}/y;

/** Takes a text apart. Concatenated, the segments cover it whole; malformed ones cover just their opening. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  let ordinal = 0;
  for (let opening = text.indexOf(OPENING); opening !== -1; opening = text.indexOf(OPENING, at)) {
    if (opening > at) segments.push({ kind: "literal", text: text.slice(at, opening) });
    REFERENCE.lastIndex = opening;
    const match = REFERENCE.exec(text);
    if (match === null) segments.push({ kind: "malformed", reason: reasonAt(text, opening), ordinal, offset: opening });
    else segments.push({ kind: "reference", name: match[1] ?? "", ordinal, offset: opening });
    at = opening + (match === null ? OPENING.length : match[0].length);
    ordinal += 1;
  }
  if (at < text.length) segments.push({ kind: "literal", text: text.slice(at) });
  return segments;
}

/** Is there more than white space outside of references? Whatever they stand for, the text is then not blank. */
export function hasOwnText(text: string): boolean {
  const reference = text.indexOf(OPENING);
  if (/\S/.test(reference === -1 ? text : text.slice(0, reference))) return true;
  return segmentsOf(text).some((segment) => segment.kind === "literal" && /\S/.test(segment.text));
}

function reasonAt(text: string, opening: number): string {
  const rest = text.slice(opening + OPENING.length);
  const closing = rest.indexOf("}}");
  const line = rest.split("\n", 1)[0] ?? "";
  if (closing === -1 || closing > line.length) return "is never closed by }}";
  const inside = rest.slice(0, closing).trim();
  return inside === "" ? "names no variable" : `holds "${inside}", which is not the name of a variable`;
}
