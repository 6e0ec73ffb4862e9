import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { owns } from "./postmaster.ts";
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./server.ts";

const LOOK_MS = 1_000;
const SLOWEST_LOOK_MS = 30_000;

/** What became of a server that was to run: it is gone, it runs again, or it could not be started and is tried again later. */
export type ServerNews =
  | { readonly kind: "gone" }
  | { readonly kind: "back" }
  | { readonly kind: "failed"; readonly error: unknown };

export type KeptPostgres = Pick<EmbeddedPostgres, "url" | "stop">;

/**
 * Starts (or adopts) a server as `startEmbeddedPostgres` does, which says how that fails, and starts it again whenever it is gone:
 * the kernel ends it where memory is short, and all who know its address wait for it there. So it comes back at that address.
 */
export async function keepEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
  tell: (news: ServerNews) => void,
): Promise<KeptPostgres> {
  const path = resolve(options.dataDirectory);
  const first = await startEmbeddedPostgres(options);
  const stopped = new AbortController();
  const restart = () => startEmbeddedPostgres({ ...options, port: Number(new URL(first.url).port) });
  const keeping = keep({ path, first, restart, tell, signal: stopped.signal });
  return {
    url: first.url,
    async stop() {
      stopped.abort();
      await (await keeping).stop();
    },
  };
}

interface Keeping {
  readonly path: string;
  readonly first: EmbeddedPostgres;
  readonly signal: AbortSignal;
  restart(): Promise<EmbeddedPostgres>;
  tell(news: ServerNews): void;
}

/** Until the signal aborts; then with the server that runs, or ran last. */
async function keep({ path, first, signal, restart, tell }: Keeping): Promise<EmbeddedPostgres> {
  let server = first;
  let wait = LOOK_MS;
  for (;;) {
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return server;
    if (await owns(server.pid, path)) continue;
    // Told once, however many tries it takes.
    if (wait === LOOK_MS) tell({ kind: "gone" });
    try {
      server = await restart();
      wait = LOOK_MS;
      tell({ kind: "back" });
    } catch (error) {
      wait = Math.min(wait * 2, SLOWEST_LOOK_MS);
      tell({ kind: "failed", error });
    }
  }
}
