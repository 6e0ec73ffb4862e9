import { checkToken, type TokenCheck, type TokenRecord } from "@ascent/engine";
import type { ApiPorts } from "../ports.ts";
import { type Actor, INSTALLATION } from "./actor.ts";
import { sameSecret, tokenOf } from "./credentials.ts";
import type { Identify } from "./guard.ts";
import { Refusal } from "./refusal.ts";

/** The installation's own token is an admin's, also while no database answers; every other is looked up. */
export function identifyBy(ports: ApiPorts, installationToken: string): Identify {
  return async (request) => {
    const text = tokenOf(request);
    if (text === undefined) throw new Refusal("missing", "this needs a token");
    if (sameSecret(text, installationToken)) return INSTALLATION;
    const checked = await checkToken(ports.access, { text, now: ports.clock.now() });
    if (checked.kind === "refused") throw refusalOf(checked);
    noteUse(ports, checked.token);
    return actorOfToken(checked.token);
  };
}

export function actorOfToken({ id, name, role }: TokenRecord): Actor {
  return { name, role, via: "token", id };
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
