import type { ActorView } from "@ascent/client";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { takeAsked } from "../flight/ask-ahead.ts";
import { noteSignedIn, wasSignedIn } from "./last-seen.ts";
import { Login } from "./login.tsx";
import { pageClient as client } from "./page-client.ts";
import { createQueryClient, isRefusal } from "./query-client.ts";
import { ME } from "./rights.ts";
import { SessionContext } from "./session.tsx";
import { Waiting } from "./waiting.tsx";

type Gate =
  /** Whether the browser has the cookie of a session is not to be seen from here. */
  | { readonly state: "asking"; readonly silent: boolean }
  | { readonly state: "out"; readonly why?: string }
  | { readonly state: "in"; readonly me?: ActorView };

const ASK_AGAIN_MS = 1500;
const ENDED = "The session is over. Sign in again to go on where you were.";

/** Shows the page to who is signed in, and the sign-in to everybody else, at the very same address. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const [gate, setGate] = useState<Gate>(() => (wasSignedIn() ? { state: "in" } : { state: "asking", silent: false }));
  const enter = useCallback((me: ActorView) => {
    noteSignedIn(true);
    setGate({ state: "in", me });
  }, []);
  const leave = useCallback((why?: string) => {
    noteSignedIn(false);
    setGate(why === undefined ? { state: "out" } : { state: "out", why });
  }, []);
  if (gate.state === "out") return <Login client={client} why={gate.why} onSignedIn={enter} />;
  if (gate.state === "asking") return <Asking silent={gate.silent} onAnswer={setGate} />;
  return (
    <SignedIn me={gate.me} leave={leave}>
      {children}
    </SignedIn>
  );
}

/** Asks who looks until the service says so. */
function Asking({ silent, onAnswer }: { readonly silent: boolean; readonly onAnswer: (gate: Gate) => void }) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const ask = async () => {
      const answer = await whoLooks();
      if (left) return;
      onAnswer(answer);
      if (answer.state === "asking") timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [onAnswer]);
  return <Waiting silent={silent} />;
}

async function whoLooks(): Promise<Gate> {
  try {
    const me = await client.me();
    noteSignedIn(true);
    return { state: "in", me };
  } catch (error) {
    return isRefusal(error) ? { state: "out" } : { state: "asking", silent: true };
  }
}

interface SignedInProps {
  readonly me: ActorView | undefined;
  readonly leave: (why?: string) => void;
  readonly children: ReactNode;
}

function SignedIn({ me, leave, children }: SignedInProps) {
  const session = useMemo(() => ({ client, signOut: () => signOut(leave) }), [leave]);
  const queries = useMemo(() => {
    const made = createQueryClient(() => leave(ENDED));
    if (me !== undefined) made.setQueryData(ME, me);
    takeAsked(client, made);
    return made;
  }, [leave, me]);
  return (
    <SessionContext value={session}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </SessionContext>
  );
}

/** Throws when the service could not be told: its cookie would go on to open everything. */
async function signOut(leave: () => void): Promise<void> {
  const ended = await client.signOut().catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    return undefined;
  });
  leave();
  // Who signed in through an identity provider would be let in again by it, unasked.
  if (ended?.atProvider !== undefined) window.location.assign(ended.atProvider);
}
