import { randomBytes } from "node:crypto";
import { Fault } from "@ascent/core";
import { makeTokenSecret, SECRET_BYTES, type TokenRecord } from "@ascent/engine";
import type { FastifyReply } from "fastify";
import { INSTALLATION } from "../access/actor.ts";
import { actorOf } from "../access/guard.ts";
import type { App } from "../app.ts";
import { IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { problems } from "../responses.ts";
import { ActorView, CreateToken, RotateToken, TokenListView, TokenSecretView, TokenView } from "../schema/access.ts";
import { tokenView } from "../views.ts";

/** Who may use the service. */
export function registerTokens(app: App, ports: ApiPorts): void {
  registerReads(app, ports);
  registerCreate(app, ports);
  registerRotate(app, ports);
  registerRevoke(app, ports);
}

function registerReads(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/me",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "whoAmI",
        summary: "Who asks, and which role they have",
        tags: ["access"],
        response: { 200: ActorView },
      },
    },
    async (request) => actorOf(request),
  );
  app.get(
    "/v1/tokens",
    {
      config: { role: "admin" },
      schema: {
        operationId: "listTokens",
        summary: "Every token that was ever made, oldest first; never a secret",
        tags: ["access"],
        response: { 200: TokenListView },
      },
    },
    async () => {
      const now = ports.clock.now();
      return { tokens: (await ports.access.tokens()).map((token) => tokenView(token, now)) };
    },
  );
}

function registerCreate(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/tokens",
    {
      config: { role: "admin", action: "token.create" },
      schema: {
        operationId: "createToken",
        summary: "Make a token; its secret is in the answer and nowhere else",
        tags: ["access"],
        body: CreateToken,
        response: { 201: TokenSecretView, ...problems("token-name-taken", "expiry-passed") },
      },
    },
    async (request, reply) => {
      const { name, role } = request.body;
      const at = ports.clock.now();
      if (name === INSTALLATION.name) throw reservedName();
      const { text, ...secret } = makeTokenSecret(randomBytes(SECRET_BYTES));
      const made = { id: ports.ids.uuid(), name, role, secret, createdBy: actorOf(request).name, at };
      const token = await ports.access.createToken({ ...made, ...endOf(request.body, at) });
      neverKept(reply).header("location", `/v1/tokens/${token.id}`);
      return reply.code(201).send({ token: tokenView(token, at), secret: text });
    },
  );
}

function registerRotate(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/tokens/:id/rotate",
    {
      config: { role: "admin", action: "token.rotate" },
      schema: {
        operationId: "rotateToken",
        summary: "Give a token a new secret; the old one works for as long as `graceSeconds` says",
        tags: ["access"],
        params: IdParams,
        body: RotateToken,
        response: { 200: TokenSecretView, ...problems("token-unknown", "token-ended", "expiry-passed") },
      },
    },
    async (request, reply) => {
      const at = ports.clock.now();
      const { id } = request.params;
      const { text, ...secret } = makeTokenSecret(randomBytes(SECRET_BYTES));
      const oldSecretUntil = new Date(at.getTime() + request.body.graceSeconds * 1000);
      const end = endOf(request.body, at);
      const token = known(await ports.access.rotateToken(id, { secret, oldSecretUntil, at, ...end }), id);
      neverKept(reply);
      return { token: tokenView(token, at), secret: text };
    },
  );
}

function registerRevoke(app: App, ports: ApiPorts): void {
  app.delete(
    "/v1/tokens/:id",
    {
      config: { role: "admin", action: "token.revoke" },
      schema: {
        operationId: "revokeToken",
        summary: "Revoke a token: it opens nothing any more, and stays listed",
        tags: ["access"],
        params: IdParams,
        response: { 200: TokenView, ...problems("token-unknown") },
      },
    },
    async ({ params: { id } }) => {
      const at = ports.clock.now();
      return tokenView(known(await ports.access.revokeToken(id, at), id), at);
    },
  );
}

/** Throws Fault "expiry-passed". */
function endOf({ expiresAt }: { readonly expiresAt?: string | undefined }, now: Date): { readonly expiresAt?: Date } {
  if (expiresAt === undefined) return {};
  const end = new Date(expiresAt);
  if (end > now) return { expiresAt: end };
  throw new Fault("expiry-passed", `a token that expired at ${expiresAt} would open nothing`, {
    wayOut: "Give a time that is still to come, or none.",
  });
}

function known(token: TokenRecord | undefined, id: string): TokenRecord {
  if (token !== undefined) return token;
  throw new Fault("token-unknown", `there is no token ${id}`, { wayOut: "`ascent tokens` lists them." });
}

function reservedName(): Fault {
  return new Fault("token-name-taken", `"${INSTALLATION.name}" is the token in the data directory`, {
    wayOut: "Choose another name.",
  });
}

/** What holds a secret is kept by no cache on the way. */
function neverKept(reply: FastifyReply): FastifyReply {
  return reply.header("cache-control", "no-store");
}
