import type { Client, FlightView, RunView } from "@ascent/client";
import type { QueryClient } from "@tanstack/react-query";
import { runQuery } from "../runs/run-queries.ts";
import { readFlight } from "./flight-model.ts";
import { flightQuery } from "./use-flight.ts";

interface Asked {
  readonly runId: string;
  readonly run: Promise<RunView>;
  readonly flight: Promise<FlightView>;
}

let asked: Asked | undefined;

/** Asks for a run and its builds, when the address is a run's, while the scripts that show them are still on their way. */
export function askAhead(client: Client): void {
  const runId = /^\/runs\/([^/]+)$/.exec(window.location.pathname)?.[1];
  if (runId === undefined) return;
  asked = { runId, run: client.run(runId), flight: client.flight(runId) };
  // Whoever shows them asks again, and tells what went wrong.
  for (const answer of [asked.run, asked.flight]) answer.catch(() => undefined);
}

/** Takes what was asked for ahead, once. */
export function takeAsked(client: Client, queries: QueryClient): void {
  if (asked === undefined) return;
  const { runId, run, flight } = asked;
  asked = undefined;
  void queries.prefetchQuery({ ...runQuery(client, runId), queryFn: () => run, retry: false });
  void queries.prefetchQuery({
    ...flightQuery(client, queries, runId),
    queryFn: async () => readFlight(await flight),
    retry: false,
  });
}
