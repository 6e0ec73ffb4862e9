import { createHash, timingSafeEqual } from "node:crypto";
import { Fault } from "@ascent/core";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** Open to all: what a load balancer asks. */
const OPEN = new Set(["/healthz", "/readyz"]);

/**
 * One token for the whole API. As `Authorization: Bearer TOKEN`, or as the password of Basic authentication, which is
 * how a stock apk client can send it (`https://apk:TOKEN@host/repos/…`). Throws Fault "unauthorized".
 */
export function registerAuth(app: FastifyInstance, token: string): void {
  app.addHook("onRequest", async (request) => {
    if (isOpen(request.routeOptions.url ?? "")) return;
    const given = tokenOf(request);
    if (given !== undefined && sameSecret(given, token)) return;
    throw new Fault("unauthorized", given === undefined ? "this needs a token" : "the token is wrong", {
      wayOut: "Send `Authorization: Bearer TOKEN`; the token is in the data directory's file `token`.",
    });
  });
}

/** The documentation holds no data, and a browser that opens it cannot send a token. */
function isOpen(route: string): boolean {
  return OPEN.has(route) || route === "/docs" || route.startsWith("/docs/");
}

function tokenOf(request: FastifyRequest): string | undefined {
  const [scheme, value] = (request.headers.authorization ?? "").split(" ", 2);
  if (value === undefined || value === "") return undefined;
  if (scheme?.toLowerCase() === "bearer") return value;
  if (scheme?.toLowerCase() !== "basic") return undefined;
  const decoded = Buffer.from(value, "base64").toString("utf8");
  return decoded.slice(decoded.indexOf(":") + 1);
}

/** Hashing first makes both sides equally long, so that the comparison takes the same time whatever was sent. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
