import { Fault } from "@ascent/core";
import { unreachable } from "./seed-faults.ts";

export type Fetch = typeof globalThis.fetch;

export interface Http {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
}

/** Until a host answers with its headers. A silent mirror must not hold up the next seed. */
const ANSWER_MS = 5_000;
/** Until a whole body is there. */
const BODY_MS = 10 * 60_000;

/**
 * The body of a URL, at most `limit` bytes. One try: whether to try again is the caller's decision.
 * Throws Fault "seed-unreachable" (no name, no connection, no answer within 5 s, any status but 200, a body that stops
 * early), "seed-too-large", and the signal's reason after an abort.
 */
export async function fetchBytes(http: Http, url: string, limit: number): Promise<Uint8Array> {
  const patience = new AbortController();
  const answerTimer = setTimeout(() => patience.abort(new Error(`no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
  const bodyTimer = setTimeout(() => patience.abort(new Error("the body takes too long")), BODY_MS);
  const signal = AbortSignal.any([http.signal, patience.signal]);
  try {
    const response = await http.fetch(url, { signal, redirect: "follow" });
    clearTimeout(answerTimer);
    if (response.status !== 200) throw refused(url, response.status);
    return await bodyOf(response, url, limit);
  } catch (error) {
    http.signal.throwIfAborted();
    throw error instanceof Fault ? error : unreachable(`${url} cannot be fetched: ${reasonOf(error)}`, error);
  } finally {
    clearTimeout(answerTimer);
    clearTimeout(bodyTimer);
  }
}

function refused(url: string, status: number): Fault {
  return unreachable(`${url} answers ${status}`);
}

async function bodyOf(response: Response, url: string, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) {
      throw new Fault("seed-too-large", `${url} is larger than the ${limit} bytes that it may be`, {
        wayOut: "Check that the repository's URL is right.",
      });
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** undici hides the reason (`ENOTFOUND`, `ECONNREFUSED`) in the cause. */
function reasonOf(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) messages.push(at.message);
  return messages.at(-1) || messages[0] || String(error);
}
