import { Client } from "@ascent/client";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Login } from "./login.tsx";
import { createQueryClient } from "./query-client.ts";
import { SessionContext } from "./session.tsx";
import { forgetToken, storedToken, storeToken } from "./token-store.ts";

type Gate = { readonly state: "out"; readonly why?: string } | { readonly state: "in"; readonly token: string };

/** Shows the page to who is signed in, and the sign-in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const [gate, setGate] = useState<Gate>(() => {
    const token = storedToken();
    return token === undefined ? { state: "out" } : { state: "in", token };
  });
  const leave = useCallback((why?: string) => {
    forgetToken();
    setGate(why === undefined ? { state: "out" } : { state: "out", why });
  }, []);
  const enter = useCallback((token: string) => {
    storeToken(token);
    setGate({ state: "in", token });
  }, []);
  if (gate.state === "out") return <Login why={gate.why} onToken={enter} />;
  return (
    <SignedIn token={gate.token} leave={leave}>
      {children}
    </SignedIn>
  );
}

interface SignedInProps {
  readonly token: string;
  readonly leave: (why?: string) => void;
  readonly children: ReactNode;
}

function SignedIn({ token, leave, children }: SignedInProps) {
  const session = useMemo(() => ({ client: new Client({ url: "", token }), signOut: () => leave() }), [token, leave]);
  const queries = useMemo(() => createQueryClient(() => leave("The token is no longer accepted.")), [leave]);
  return (
    <SessionContext value={session}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </SessionContext>
  );
}
