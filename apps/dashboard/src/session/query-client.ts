import { ApiFault } from "@ascent/client";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { tellReach } from "./connection.ts";

const UNREACHABLE = "service-unreachable";

export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiFault && (error.code === UNREACHABLE || error.status === 502 || error.status === 504);
}

/** Nobody is signed in, or no longer. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiFault && error.status === 401;
}

/** Only silence and the server's own trouble pass by themselves; a refusal stays one. */
function mayPass(error: unknown): boolean {
  return isUnreachable(error) || (error instanceof ApiFault && (error.status ?? 0) >= 500);
}

/** The page's memory of what the API said, for one session: signing out drops it. */
export function createQueryClient(onRefused: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isUnreachable(error)) tellReach("unreachable");
    if (isRefusal(error)) onRefused();
  };
  const onSuccess = () => tellReach("reached");
  return new QueryClient({
    queryCache: new QueryCache({ onError, onSuccess }),
    mutationCache: new MutationCache({ onError, onSuccess }),
    defaultOptions: {
      queries: {
        // The service may be on this very machine: a browser that thinks itself offline still reaches it.
        networkMode: "always",
        retry: (count, error) => mayPass(error) && count < 1,
        retryDelay: 500,
        staleTime: 2000,
      },
      mutations: { networkMode: "always" },
    },
  });
}
