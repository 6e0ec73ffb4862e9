import { useSyncExternalStore } from "react";

/** Whether the service answered when it was last asked, by whatever part of the page. */
export type Reach = "reached" | "unreachable";

const listeners = new Set<() => void>();
let reach: Reach = "reached";

export function tellReach(next: Reach): void {
  if (next === reach) return;
  reach = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useReach(): Reach {
  return useSyncExternalStore(subscribe, () => reach);
}
