import type { NewAction } from "@ascent/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import type { ApiPorts } from "../ports.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Why it was refused or failed, in a word; undefined while all goes well. */
    problem: Pick<NewAction, "reason" | "actor"> | undefined;
  }
}

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
const LONGEST = 300;

/**
 * Writes down each request that changes something, or would have, before it is answered: whoever has the answer can find it
 * in the log. No body and no header is kept, so no secret can be.
 */
export function registerActionLog(app: App, ports: ApiPorts): void {
  app.decorateRequest("problem", undefined);
  app.addHook("onSend", async (request, reply) => {
    const name = actionOf(request);
    if (name === undefined || reply.statusCode === 429) return;
    try {
      await ports.access.recordAction({ at: ports.clock.now(), action: name, ...toldOf(request, reply as never) });
    } catch (err) {
      // What was done is done, and its answer is owed; the service's own log is the place that is left.
      request.log.error({ err, action: name, actor: request.actor?.name }, "action not recorded");
    }
  });
}

/** Undefined: it changes nothing, or there is no such route. */
export function actionOf(request: Pick<FastifyRequest, "method" | "routeOptions">): string | undefined {
  const { url, config } = request.routeOptions;
  if (url === undefined || config.action === false) return undefined;
  if (config.action === undefined && READING.has(request.method)) return undefined;
  return config.action ?? `${request.method} ${url}`;
}

function toldOf(request: FastifyRequest, reply: FastifyReply): Omit<NewAction, "at" | "action"> {
  const { actor, problem } = request;
  const who = actor === undefined ? problem?.actor : actor.name;
  const made = reply.statusCode < 300 ? reply.getHeader("location") : undefined;
  return {
    ...(who === undefined ? {} : { actor: who }),
    ...(actor === undefined ? {} : { role: actor.role }),
    target: (typeof made === "string" ? made : request.url).replace(/\?.*$/s, "").slice(0, LONGEST),
    outcome: outcomeOf(reply.statusCode),
    status: reply.statusCode,
    ...(problem?.reason === undefined ? {} : { reason: problem.reason }),
    requestId: request.id,
    address: request.ip,
  };
}

function outcomeOf(status: number): NewAction["outcome"] {
  if (status < 400) return "done";
  return status === 401 || status === 403 ? "refused" : "failed";
}
