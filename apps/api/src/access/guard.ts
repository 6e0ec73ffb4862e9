import { Fault, mayAct, type Role } from "@ascent/core";
import type { App } from "../app.ts";
import type { Actor } from "./actor.ts";
import { accessOf } from "./declared.ts";
import type { Identity } from "./identify.ts";
import type { Limiter } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/**
 * Before anything of a request is read: finds out whom it is from and whether they may. Throws Refusal, "unauthorized" or
 * "forbidden" with the role that is needed, or TooManyRequests.
 */
export function registerGuard(app: App, identity: Pick<Identity, "ofRequest">, limiter?: Limiter): void {
  app.decorateRequest("actor", undefined);
  app.addHook("onRequest", async (request) => {
    const needed = accessOf(request.routeOptions.config.role);
    if (needed === "anyone") return;
    const actor = await identity.ofRequest(request).catch(async (refusal: unknown) => {
      if (isFailedLogin(refusal)) await limiter?.countFailure(request);
      throw refusal;
    });
    request.actor = actor;
    await limiter?.count(request, actor);
    if (!mayAct(actor.role, needed)) throw tooLow(actor, needed);
  });
}

/** Who shows nothing has not tried to get in. */
function isFailedLogin(refusal: unknown): boolean {
  return refusal instanceof Refusal && refusal.code === "unauthorized" && refusal.reason !== "missing";
}

function tooLow(actor: Actor, needed: Role): Refusal {
  return new Refusal("role-too-low", `this needs the role ${needed}, and ${actor.name} is ${actor.role}`, {
    needs: needed,
  });
}

/** Who asks, in a route that asks for a role. Throws Fault "actor-missing" in one that does not. */
export function actorOf(request: { readonly actor: Actor | undefined }): Actor {
  if (request.actor !== undefined) return request.actor;
  throw new Fault("actor-missing", "this route lets anyone in, so nobody is known to ask");
}
