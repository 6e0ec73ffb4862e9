import type { BuildDetailView, Client } from "@ascent/client";
import { queryOptions } from "@tanstack/react-query";

const WHILE_BUILDING_MS = 2000;
const WHILE_WAITING_MS = 4000;

const OVER: ReadonlySet<string> = new Set(["done"]);

/** A build; asked again for as long as something of it can still change. */
export function buildQuery(client: Client, id: string) {
  return queryOptions({
    queryKey: ["build", id],
    queryFn: () => client.build(id),
    refetchInterval: ({ state }) => againIn(state.data),
  });
}

function againIn(build: BuildDetailView | undefined): number | false {
  if (build === undefined || OVER.has(build.state)) return false;
  return build.state === "building" ? WHILE_BUILDING_MS : WHILE_WAITING_MS;
}
