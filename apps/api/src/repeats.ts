import { canonicalJson, Fault } from "@ascent/core";
import type { AnswerClaim, AnswerKey, KeptAnswer, NewAnswerClaim } from "@ascent/engine";
import { sha256 } from "@ascent/formats";
import type { FastifyReply, FastifyRequest } from "fastify";
import { actorOf } from "./access/guard.ts";
import type { App } from "./app.ts";
import type { ApiPorts } from "./ports.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * What a repeated `Idempotency-Key` is answered with. `kept`: what the first was; `live`: what came of it, as it is now,
     * which the route finds by the key itself.
     */
    repeats?: "kept" | "live";
  }
}

export const REPLAYED_HEADER = "idempotency-replayed";

/** Who does not say for this long that it goes on is gone, and the key is another's. */
const LOST_MS = 30_000;
const HOLD_MS = 10_000;
/** As long as a client may try again: longer than any it waits. */
const KEPT_MS = 24 * 3_600_000;

/** A request that has claimed its key, while it is being done. */
interface Claimed {
  readonly key: AnswerKey;
  readonly holding: NodeJS.Timeout;
}

/**
 * Has every route that says so (`config.repeats`) done once for each `Idempotency-Key` of the same asker, over a restart
 * too: the same request again gets the same answer, another one under the same key Fault "idempotency-conflict", one that
 * comes while the first is done "idempotency-in-flight". A key of a request that was refused or failed is free again. To be
 * called before these routes are registered.
 */
export function registerRepeats(app: App, ports: ApiPorts): void {
  const repeats = new Repeats(ports);
  app.addHook("onRoute", (route) => {
    const mode = route.config?.repeats;
    if (mode === undefined) return;
    route.preHandler = [
      ...[route.preHandler ?? []].flat(),
      async (request: FastifyRequest, reply: FastifyReply) => repeats.begin(request, reply, mode),
    ];
    route.onSend = [
      ...[route.onSend ?? []].flat(),
      async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
        await repeats.end(request, reply, payload);
        return payload;
      },
    ];
  });
}

class Repeats {
  readonly #ports: ApiPorts;
  readonly #claims = new WeakMap<FastifyRequest, Claimed>();

  constructor(ports: ApiPorts) {
    this.#ports = ports;
  }

  /** Answers what was answered before; where nothing was, the route does, and `end` keeps it. */
  async begin(request: FastifyRequest, reply: FastifyReply, mode: "kept" | "live"): Promise<unknown> {
    const text = request.headers["idempotency-key"];
    if (typeof text !== "string") return;
    const key = { actor: actorOf(request).name, key: text };
    const claim = await this.#ports.access.claimAnswer(this.#claimOf(key, request));
    if (claim.kind === "conflict") throw conflict(text);
    if (claim.kind === "claimed") this.#claims.set(request, { key, holding: this.#hold(key) });
    return mode === "live" ? undefined : this.#answer(reply, key, claim);
  }

  async #answer(reply: FastifyReply, key: AnswerKey, claim: AnswerClaim): Promise<unknown> {
    if (claim.kind === "pending") throw inFlight(key.key);
    if (claim.kind !== "answered") return;
    const { status, location, sealed } = claim.answer;
    const body = await this.#ports.secretBox.open(sealed, about(key));
    if (location !== undefined) reply.header("location", location);
    reply.code(status).header(REPLAYED_HEADER, "true").header("cache-control", "no-store");
    return reply.type("application/json; charset=utf-8").serializer(String).send(body);
  }

  /** Never throws: what was done is done, and its answer is owed. */
  async end(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void> {
    const claimed = this.#claims.get(request);
    if (claimed === undefined) return;
    this.#claims.delete(request);
    clearInterval(claimed.holding);
    try {
      if (reply.statusCode >= 400) await this.#ports.access.releaseAnswer(claimed.key);
      else await this.#ports.access.keepAnswer(claimed.key, await this.#kept(claimed.key, reply, payload));
    } catch (err) {
      request.log.warn({ err }, "answer not kept for a repeated request");
    }
  }

  async #kept(key: AnswerKey, reply: FastifyReply, payload: unknown): Promise<KeptAnswer> {
    const location = reply.getHeader("location");
    const sealed = await this.#ports.secretBox.seal(typeof payload === "string" ? payload : "", about(key));
    return { status: reply.statusCode, sealed, ...(typeof location === "string" ? { location } : {}) };
  }

  #claimOf(key: AnswerKey, { method, url, body }: FastifyRequest): NewAnswerClaim {
    const at = this.#ports.clock.now();
    return {
      ...key,
      request: sha256(canonicalJson([method, url, body ?? null])),
      at,
      until: new Date(at.getTime() + LOST_MS),
      forgetAt: new Date(at.getTime() + KEPT_MS),
    };
  }

  #hold(key: AnswerKey): NodeJS.Timeout {
    const { access, clock, log } = this.#ports;
    const hold = () =>
      access
        .holdAnswer(key, new Date(clock.now().getTime() + LOST_MS))
        .catch((err: unknown) => log.warn({ err }, "request not held yet"));
    return setInterval(() => void hold(), HOLD_MS).unref();
  }
}

function about({ actor, key }: AnswerKey): string {
  return `answer ${JSON.stringify([actor, key])}`;
}

function conflict(key: string): Fault {
  return new Fault("idempotency-conflict", `the key "${key}" was for another request`, {
    wayOut: "Send a new idempotency key with a new request.",
  });
}

function inFlight(key: string): Fault {
  return new Fault("idempotency-in-flight", `the request with the key "${key}" is still being done`, {
    wayOut: "Send it again in some seconds: it is answered as the first one was.",
    retryable: true,
  });
}
