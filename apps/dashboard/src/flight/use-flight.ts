import type { Client, RunEventView } from "@ascent/client";
import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { runQuery } from "../runs/run-queries.ts";
import { isOver } from "../runs/run-state.tsx";
import { useClient } from "../session/session.tsx";
import { useVisible } from "../state/visible.ts";
import { applyEvents, type Flight, readFlight } from "./flight-model.ts";
import { followRun } from "./follow-run.ts";

/** Often enough to look live, seldom enough to leave the browser alone when thousands of builds come from the cache. */
const TOGETHER_MS = 250;
/** A run that is over may be retried by somebody else. */
const LOOK_AGAIN_MS = 5000;

function flightKey(runId: string) {
  return ["run", runId, "flight"] as const;
}

export function flightQuery(client: Client, queries: QueryClient, runId: string) {
  return queryOptions({
    queryKey: flightKey(runId),
    queryFn: async () => {
      const asked = readFlight(await client.flight(runId));
      // Events that came while it was asked may have brought what is known further: they will not come again.
      const known = queries.getQueryData<Flight>(flightKey(runId));
      return known !== undefined && known.sequence > asked.sequence ? known : asked;
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

/** A run's builds as they are known on this page. */
export function useFlight(runId: string) {
  const client = useClient();
  return useQuery(flightQuery(client, useQueryClient(), runId));
}

/** The run with its builds, kept up to date by its events for as long as it goes on and somebody looks; once per page. */
export function useLiveRun(runId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const visible = useVisible();
  const flight = useFlight(runId);
  const run = useQuery({ ...runQuery(client, runId), refetchInterval: LOOK_AGAIN_MS });
  const flying = run.data !== undefined && !isOver(run.data);
  const known = flight.data !== undefined;
  useEffect(() => {
    const start = queries.getQueryData<Flight>(flightKey(runId));
    if (!known || !flying || !visible || start === undefined) return;
    const listening = new AbortController();
    const batch = new EventBatch((events) => take(queries, runId, events));
    void followRun(client, {
      runId,
      after: start.sequence,
      signal: listening.signal,
      onEvent: (event) => batch.add(event),
      onBreak: () => void queries.invalidateQueries({ queryKey: flightKey(runId) }),
    });
    return () => {
      listening.abort();
      batch.flush();
      // A run that ended while nobody answered has told its last events to nobody.
      void queries.invalidateQueries({ queryKey: flightKey(runId) });
    };
  }, [client, queries, runId, known, flying, visible]);
  return { run, flight };
}

/** Gathers events and gives them on together. */
class EventBatch {
  readonly #give: (events: readonly RunEventView[]) => void;
  #events: RunEventView[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(give: (events: readonly RunEventView[]) => void) {
    this.#give = give;
  }

  add(event: RunEventView): void {
    this.#events.push(event);
    this.#timer ??= setTimeout(() => this.flush(), TOGETHER_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#events.length > 0) this.#give(this.#events.splice(0));
  }
}

/** What changes the plan itself (a seed that is locked brings an arch's builds) or many builds at once is asked anew. */
const ASK_ANEW: ReadonlySet<string> = new Set(["run.running", "run.retried", "seed.locked"]);

function take(queries: QueryClient, runId: string, events: readonly RunEventView[]): void {
  queries.setQueryData<Flight>(flightKey(runId), (flight) => flight && applyEvents(flight, events));
  if (events.some(({ type }) => ASK_ANEW.has(type))) void queries.invalidateQueries({ queryKey: flightKey(runId) });
  if (events.some(({ type }) => /^(run|seed)\./.test(type))) {
    void queries.invalidateQueries({ queryKey: ["run", runId], exact: true });
  }
}
