import type { Client } from "@ascent/client";
import type { QueryClient } from "@tanstack/react-query";
import { runQuery } from "../runs/run-queries.ts";
import { flightQuery } from "./use-flight.ts";

/** Asks for a run and its builds, when the address is a run's, while the scripts that show them are still on their way. */
export function askAhead(client: Client, queries: QueryClient): void {
  const runId = /^\/runs\/([^/]+)$/.exec(window.location.pathname)?.[1];
  if (runId === undefined) return;
  void queries.prefetchQuery(runQuery(client, runId));
  void queries.prefetchQuery(flightQuery(client, queries, runId));
}
