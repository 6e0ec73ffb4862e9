import { isFault } from "@ascent/core";
import type { Failure } from "./ports.ts";

/** How often one build is tried when only its host is to blame. */
export const MAX_ATTEMPTS = 3;

/** How often an attempt may be lost with its worker before that is taken for the build's own doing. */
export const MAX_LOST = 10;

const FIRST_RETRY_MS = 2_000;

/** The worker was told to stop: the work is handed back and nobody is to blame. */
export const WORKER_STOPPED: Failure = {
  code: "worker-stopped",
  message: "the worker was stopped while it worked on this",
  retryable: true,
  logTail: [],
};

/** An attempt whose lease ran out. `worker`: who had it. */
export function lostFailure(worker: string | null | undefined): Failure {
  return {
    code: "lost",
    message: `worker ${worker ?? "unknown"} stopped renewing its lease: it died, or could not reach the database`,
    wayOut: "Look at the worker's host and log; `ascent retry` tries again.",
    retryable: true,
    logTail: [],
  };
}

/** What went wrong, for the ledger: a fault keeps its code and way out, anything else is ours and says so. */
export function failureOf(error: unknown): Failure {
  if (isFault(error)) {
    return {
      code: error.code,
      message: error.message,
      ...(error.wayOut === undefined ? {} : { wayOut: error.wayOut }),
      retryable: error.retryable,
      logTail: [],
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "internal-error",
    message: `Ascent itself failed: ${message}`,
    wayOut: "Please report this with the worker's log; `ascent retry` tries the build again.",
    retryable: false,
    logTail: [],
  };
}

/**
 * When work that failed should be tried again. In: how often it has failed before by its host (attempts lost with their
 * worker, or handed back, do not count). Only what can pass on another try is tried again, at most three times in all,
 * and each try waits four times as long as the one before. Undefined: the failure stands.
 */
export function retryTime(failure: Failure, failedTries: number, now: Date): Date | undefined {
  if (!failure.retryable || failedTries + 1 >= MAX_ATTEMPTS) return undefined;
  return new Date(now.getTime() + FIRST_RETRY_MS * 4 ** failedTries);
}
