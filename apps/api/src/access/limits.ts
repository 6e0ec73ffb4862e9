import { Fault } from "@ascent/core";
import rateLimit from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import type { Actor } from "./actor.ts";

export interface Limits {
  /** Of one actor. The installation's own token is not counted: who has it could read the database itself. */
  readonly requestsPerMinute: number;
  /** From one address, before it is told to wait. */
  readonly failedLoginsPerMinute: number;
}

/** Asked for too often: 429, and in how many seconds it may be asked again. */
export class TooManyRequests extends Fault {
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number) {
    super("too-many-requests", message, {
      wayOut: `Ask again in ${retryAfter} seconds; what is polled costs least with If-None-Match, or as server-sent events.`,
      retryable: true,
    });
    this.retryAfter = retryAfter;
  }
}

export interface Limiter {
  /** Throws TooManyRequests. */
  count(request: FastifyRequest, actor: Actor): Promise<void>;
  /** To be called when somebody showed what opens nothing. Throws TooManyRequests. */
  countFailure(request: FastifyRequest): Promise<void>;
}

const MINUTE_MS = 60_000;

/**
 * Counts in this process, per minute. A right token is let in however many wrong ones came from its address: of 256 random
 * bits nothing is guessed, so failures are limited for the sake of the database and the logs.
 */
export async function createLimiter(app: App, limits: Limits): Promise<Limiter> {
  await app.register(rateLimit, { global: false });
  const perActor = app.createRateLimit({
    max: limits.requestsPerMinute,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => `${request.actor?.via} ${request.actor?.id ?? request.actor?.name}`,
  });
  const perAddress = app.createRateLimit({
    max: limits.failedLoginsPerMinute,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => request.ip,
  });
  const spend = async (limit: typeof perActor, request: FastifyRequest, message: string) => {
    const left = await limit(request);
    if (!left.isAllowed && left.isExceeded) throw new TooManyRequests(message, Math.max(1, left.ttlInSeconds));
  };
  return {
    async count(request, actor) {
      if (actor.via === "installation") return;
      await spend(perActor, request, `${actor.name} asks more than ${limits.requestsPerMinute} times a minute`);
    },
    countFailure: (request) => spend(perAddress, request, "too many wrong tokens came from this address"),
  };
}
