import type { NewAction } from "@ascent/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
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
  // What is refused before, for who asks or how, changes nothing.
  app.addHook("preHandler", async (request) => {
    const action = actionOf(request);
    if (action === undefined) return;
    const id = ports.ids.uuid();
    await ports.access.announceAction({ ...askedBy(request), id, at: ports.clock.now(), action });
    request.intent = id;
  });
  app.addHook("onSend", async (request, reply) => {
    const action = actionOf(request);
    if (action === undefined) return;
    try {
      if (reply.statusCode !== 429) {
        const told = toldOf(request, reply as never);
        await ports.access.recordAction({ at: ports.clock.now(), action, ...told }, request.intent);
      } else if (request.intent !== undefined) await ports.access.forgetIntent(request.intent);
    } catch (err) {
      // What was done is done, and its answer is owed; what was announced is told later.
      request.log.error({ err, action, actor: request.actor?.name }, "action not recorded");
    }
  });
  app.addHook("onReady", () => recordLost(ports));
}

/** Never throws: what does not come through now does later. */
export async function recordLost({ access, clock, log }: ApiPorts): Promise<void> {
  await access
    .recordLostActions(new Date(clock.now().getTime() - LOST_MS))
    .catch((err: unknown) => log.warn({ err }, "lost actions not recorded yet"));
}

/** Undefined: it changes nothing, or there is no such route. */
export function actionOf(request: Pick<FastifyRequest, "method" | "routeOptions">): string | undefined {
  const { url, config } = request.routeOptions;
  if (url === undefined || config.action === false) return undefined;
  if (config.action === undefined && READING.has(request.method)) return undefined;
  return config.action ?? `${request.method} ${url}`;
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
    address: ip,
  };
}

function pathOf(url: string): string {
  return url.replace(/\?.*$/s, "").slice(0, LONGEST);
}

function outcomeOf(status: number): NewAction["outcome"] {
  if (status < 400) return "done";
  return status === 401 || status === 403 ? "refused" : "failed";
}
