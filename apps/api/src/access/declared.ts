import { type Access, Fault, type Role } from "@ascent/core";
import type { RouteOptions } from "fastify";
import type { App } from "../app.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The least role that may use the route; `anyone` needs no token. */
    role?: Access;
    /** What the action log calls it, `METHOD /route` when absent; `false` where a POST changes nothing. */
    action?: string | false;
  }
  interface FastifyInstance {
    /** Every route with what it asks for, in the order of registration. */
    declaredAccess: readonly DeclaredAccess[];
  }
}

export interface DeclaredAccess {
  readonly method: string;
  /** As registered: `/v1/runs/:id`. */
  readonly url: string;
  readonly role: Access | undefined;
  /** `false`: it changes nothing, whatever its method. */
  readonly action: string | false | undefined;
}

/** The documentation holds no data, and a browser that opens it cannot send a token. */
function isDocumentation(url: string): boolean {
  return url === "/docs" || url.startsWith("/docs/");
}

/** What browsers ask before they ask from another origin; only there when such are allowed. */
function isPreflight({ method, url }: RouteOptions): boolean {
  return url === "*" && [method].flat().every((name) => name === "OPTIONS");
}

/**
 * Collects what each route asks for; when one asks for nothing the server does not start: Fault "route-without-role".
 * To be called before the first route.
 */
export function registerDeclaredAccess(app: App): void {
  const routes: RouteOptions[] = [];
  app.addHook("onRoute", (route) => {
    if (isDocumentation(route.url) || isPreflight(route)) route.config = { ...route.config, role: "anyone" };
    routes.push(route);
  });
  const declared = () => routes.flatMap(declaredOf);
  app.decorate("declaredAccess", { getter: declared });
  app.addHook("onReady", async () => {
    const open = declared().filter(({ role }) => role === undefined);
    if (open.length === 0) return;
    const names = open.map(({ method, url }) => `${method} ${url}`).join(", ");
    throw new Fault("route-without-role", `these routes do not say who may use them: ${names}`, {
      wayOut: 'Give each `config: { role: "viewer" }`, or the role that it needs, or "anyone".',
    });
  });
}

function declaredOf({ method, url, config }: RouteOptions): DeclaredAccess[] {
  return [method].flat().map((name) => ({ method: name, url, role: config?.role, action: config?.action }));
}

/** What a request asks for. Where there is no route, a viewer may know that. */
export function accessOf(role: Access | undefined): Role | "anyone" {
  return role ?? "viewer";
}
