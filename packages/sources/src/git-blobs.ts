import type { Readable } from "node:stream";
import { type GitOptions, startFault, startGit } from "./git-command.ts";

export interface BlobReader {
  /** The bytes of a blob, as they are in the repository: no line endings changed, no filter run. */
  read(id: string): Promise<Buffer>;
  close(): void;
}

/** One `git cat-file --batch` for any number of blobs, one question at a time. */
export function blobReader(options: GitOptions): BlobReader {
  const process = startGit(options, ["cat-file", "--batch"]);
  const input = new ByteReader(process.stdout);
  let failed: Error | undefined;
  process.on("error", (error) => {
    failed = startFault(error);
  });
  process.stdin.on("error", () => undefined);
  process.stderr.resume();
  return {
    async read(id) {
      process.stdin.write(`${id}\n`);
      const [, type, size] = (await input.line().catch((error) => Promise.reject(failed ?? error))).split(" ");
      if (type !== "blob") throw new Error(`git has no blob ${id}`);
      const bytes = await input.bytes(Number(size));
      await input.bytes(1);
      return bytes;
    },
    close() {
      process.stdin.end();
      process.kill("SIGKILL");
    },
  };
}

/** Takes lines and counted bytes from a stream. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async line(): Promise<string> {
    let end = this.#rest.indexOf(10);
    while (end < 0) {
      this.#rest = Buffer.concat([this.#rest, await this.#more()]);
      end = this.#rest.indexOf(10);
    }
    const line = this.#rest.subarray(0, end).toString();
    this.#rest = this.#rest.subarray(end + 1);
    return line;
  }

  async bytes(size: number): Promise<Buffer> {
    const parts = [this.#rest];
    let have = this.#rest.length;
    while (have < size) {
      const chunk = await this.#more();
      parts.push(chunk);
      have += chunk.length;
    }
    const all = Buffer.concat(parts);
    this.#rest = all.subarray(size);
    return all.subarray(0, size);
  }

  async #more(): Promise<Buffer> {
    const next = await this.#chunks.next();
    if (next.done === true) throw new Error("git ended before it had answered");
    return next.value;
  }
}
