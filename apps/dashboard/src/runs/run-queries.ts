import type { Client } from "@ascent/client";
import { queryOptions } from "@tanstack/react-query";

const RUNS_SHOWN = 100;
const LIST_EVERY_MS = 4000;

/** Runs, newest first; asked again every few seconds while somebody looks. */
export function runsQuery(client: Client) {
  return queryOptions({ queryKey: ["runs"], queryFn: () => client.runs(RUNS_SHOWN), refetchInterval: LIST_EVERY_MS });
}

export function runQuery(client: Client, id: string) {
  return queryOptions({ queryKey: ["run", id], queryFn: () => client.run(id) });
}

export function stagesQuery(client: Client, id: string) {
  return queryOptions({ queryKey: ["run", id, "stages"], queryFn: () => client.stages(id) });
}

export function buildsQuery(client: Client, id: string) {
  return queryOptions({ queryKey: ["run", id, "builds"], queryFn: () => client.builds(id) });
}

export function blueprintsQuery(client: Client) {
  return queryOptions({ queryKey: ["blueprints"], queryFn: () => client.blueprints(), staleTime: 30_000 });
}
