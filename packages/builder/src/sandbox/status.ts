import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import { identityOf, type ProcessIdentity } from "./processes.ts";

/** bwrap(1), --json-status-fd: one JSON object a line. */
const StatusLine = z.object({ "child-pid": z.int().positive().optional(), "exit-code": z.int().optional() });

/** What bwrap tells of one sandbox on its status descriptor. */
export class SandboxStatus {
  /** The init of the pid namespace, as the host sees it; undefined when bwrap ended before there was one. */
  readonly init: Promise<ProcessIdentity | undefined>;
  /** The command's exit code once the descriptor is closed; undefined when no command was ever started. */
  readonly settled: Promise<number | undefined>;
  #exitCode: number | undefined;

  constructor(stream: Readable | Writable | null | undefined) {
    const readable = stream as Readable;
    let text = "";
    let resolve: (identity: ProcessIdentity | undefined) => void = () => {};
    this.init = new Promise((done) => {
      resolve = done;
    });
    readable.on("data", (bytes: Buffer) => {
      text += bytes.toString("utf8");
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        const status = StatusLine.parse(JSON.parse(line));
        if (status["child-pid"] !== undefined) resolve(identityOf(status["child-pid"]));
        this.#exitCode = status["exit-code"] ?? this.#exitCode;
      }
    });
    this.settled = new Promise((done) => {
      readable.once("close", () => {
        resolve(undefined);
        done(this.#exitCode);
      });
    });
  }

  get exitCode(): number | undefined {
    return this.#exitCode;
  }
}
