import type { NewAction } from "@ascent/engine";
import type { FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import type { App } from "../app.ts";
import type { ApiPorts } from "../ports.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Why it was refused or failed, in a word; undefined while all goes well. */
    problem: Pick<NewAction, "reason" | "actor"> | undefined;
    /** Of the action that was announced; undefined where it changes nothing, or was refused before. */
    intent: string | undefined;
  }
}

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
const LONGEST = 300;

/** An action may take long: a seed is fetched while it lasts. */
const LOST_MS = 3_600_000;

/**
 * Writes down each request that changes something, or would have, before it is answered: whoever has the answer can find it
 * in the log. Before anything is changed it is announced, so that no change is without its row: where that cannot be
 * written, nothing is done. No body and no header is kept, so no secret can be.
 */
export function registerActionLog(app: App, ports: ApiPorts): void {
  app.decorateRequest("problem", undefined);
  app.decorateRequest("intent", undefined);
  // Of those routes alone: what is only read, often, passes no hook for nothing.
  app.addHook("onRoute", (route) => {
    if ([route.method].flat().every((method) => actionOf(method, route) === undefined)) return;
    // What is refused before, for who asks or how, changes nothing.
    route.preHandler = [announcing(ports, route), ...[route.preHandler ?? []].flat()];
    route.onSend = [...[route.onSend ?? []].flat(), settling(ports, route)];
  });
  app.addHook("onReady", () => recordLost(ports));
}

function announcing(ports: ApiPorts, route: RouteOptions) {
  return async (request: FastifyRequest) => {
    const action = actionOf(request.method, route);
    if (action === undefined) return;
    const id = ports.ids.uuid();
    await ports.access.announceAction({ ...askedBy(request), id, at: ports.clock.now(), action });
    request.intent = id;
  };
}

function settling({ access, clock }: ApiPorts, route: RouteOptions) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const action = actionOf(request.method, route);
    if (action === undefined) return;
    try {
      if (reply.statusCode !== 429) {
        await access.recordAction({ at: clock.now(), action, ...toldOf(request, reply) }, request.intent);
      } else if (request.intent !== undefined) await access.forgetIntent(request.intent);
    } catch (err) {
      // What was done is done, and its answer is owed; what was announced is told later.
      request.log.error({ err, action, actor: request.actor?.name }, "action not recorded");
    }
  };
}

/** Never throws: what does not come through now does later. */
export async function recordLost({ access, clock, log }: ApiPorts): Promise<void> {
  await access
    .recordLostActions(new Date(clock.now().getTime() - LOST_MS))
    .catch((err: unknown) => log.warn({ err }, "lost actions not recorded yet"));
}

/** Undefined: it changes nothing. */
function actionOf(method: string, { url, config }: RouteOptions): string | undefined {
  if (config?.action === false) return undefined;
  if (config?.action === undefined && READING.has(method)) return undefined;
  return config?.action ?? `${method} ${url}`;
}

function toldOf(request: FastifyRequest, reply: FastifyReply): Omit<NewAction, "at" | "action"> {
  const made = reply.statusCode < 300 ? reply.getHeader("location") : undefined;
  const { problem } = request;
  return {
    ...askedBy(request),
    ...(typeof made === "string" ? { target: pathOf(made) } : {}),
    outcome: outcomeOf(reply.statusCode),
    status: reply.statusCode,
    ...(problem?.reason === undefined ? {} : { reason: problem.reason }),
  };
}

/** Who asks for what, and from where. */
function askedBy({ actor, problem, url, id, ip }: FastifyRequest) {
  const who = actor === undefined ? problem?.actor : actor.name;
  return {
    ...(who === undefined ? {} : { actor: who }),
    ...(actor === undefined ? {} : { role: actor.role }),
    target: pathOf(url),
    requestId: id,
    // A connection that is gone has none, whatever the type says; what was asked over it is written down all the same.
    address: ip ?? "gone",
  };
}

function pathOf(url: string): string {
  return url.replace(/\?.*$/s, "").slice(0, LONGEST);
}

function outcomeOf(status: number): NewAction["outcome"] {
  if (status < 400) return "done";
  return status === 401 || status === 403 ? "refused" : "failed";
}
