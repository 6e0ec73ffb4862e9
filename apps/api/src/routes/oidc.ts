import type { OidcConfig } from "@ascent/config";
import { Fault } from "@ascent/core";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { sameSecret } from "../access/credentials.ts";
import type { Limiter } from "../access/limits.ts";
import { Refusal } from "../access/refusal.ts";
import type { Sessions } from "../access/session.ts";
import type { App } from "../app.ts";
import { Attempts, OIDC_END_PATH, OIDC_PATH } from "../oidc/attempt-cookie.ts";
import { createIdentityProvider, type IdentityProvider } from "../oidc/provider.ts";
import { refusalPage } from "../oidc/refusal-page.ts";
import { returnPathOf } from "../oidc/return-path.ts";
import { personOf } from "../oidc/who.ts";
import type { ApiPorts } from "../ports.ts";
import { logFailure, sendProblem, sendProblemPage } from "../problems.ts";
import { elsewhere, problems } from "../responses.ts";

export interface OidcRoutes {
  readonly sessions: Sessions;
  readonly limiter: Limiter;
  readonly oidc: OidcConfig | undefined;
}

interface SignIn {
  readonly rules: OidcConfig;
  readonly provider: IdentityProvider;
  readonly attempts: Attempts;
  readonly sessions: Sessions;
}

const CALLBACK = `${OIDC_PATH}/callback`;

/** Signing in through an identity provider, for people at a browser: both routes are gone to, not called. */
export function registerOidc(app: App, ports: ApiPorts, { sessions, limiter, oidc }: OidcRoutes): void {
  const redirectUri = `${sessions.rules.publicUrl ?? ""}${CALLBACK}`;
  const signIn = oidc && {
    rules: oidc,
    provider: createIdentityProvider(oidc, redirectUri),
    attempts: new Attempts(ports, sessions),
    sessions,
  };
  registerStart(app, signIn);
  registerCallback(app, signIn, limiter);
  registerEnd(app, signIn, `${sessions.rules.publicUrl ?? ""}/`);
}

/** Codes and states are in addresses; the log has none of them, and a HEAD of these means nothing. */
const QUIETLY = {
  exposeHeadRoute: false,
  logSerializers: {
    req: ({ method, url, ip }: FastifyRequest) => ({ method, url: url.replace(/\?.*$/s, ""), remoteAddress: ip }),
  },
  errorHandler: answerPerson,
} as const;

/** A person gets a page, a program the problem document. */
function answerPerson(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  logFailure(request, error);
  if (isRefusal(error)) request.log.warn({ err: error }, "sign-in refused");
  reply.header("cache-control", "no-store");
  const isPerson = request.headers.accept?.includes("text/html") === true;
  return isPerson ? sendProblemPage(reply, error, refusalPage) : sendProblem(reply, error);
}

function isRefusal(error: unknown): boolean {
  return error instanceof Refusal && error.code === "unauthorized";
}

const ReturnPath = z
  .string()
  .refine((text) => returnPathOf(text) !== undefined, "must be the path of a page of this service")
  .meta({ description: "Which page to come back to", example: "/runs" });

function registerStart(app: App, signIn: SignIn | undefined): void {
  app.get(
    OIDC_PATH,
    {
      ...QUIETLY,
      config: { role: "anyone" },
      schema: {
        operationId: "signInThroughProvider",
        summary: "Have the identity provider sign one in: for a browser to go to",
        tags: ["access"],
        querystring: z.object({ return: ReturnPath.default("/") }),
        response: {
          ...elsewhere("To the identity provider; a cookie remembers the attempt for ten minutes"),
          ...problems("sign-in-unconfigured", "identity-provider-unreachable", "identity-provider-unusable"),
        },
      },
    },
    async (request, given) => {
      const { attempts, provider } = known(signIn);
      const reply = given as unknown as FastifyReply;
      const attempt = await attempts.begin(reply, returnPathOf(request.query.return) ?? "/");
      const url = await provider.begin(attempt);
      return reply.header("cache-control", "no-store").redirect(url.href, 303);
    },
  );
}

/** What RFC 6749 (section 4.1.2) and RFC 9207 have providers answer; others say more, which is nobody's business here. */
const Answer = z.object({
  state: z.string().max(500).optional().meta({ description: "Of the attempt", example: "d2hhdCBldmVy" }),
  code: z
    .string()
    .max(4000)
    .optional()
    .meta({ description: "What the provider vouches with", example: "SplxlOBeZQQY" }),
  error: z.string().max(200).optional().meta({ description: "Why it does not", example: "access_denied" }),
  error_description: z.string().max(4000).optional().meta({ description: "The same in prose", example: "cancelled" }),
  iss: z.string().max(1000).optional().meta({ description: "Who answers", example: "https://id.example.org" }),
});

function registerCallback(app: App, signIn: SignIn | undefined, limiter: Limiter): void {
  app.get(
    CALLBACK,
    {
      ...QUIETLY,
      config: { role: "anyone", action: signIn === undefined ? false : "session.start" },
      schema: {
        operationId: "signedInThroughProvider",
        summary: "Where the identity provider sends a browser back to: the answer sets the session's cookie",
        tags: ["access"],
        querystring: Answer,
        response: {
          ...elsewhere("Signed in: to the page that was asked for"),
          ...problems("unauthorized", "forbidden", "too-many-requests", "database-unreachable"),
          ...problems("sign-in-unconfigured", "identity-provider-unreachable", "identity-provider-unusable"),
        },
      },
    },
    async (asked, given) => {
      const [request, reply] = [asked as unknown as FastifyRequest, given as unknown as FastifyReply];
      const returnTo = await finish(known(signIn), request, reply).catch(async (error: unknown) => {
        if (isRefusal(error)) await limiter.countFailure(request);
        throw error;
      });
      return reply.header("cache-control", "no-store").redirect(returnTo, 303);
    },
  );
}

/** The session here is ended by `DELETE /v1/session`, before; this leads to where the one at the provider can be. */
function registerEnd(app: App, signIn: SignIn | undefined, home: string): void {
  app.get(
    OIDC_END_PATH,
    {
      ...QUIETLY,
      config: { role: "anyone" },
      schema: {
        operationId: "signOutAtProvider",
        summary:
          "Have the identity provider ask whether to sign one out there, too: for a browser to go to, signed out here",
        tags: ["access"],
        response: {
          ...elsewhere("To the identity provider, and from there back; straight back where it has no such page"),
          ...problems("sign-in-unconfigured", "identity-provider-unreachable", "identity-provider-unusable"),
        },
      },
    },
    async (_request, given) => {
      const reply = given as unknown as FastifyReply;
      const there = await known(signIn).provider.leave(home);
      return reply.header("cache-control", "no-store").redirect(there?.href ?? home, 303);
    },
  );
}

/** Signs in who came back. Returns the page to go to. */
async function finish({ rules, ...signIn }: SignIn, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const attempt = await signIn.attempts.end(request, reply);
  const { state = "" } = request.query as z.infer<typeof Answer>;
  if (!sameSecret(state, attempt.state))
    throw new Refusal("sign-in-mismatch", "this answer is to another attempt to sign in than this browser's last");
  const claims = await signIn.provider.finish(new URL(request.url, "http://service.invalid").search, attempt);
  const { name, role } = personOf(claims, rules);
  if (role === undefined)
    throw new Refusal("no-role", `${rules.name} knows you as ${name}, who has no role here`, { who: name });
  request.actor = { name, role, via: "session" };
  await signIn.sessions.open(reply, { name, role });
  return attempt.returnTo;
}

function known(signIn: SignIn | undefined): SignIn {
  if (signIn !== undefined) return signIn;
  throw new Fault("sign-in-unconfigured", "no identity provider is configured", {
    wayOut: "Sign in with a token; docs/access.md says how a provider is configured.",
  });
}
