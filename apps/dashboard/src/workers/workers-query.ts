import type { Client } from "@ascent/client";
import { queryOptions } from "@tanstack/react-query";

const EVERY_MS = 3000;

export function workersQuery(client: Client) {
  return queryOptions({ queryKey: ["workers"], queryFn: () => client.workers(), refetchInterval: EVERY_MS });
}
