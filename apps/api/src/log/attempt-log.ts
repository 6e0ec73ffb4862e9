import { Fault } from "@ascent/core";
import type { AttemptRecord } from "@ascent/engine";
import type { ApiPorts } from "../ports.ts";

export interface AttemptLog {
  readonly buildId: string;
  /** Undefined: there is none yet, and its log is empty. */
  readonly attempt: AttemptRecord | undefined;
}

/** The newest unless one is named; undefined: none was named and there is none yet. Throws Fault "attempt-unknown". */
export function chosenAttempt(
  attempts: readonly AttemptRecord[],
  wanted: number | undefined,
): AttemptRecord | undefined {
  if (wanted === undefined) return attempts.at(-1);
  const found = attempts.find(({ number }) => number === wanted);
  if (found !== undefined) return found;
  throw new Fault("attempt-unknown", `this build has no attempt ${wanted}`, {
    wayOut: `It has had ${attempts.length} so far.`,
  });
}

/** Where the store has a log that is whole: once the attempt is over. */
export async function storedLog(ports: ApiPorts, attempt: AttemptRecord | undefined) {
  const digest = attempt?.logDigest;
  const size = digest === undefined ? undefined : await ports.store.size(digest);
  return digest === undefined || size === undefined ? undefined : { digest, size };
}

/** A log's text in parts as they come, whole characters each: from the store, else what the worker has sent so far. */
export async function* logText(ports: ApiPorts, log: AttemptLog): AsyncGenerator<string> {
  const stored = await storedLog(ports, log.attempt);
  if (stored === undefined) return yield* sentSoFar(ports, log);
  const decoder = new TextDecoder();
  for await (const bytes of await ports.store.stream(stored.digest)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

async function* sentSoFar(ports: ApiPorts, { buildId, attempt }: AttemptLog): AsyncGenerator<string> {
  if (attempt === undefined) return;
  for (let from = 0; ; ) {
    const part = await ports.ledger.log(buildId, from, attempt.number);
    if (part === undefined || part.next === from) return;
    yield part.text;
    from = part.next;
  }
}
