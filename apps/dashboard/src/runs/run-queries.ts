import type { Client } from "@ascent/client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

const PAGE = 50;
const FOUND = 100;
const LIST_EVERY_MS = 4000;

/** Which runs are listed: of all that is named. */
export interface RunFilter {
  /** Any of these, with commas between them. */
  readonly state?: string;
  readonly blueprint?: string;
}

/** Runs, newest first, page by page; asked again every few seconds while somebody looks. */
export function runsQuery(client: Client, filter: RunFilter) {
  return infiniteQueryOptions({
    queryKey: ["runs", filter],
    queryFn: ({ pageParam }) => client.runs(PAGE, { ...filter, ...(pageParam !== undefined && { cursor: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: LIST_EVERY_MS,
  });
}

/** The newest ones, to choose from. */
export function newestRunsQuery(client: Client, filter: RunFilter = {}) {
  return queryOptions({ queryKey: ["runs", "newest", filter], queryFn: () => client.runs(FOUND, filter) });
}

export function runQuery(client: Client, id: string) {
  return queryOptions({ queryKey: ["run", id], queryFn: () => client.run(id) });
}

export function stagesQuery(client: Client, id: string) {
  return queryOptions({ queryKey: ["run", id, "stages"], queryFn: () => client.stages(id) });
}

export function blueprintsQuery(client: Client) {
  return queryOptions({ queryKey: ["blueprints"], queryFn: () => client.blueprints(), staleTime: 30_000 });
}
