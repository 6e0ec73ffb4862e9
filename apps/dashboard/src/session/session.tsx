import type { Client } from "@ascent/client";
import { createContext, useContext } from "react";

/** Who looks at the page, and how it asks the API. */
export interface Session {
  readonly client: Client;
  /** Throws ApiFault when the service does not answer. */
  signOut(): Promise<void>;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("nobody is signed in: this is shown behind the gate alone");
  return session;
}

export function useClient(): Client {
  return useSession().client;
}
