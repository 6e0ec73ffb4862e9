import { timingSafeEqual } from "node:crypto";
import { sha256 } from "@ascent/formats";
import type { FastifyRequest } from "fastify";

/**
 * The token that came with a request: as `Authorization: Bearer TOKEN`, or as the password of Basic authentication, which
 * is how a stock apk client can send it (`https://apk:TOKEN@host/repos/…`).
 */
export function tokenOf(request: FastifyRequest): string | undefined {
  const [scheme, value] = (request.headers.authorization ?? "").split(" ", 2);
  if (value === undefined || value === "") return undefined;
  if (scheme?.toLowerCase() === "bearer") return value;
  if (scheme?.toLowerCase() !== "basic") return undefined;
  const decoded = Buffer.from(value, "base64").toString("utf8");
  return decoded.slice(decoded.indexOf(":") + 1);
}

/**
 * Tells a secret from whatever else is shown. Hashing first makes both sides equally long, so that the comparison takes the
 * same time whatever was sent.
 */
export function recogniserOf(secret: string): (shown: string) => boolean {
  const digest = (text: string) => Buffer.from(sha256(text), "latin1");
  const own = digest(secret);
  return (shown) => timingSafeEqual(digest(shown), own);
}

/** The same where the secret is used once. */
export function sameSecret(shown: string, secret: string): boolean {
  return recogniserOf(secret)(shown);
}
