/**
 * `text`: any text without the separator; `all`: any text; `perhaps`: the next token may be left out; `folders`: any text
 * that ends with the separator.
 */
type Token =
  | { readonly kind: "text" | "all" | "one" | "perhaps" | "folders" }
  | { readonly kind: "char"; readonly char: string };

/**
 * `*` is any text without the separator, `**` any text, `**` and the separator any number of whole folders (also none), `?`
 * one character but the separator. Without a separator `*` is any text. Everything else stands for itself. Takes time in
 * proportion to the product of both lengths, whatever the pattern.
 */
export function matchesGlob(pattern: string, text: string, separator = ""): boolean {
  const tokens = tokensOf(pattern, separator);
  let reached = new Set<number>();
  reach(tokens, 0, reached);
  for (const char of text) {
    const next = new Set<number>();
    for (const at of reached) step(tokens, at, { char, separator, next });
    reached = next;
  }
  return reached.has(tokens.length);
}

function tokensOf(pattern: string, separator: string): Token[] {
  const parts = pattern.match(/\*\*\/|\*\*|[\s\S]/gu) ?? [];
  return parts.flatMap((part) => tokensOfPart(part, separator));
}

function tokensOfPart(part: string, separator: string): Token[] {
  switch (part) {
    case "**/":
      return separator === "/"
        ? [{ kind: "perhaps" }, { kind: "folders" }]
        : [{ kind: "all" }, { kind: "char", char: "/" }];
    case "**":
      return [{ kind: "all" }];
    case "*":
      return [{ kind: "text" }];
    case "?":
      return [{ kind: "one" }];
    default:
      return [{ kind: "char", char: part }];
  }
}

/** Adds a place in the pattern, and those that can be reached from it without a character. */
function reach(tokens: readonly Token[], at: number, reached: Set<number>): void {
  if (reached.has(at)) return;
  reached.add(at);
  const kind = tokens[at]?.kind;
  if (kind === "text" || kind === "all") reach(tokens, at + 1, reached);
  if (kind !== "perhaps") return;
  reach(tokens, at + 1, reached);
  reach(tokens, at + 2, reached);
}

interface Step {
  readonly char: string;
  readonly separator: string;
  readonly next: Set<number>;
}

/** Where one character leads from a place in the pattern. */
function step(tokens: readonly Token[], at: number, { char, separator, next }: Step): void {
  const token = tokens[at];
  if (token === undefined) return;
  const isSeparator = char === separator;
  if (token.kind === "char") follow(token.char === char, at + 1);
  else if (token.kind === "one") follow(!isSeparator, at + 1);
  else if (token.kind === "text") follow(!isSeparator, at);
  else if (token.kind !== "perhaps") {
    follow(true, at);
    follow(token.kind === "folders" && isSeparator, at + 1);
  }

  function follow(fits: boolean, to: number): void {
    if (fits) reach(tokens, to, next);
  }
}
