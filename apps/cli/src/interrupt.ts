import { EXIT } from "./tell.ts";

export interface Interrupt {
  /** Aborts on the first Ctrl-C, SIGTERM, or hang-up of the terminal, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** From here on all of these have their usual effect again. */
  release(): void;
}

/** What waits to be stopped in order: a command, or a part of one within it. */
const waiting = new Set<AbortController>();

/** The first Ctrl-C asks for an orderly stop; a second one, while that goes on, ends the command at once. */
export function onInterrupt(): Interrupt {
  const abort = new AbortController();
  const handle = () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    abort.abort();
  };
  // SIGHUP: a terminal that is closed must not leave a database server behind either.
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, handle);
  waiting.add(abort);
  return {
    signal: abort.signal,
    release() {
      for (const signal of signals) process.off(signal, handle);
      waiting.delete(abort);
    },
  };
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const READER_GONE = "nobody reads on";

/** Of an aborted signal: the one who read has seen enough, and nobody asked for a stop. */
export function sawEnough(signal: AbortSignal): boolean {
  return signal.reason === READER_GONE;
}

/**
 * Nobody reads on (`ascent status | head`, or a terminal that was closed): that is no error. What has to be stopped in order
 * is asked to, and whatever else it says goes nowhere; what has nothing to stop ends here.
 */
export function endWithReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    if (waiting.size === 0) process.exit(EXIT.ok);
    for (const abort of waiting) abort.abort(READER_GONE);
  });
}
