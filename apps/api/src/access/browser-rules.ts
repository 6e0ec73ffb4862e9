import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Socket } from "node:net";
import cors from "@fastify/cors";
import type { FastifyRequest } from "fastify";
import helmet from "helmet";
import type { App } from "../app.ts";
import { Refusal } from "./refusal.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** For answers that are written past Fastify's hooks. */
    browserHeaders: OutgoingHttpHeaders;
  }
}

const NOT_MODIFIED = 304;

export interface BrowserRules {
  /** As browsers see the service; absent: as they ask for it. */
  readonly publicUrl: string | undefined;
  /** Whose pages' scripts may use the API besides the service's own; none of them ever with a cookie. */
  readonly corsOrigins: readonly string[];
}

/** Scripts and requests of this very service alone; component libraries write styles into elements. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Headers that tell browsers what pages of this service may do, and which other pages may ask it. */
export async function registerBrowserRules(app: App, { publicUrl, corsOrigins }: BrowserRules): Promise<void> {
  const headers = securityHeaders(publicUrl?.startsWith("https:") === true);
  app.decorate("browserHeaders", headers);
  // biome-ignore lint/complexity/useMaxParams: as Fastify calls it; a promise instead of `done` would hold up every answer
  app.addHook("onSend", (_request, reply, _payload, done) => {
    // Whoever is told to use the answer they have has its headers too (RFC 9110, section 15.4.5; RFC 9111, section 3.2).
    if (reply.statusCode !== NOT_MODIFIED) reply.headers(headers);
    done();
  });
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: [...corsOrigins],
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposedHeaders: ["ETag", "Link", "Location", "Retry-After", "X-Request-Id"],
    maxAge: 600,
  });
}

/** What helmet sets, which is the same for every answer. Over plain http strict transport would mean nothing, or lock out who tries https later. */
function securityHeaders(isHttps: boolean): OutgoingHttpHeaders {
  const middleware = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    referrerPolicy: { policy: "same-origin" },
    strictTransportSecurity: isHttps,
  });
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  middleware(answer.req, answer, () => undefined);
  return { ...answer.getHeaders() };
}

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another site's page had the browser send along with this service's cookie. Browsers say where a request
 * comes from in `Sec-Fetch-Site` (Fetch Metadata), older ones in `Origin` alone; who says neither is refused as well.
 */
export function refuseForeignPage(request: FastifyRequest, publicUrl: string | undefined): void {
  if (SAFE.has(request.method) || isOwnPage(request, publicUrl)) return;
  throw new Refusal("cross-site", "this came from a page of another site, with the cookie of this one");
}

/** The same where no cookie speaks for the caller: programs, which say neither, may. */
export function refuseForeignSignIn(request: FastifyRequest, publicUrl: string | undefined): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  if (origin === undefined && site === undefined) return;
  if (!isOwnPage(request, publicUrl)) throw new Refusal("cross-site", "this came from a page of another site");
}

function isOwnPage(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const { origin, "sec-fetch-site": site } = request.headers;
  if (site !== undefined) return site === "same-origin";
  const own = publicUrl === undefined ? `${request.protocol}://${request.host}` : new URL(publicUrl).origin;
  return origin === own;
}
