import { mayAct, type Role } from "@ascent/core";
import { useQuery } from "@tanstack/react-query";
import { useClient } from "./session.tsx";

export const ME = ["me"];

/** Who looks; undefined until the service has said so. */
export function useMe() {
  const client = useClient();
  const { data } = useQuery({ queryKey: ME, queryFn: () => client.me(), staleTime: 60_000 });
  return data;
}

/** Whether who looks may do what needs that role: what they may not is not offered. */
export function useMay(needed: Role): boolean {
  const me = useMe();
  return me !== undefined && mayAct(me.role, needed);
}
