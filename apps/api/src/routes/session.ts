import { refuseForeignSignIn } from "../access/browser-rules.ts";
import type { Identity } from "../access/identify.ts";
import type { Limiter } from "../access/limits.ts";
import type { Sessions } from "../access/session.ts";
import type { App } from "../app.ts";
import { OIDC_END_PATH, OIDC_PATH } from "../oidc/attempt-cookie.ts";
import { isPersonName } from "../oidc/who.ts";
import { problems } from "../responses.ts";
import { MethodsView, SessionView, SignedOut, SignIn } from "../schema/access.ts";

export interface SessionRoutes {
  readonly sessions: Sessions;
  readonly identity: Identity;
  readonly limiter: Limiter;
  /** What the identity provider is called, where there is one. */
  readonly oidcName?: string;
}

/** Signing in and out, for people at a browser. */
export function registerSession(app: App, routes: SessionRoutes): void {
  registerMethods(app, routes);
  registerSignIn(app, routes);
  registerSignOut(app, routes);
}

function registerMethods(app: App, { oidcName }: SessionRoutes): void {
  app.get(
    "/v1/session/methods",
    {
      config: { role: "anyone" },
      schema: {
        operationId: "signInMethods",
        summary: "How one can sign in",
        tags: ["access"],
        response: { 200: MethodsView },
      },
    },
    async () => ({
      token: true,
      ...(oidcName === undefined ? {} : { oidc: { name: oidcName, url: OIDC_PATH } }),
    }),
  );
}

function registerSignIn(app: App, { sessions, identity, limiter }: SessionRoutes): void {
  app.post(
    "/v1/session",
    {
      config: { role: "anyone", action: "session.start" },
      schema: {
        operationId: "signIn",
        summary: "Sign in with a token: the answer sets a cookie that stands for it",
        tags: ["access"],
        body: SignIn,
        response: {
          200: SessionView,
          ...problems("unauthorized", "forbidden", "too-many-requests", "database-unreachable"),
        },
      },
    },
    async (request, reply) => {
      refuseForeignSignIn(request, sessions.rules.publicUrl);
      const actor = await identity.ofToken(request.body.token).catch(async (refusal: unknown) => {
        await limiter.countFailure(request);
        throw refusal;
      });
      request.actor = actor;
      const { name, role, id } = actor;
      const session = { name, role, ...(id === undefined ? {} : { tokenId: id }) };
      const expiresAt = await sessions.open(reply, session);
      reply.header("cache-control", "no-store");
      return { ...actor, via: "session" as const, expiresAt: expiresAt.toISOString() };
    },
  );
}

function registerSignOut(app: App, { sessions, oidcName }: SessionRoutes): void {
  app.delete(
    "/v1/session",
    {
      config: { role: "viewer", action: "session.end" },
      schema: {
        operationId: "signOut",
        summary: "Sign out: the session is over, and its cookie gone",
        tags: ["access"],
        response: { 200: SignedOut, ...problems("forbidden") },
      },
    },
    async (request, reply) => {
      await sessions.end(request, reply);
      const isPerson = oidcName !== undefined && request.actor !== undefined && isPersonName(request.actor.name);
      return { signedIn: false as const, ...(isPerson ? { atProvider: OIDC_END_PATH } : {}) };
    },
  );
}
