import type { Client } from "@ascent/client";
import { infiniteQueryOptions, queryOptions, useQueryClient } from "@tanstack/react-query";

const EVERY_MS = 10_000;
/** While something is on its way. */
const SOON_MS = 2000;
const PAGE = 20;

export function webhooksQuery(client: Client) {
  return queryOptions({ queryKey: ["webhooks"], queryFn: () => client.webhooks(), refetchInterval: EVERY_MS });
}

export function webhookQuery(client: Client, id: string) {
  return queryOptions({
    queryKey: ["webhooks", id],
    queryFn: () => client.ask((api) => api.GET("/v1/webhooks/{id}", { params: { path: { id } } })),
    refetchInterval: EVERY_MS,
  });
}

/** What was sent, the newest first. */
export function deliveriesQuery(client: Client, id: string) {
  return infiniteQueryOptions({
    queryKey: ["webhooks", id, "deliveries"],
    queryFn: ({ pageParam }) => {
      const query = { limit: PAGE, ...(pageParam !== undefined && { cursor: pageParam }) };
      return client.ask((api) => api.GET("/v1/webhooks/{id}/deliveries", { params: { path: { id }, query } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => {
      const known = state.data?.pages.flatMap(({ deliveries }) => deliveries) ?? [];
      return known.some((delivery) => delivery.state === "pending") ? SOON_MS : EVERY_MS;
    },
  });
}

/** Has everything about webhooks asked again. */
export function useRenewWebhooks() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["webhooks"] });
}
