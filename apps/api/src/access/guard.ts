import { Fault, mayAct, type Role } from "@ascent/core";
import type { FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import type { Actor } from "./actor.ts";
import { accessOf } from "./declared.ts";
import { Refusal } from "./refusal.ts";

/** Whom a request is from. Throws Refusal when it does not prove it. */
export type Identify = (request: FastifyRequest) => Promise<Actor>;

/**
 * Before anything of a request is read: finds out whom it is from and whether they may. Throws Refusal: "unauthorized",
 * or "forbidden" with the role that is needed.
 */
export function registerGuard(app: App, identify: Identify): void {
  app.decorateRequest("actor", undefined);
  app.addHook("onRequest", async (request) => {
    const needed = accessOf(request.routeOptions.config.role);
    if (needed === "anyone") return;
    const actor = await identify(request);
    request.actor = actor;
    if (!mayAct(actor.role, needed)) throw tooLow(actor, needed);
  });
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
