import { Fault } from "@ascent/core";
import type { Backend } from "./backend.ts";

/** The fault "queue-unreachable", with the backend's own way out. */
export function unreachable(backend: Backend, cause: unknown): Fault {
  const why = cause instanceof Error && cause.message !== "" ? `: ${cause.message}` : "";
  return new Fault("queue-unreachable", `the job queue on ${backend.place} does not answer${why}`, {
    cause,
    wayOut: backend.wayOut,
    retryable: true,
  });
}
