import { checkToken, prefixOf, type TokenCheck, type TokenRecord } from "@ascent/engine";
import type { FastifyRequest } from "fastify";
import type { ApiPorts } from "../ports.ts";
import { type Actor, INSTALLATION } from "./actor.ts";
import { recogniserOf, tokenOf } from "./credentials.ts";
import { Refusal } from "./refusal.ts";
import type { Sessions } from "./session.ts";

/** Whom a token, or a request, is from. Both throw Refusal when that is not proven. */
export interface Identity {
  ofToken(text: string): Promise<Actor>;
  ofRequest(request: FastifyRequest): Promise<Actor>;
}

/**
 * By the token that came with a request, else by its session's cookie. The installation's own token is an admin's, also
 * while no database answers; every other is looked up.
 */
export function createIdentity(ports: ApiPorts, installationToken: string, sessions: Sessions): Identity {
  const isInstallations = recogniserOf(installationToken);
  const installationPrefix = prefixOf(installationToken);
  const ofToken = async (text: string): Promise<Actor> => {
    // What says in its public part that it is another's is not hashed for it.
    if (prefixOf(text) === installationPrefix && isInstallations(text)) return INSTALLATION;
    const checked = await checkToken(ports.access, { text, now: ports.clock.now() });
    if (checked.kind === "refused") throw refusalOf(checked);
    noteUse(ports, checked.token);
    const { id, name, role } = checked.token;
    return { name, role, via: "token", id };
  };
  const ofSession = async (request: FastifyRequest): Promise<Actor> => {
    const actor = await sessions.actorOf(request);
    if (actor !== undefined) return actor;
    throw new Refusal("missing", "this needs a token");
  };
  return {
    ofToken,
    ofRequest(request) {
      const text = tokenOf(request);
      return text === undefined ? ofSession(request) : ofToken(text);
    },
  };
}

function refusalOf({ reason, name }: TokenCheck & { readonly kind: "refused" }): Refusal {
  if (reason === "unknown" || name === undefined) return new Refusal("unknown", "the token is wrong");
  const told = reason === "rotated" ? "is an earlier secret, rotated out" : `is ${reason}`;
  return new Refusal(reason, `the token of ${name} ${told}`, { who: name });
}

const MINUTE_MS = 60_000;

/** Nobody waits for it, and nobody is refused because it could not be written down. */
function noteUse(ports: ApiPorts, { id, lastUsedAt }: TokenRecord): void {
  const now = ports.clock.now();
  if (lastUsedAt !== undefined && now.getTime() - lastUsedAt.getTime() < MINUTE_MS) return;
  ports.access.tokenUsed(id, now).catch((err: unknown) => ports.log.warn({ err }, "token use not noted"));
}
