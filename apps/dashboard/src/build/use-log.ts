import type { BuildDetailView, Client } from "@ascent/client";
import { useEffect, useState } from "react";
import { tellReach } from "../session/connection.ts";
import { useClient } from "../session/session.tsx";
import { useVisible } from "../state/visible.ts";
import { type LogLine, LogLines } from "./log-lines.ts";

const TOGETHER_MS = 150;
const AGAIN_MS = 1500;

export type LogState =
  | { readonly state: "loading" }
  | { readonly state: "shown"; readonly lines: readonly LogLine[]; readonly live: boolean }
  | { readonly state: "failed"; readonly error: unknown };

/**
 * The log of a build's newest attempt: whole when it is over, as it comes while it builds. `earlier` is the number of
 * another attempt, which is over.
 */
export function useLog(build: Pick<BuildDetailView, "id" | "state" | "attempt">, earlier?: number): LogState {
  const client = useClient();
  const visible = useVisible();
  const [log, setLog] = useState<LogState>({ state: "loading" });
  const isOpen = build.state === "building" || build.state === "ready" || build.state === "waiting";
  const live = earlier === undefined && isOpen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt has another log
  useEffect(() => {
    if (!visible) return;
    const watching = new AbortController();
    const show = live
      ? follow(client, build.id, { signal: watching.signal, setLog })
      : whole(() => client.log(build.id, earlier), setLog);
    void show.catch((error: unknown) => watching.signal.aborted || setLog({ state: "failed", error }));
    return () => watching.abort();
  }, [client, build.id, build.attempt, earlier, live, visible]);
  return log;
}

type SetLog = (log: LogState) => void;

async function whole(read: () => Promise<string>, setLog: SetLog): Promise<void> {
  const lines = new LogLines();
  lines.add(await read());
  setLog({ state: "shown", lines: lines.lines, live: false });
}

/** A stream that breaks is begun anew: what it gives starts with the first line again. */
async function follow(client: Client, buildId: string, to: { signal: AbortSignal; setLog: SetLog }): Promise<void> {
  while (!to.signal.aborted) {
    try {
      await followOnce(client, buildId, to);
      tellReach("reached");
      return;
    } catch {
      if (to.signal.aborted) return;
      tellReach("unreachable");
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

async function followOnce(client: Client, buildId: string, to: { signal: AbortSignal; setLog: SetLog }): Promise<void> {
  const lines = new LogLines();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    timer = undefined;
    if (!to.signal.aborted) to.setLog({ state: "shown", lines: lines.lines, live: true });
  };
  try {
    for await (const text of client.followLog(buildId, to.signal)) {
      lines.add(text);
      timer ??= setTimeout(show, TOGETHER_MS);
    }
  } finally {
    clearTimeout(timer);
    show();
  }
}
