import type { Clock, FactsLedger, LedgerReader } from "@ascent/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import { notModified } from "./etag.ts";
import { runUnknown } from "./known-run.ts";
import { RunEstimates } from "./run-estimates.ts";
import { RunVersions } from "./run-versions.ts";

/** Of all answers that are kept, together. One about 4,000 builds has 0.6 MB. */
const KEPT_BYTES = 16 * 1024 * 1024;
/** Estimates go on with time and with the workers there are, while the run has the same version. */
const KEPT_MS = 5_000;

/** A request for something of the run that its URL names. */
type RunRequest = FastifyRequest & { readonly params: { readonly id: string } };

/** Node sends a short text together with its headers, and would encode a long one anew each time. */
const LONG_BYTES = 16 * 1024;

type Body = string | Buffer;

/** Makes an answer's body out of the ledger. */
type Make = () => Promise<Body>;

/**
 * Answers about runs that thousands may poll. Each run's version is asked of the ledger for every request, though once for
 * all that come together; an answer is made once for each version, and kept as bytes for those who ask next.
 */
export class PolledRuns {
  readonly #versions: RunVersions;
  readonly #bodies: LRUCache<string, Body, Make>;

  readonly estimates: RunEstimates;

  constructor(ports: { readonly ledger: Pick<LedgerReader, "runVersion"> & FactsLedger; readonly clock: Clock }) {
    const { ledger, clock } = ports;
    this.#versions = new RunVersions(ledger);
    this.estimates = new RunEstimates(ports);
    this.#bodies = new LRUCache({
      maxSize: KEPT_BYTES,
      sizeCalculation: ({ length }) => length + 1,
      ttl: KEPT_MS,
      // Of equal times the clock of a test stands still.
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
      fetchMethod: (_key, _stale, { context: make }) => make(),
    });
  }

  /** Grows with every change of the run. Throws Fault "run-unknown". */
  async version(id: string): Promise<number> {
    const version = await this.#versions.now(id);
    if (version === undefined) throw runUnknown(id);
    return version;
  }

  /** True when nothing of the run changed since the version that the caller has: the 304 is sent. Throws Fault "run-unknown". */
  async unchanged(request: RunRequest, reply: FastifyReply): Promise<boolean> {
    return notModified(request, reply, String(await this.version(request.params.id)));
  }

  /**
   * Answers 304, or with what `read` gives: asked for after the version is known, so that what is sent may be newer than its
   * version but never older. Throws Fault "run-unknown".
   */
  async answer(
    request: RunRequest,
    reply: FastifyReply,
    read: (version: number) => Promise<unknown>,
  ): Promise<FastifyReply> {
    const version = await this.version(request.params.id);
    if (notModified(request, reply, String(version))) return reply;
    const key = `${request.routeOptions.url} ${request.params.id} ${version}`;
    const make = async () => bodyOf(String(reply.serialize(await read(version))));
    const body = await this.#bodies.fetch(key, { context: make });
    return reply.type("application/json; charset=utf-8").send(body);
  }
}

function bodyOf(text: string): Body {
  return text.length < LONG_BYTES ? text : Buffer.from(text);
}
