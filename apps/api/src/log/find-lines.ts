import { stripVTControlCharacters } from "node:util";

export interface LogLine {
  /** From 1 on. */
  readonly line: number;
  /** As it was written, colours and all, without its line feed. */
  readonly text: string;
  /** It holds what was searched for; not set when nothing was. */
  readonly isMatch?: boolean;
}

export interface WantedLines {
  /** The first line to look at, from 1 on. */
  readonly from: number;
  /** At most so many lines in the answer. */
  readonly limit: number;
  /** Only lines that hold this text, colours left out; undefined: all. */
  readonly search?: string | undefined;
  readonly isCaseSensitive: boolean;
  /** So many lines before and after each that holds it. */
  readonly context: number;
}

export interface FoundLines {
  readonly lines: readonly LogLine[];
  /** Where to go on; undefined: this was all that there is by now. */
  readonly next?: number;
}

/** One answer holds no more characters than this, and a single line that is longer. */
const MOST_TEXT = 1024 * 1024;

/** Lines of text that comes in parts; what follows the last line feed is a line when there is anything. */
export async function* linesOf(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest: string[] = [];
  for await (const part of parts) {
    const pieces = part.split("\n");
    const last = pieces.pop() ?? "";
    for (const piece of pieces) {
      yield rest.join("") + piece;
      rest = [];
    }
    rest.push(last);
  }
  const text = rest.join("");
  if (text !== "") yield text;
}

/** Reads no further than it must. A search is for plain text: no pattern that someone sends can take long. */
export async function findLines(parts: AsyncIterable<string>, wanted: WantedLines): Promise<FoundLines> {
  const page = new Page(wanted);
  let line = 0;
  for await (const text of linesOf(parts)) {
    line += 1;
    if (line < wanted.from) continue;
    if (page.isFull) return { lines: page.lines, next: line };
    page.look(line, text);
  }
  return { lines: page.lines };
}

class Page {
  readonly lines: LogLine[] = [];
  readonly #wanted: WantedLines;
  readonly #matches: ((text: string) => boolean) | undefined;
  /** Lines that did not match, in case that the next one does. */
  #before: LogLine[] = [];
  /** So many lines still belong to the match before them. */
  #after = 0;
  #size = 0;

  constructor(wanted: WantedLines) {
    this.#wanted = wanted;
    this.#matches = matcherOf(wanted);
  }

  get isFull(): boolean {
    return this.lines.length >= this.#wanted.limit || this.#size >= MOST_TEXT;
  }

  look(line: number, text: string): void {
    if (this.#matches === undefined) this.#take({ line, text });
    else this.#weigh({ line, text, isMatch: this.#matches(text) });
  }

  #weigh(line: LogLine): void {
    if (line.isMatch) {
      for (const each of this.#before) this.#take(each);
      this.#before = [];
      this.#after = this.#wanted.context;
      this.#take(line);
    } else if (this.#after > 0) {
      this.#after -= 1;
      this.#take(line);
    } else {
      this.#before.push(line);
      if (this.#before.length > this.#wanted.context) this.#before.shift();
    }
  }

  #take(line: LogLine): void {
    this.lines.push(line);
    this.#size += line.text.length;
  }
}

function matcherOf({ search, isCaseSensitive }: WantedLines): ((text: string) => boolean) | undefined {
  if (search === undefined) return undefined;
  const settled = (text: string) => (isCaseSensitive ? text : text.toLowerCase());
  const wanted = settled(search);
  return (text) => settled(stripVTControlCharacters(text)).includes(wanted);
}
