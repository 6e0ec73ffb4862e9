/** A line of a log as it came, with the colours that lines before it left on. */
export interface LogLine {
  readonly text: string;
  /** Select Graphic Rendition sequences (ECMA-48) that still hold at its start. */
  readonly colors: string;
}

const ESCAPE = "\u001b";
const SGR = new RegExp(`${ESCAPE}\\[([0-9;]*)m`, "g");
const ANY_SEQUENCE = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, "g");

/** Text that grows, as lines. What is written over by a carriage return is gone, as on a terminal. */
export class LogLines {
  readonly #lines: LogLine[] = [];
  #open = "";
  #colors = "";

  add(text: string): void {
    const parts = (this.#open + text).split("\n");
    this.#open = parts.pop() ?? "";
    for (const part of parts) this.#push(part);
  }

  /** All so far; the last may still grow. */
  get lines(): readonly LogLine[] {
    return this.#open === ""
      ? this.#lines.slice()
      : [...this.#lines, { text: visible(this.#open), colors: this.#colors }];
  }

  #push(part: string): void {
    this.#lines.push({ text: visible(part), colors: this.#colors });
    for (const [sequence, codes] of part.matchAll(SGR)) {
      this.#colors = /^(0*|.*;0+)$/.test(codes ?? "") ? "" : this.#colors + sequence;
    }
  }
}

function visible(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf("\r") + 1);
}

export function plainText({ text }: LogLine): string {
  return text.replace(ANY_SEQUENCE, "");
}

/** Numbers of the lines (from 0) that hold what is looked for, whatever its case. */
export function findLines(lines: readonly LogLine[], wanted: string): number[] {
  const needle = wanted.toLowerCase();
  if (needle === "") return [];
  return lines.flatMap((line, number) => (plainText(line).toLowerCase().includes(needle) ? number : []));
}
