/** Bytes of the end that are kept; twenty lines of a compiler are rarely longer. */
const KEPT_BYTES = 32 * 1024;
const MAX_LINES = 20;
const MAX_LINE_LENGTH = 1000;

/** Counts output against a limit and keeps its end. */
export class LogTail {
  readonly #limit: number;
  #count = 0;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** How many more bytes are allowed. */
  get room(): number {
    return Math.max(this.#limit - this.#count, 0);
  }

  /** False when the limit is exceeded. */
  add(bytes: Uint8Array): boolean {
    this.#count += bytes.length;
    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    for (let first = this.#kept[0]; first !== undefined; first = this.#kept[0]) {
      if (this.#keptBytes - first.length < KEPT_BYTES) break;
      this.#keptBytes -= first.length;
      this.#kept.shift();
    }
    return this.#count <= this.#limit;
  }

  /** The last lines, oldest first, at most 20; what is no UTF-8 is replaced. */
  lines(): string[] {
    const text = new TextDecoder().decode(Buffer.concat(this.#kept));
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    return lines.slice(-MAX_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH));
  }
}
