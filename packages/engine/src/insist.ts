import { isFault } from "@ascent/core";
import type { Log } from "./ports.ts";

const AGAIN_MS = 1_000;

/**
 * Writes to the ledger, again and again while it cannot be reached: a database that is away for a minute must not cost
 * hours of building. Ends with the ledger's answer. Throws what `write` throws when that is no passing trouble, or when
 * `signal` says that nobody waits for the result any more.
 */
export async function insist<T>(ports: { log: Log }, signal: AbortSignal, write: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (err) {
      if (!isFault(err) || !err.retryable || signal.aborted) throw err;
      ports.log.warn({ err }, "result not recorded yet");
      await pause(AGAIN_MS, signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
