import { randomBytes } from "node:crypto";
import type { NewSession } from "@ascent/engine";
import { sha256 } from "@ascent/formats";
import cookie from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import type { ApiPorts } from "../ports.ts";
import type { Actor } from "./actor.ts";
import { refuseForeignPage } from "./browser-rules.ts";
import { Refusal } from "./refusal.ts";

export const SESSION_COOKIE = "ascent_session";
const SECRET_BYTES = 32;
const HOUR_MS = 3_600_000;

export interface SessionRules {
  readonly publicUrl: string | undefined;
  readonly sessionHours: number;
}

/** Opens, recognises and ends sessions of people at a browser. */
export class Sessions {
  readonly #ports: ApiPorts;
  readonly rules: SessionRules;

  constructor(ports: ApiPorts, rules: SessionRules) {
    this.#ports = ports;
    this.rules = rules;
  }

  static async register(app: App, ports: ApiPorts, rules: SessionRules): Promise<Sessions> {
    await app.register(cookie);
    return new Sessions(ports, rules);
  }

  /** Gives the browser a cookie that scripts cannot read. The secret in it is in no log and, here, in no table. */
  async open(reply: FastifyReply, who: Pick<NewSession, "name" | "role" | "tokenId">): Promise<Date> {
    const secret = randomBytes(SECRET_BYTES).toString("base64url");
    const at = this.#ports.clock.now();
    const expiresAt = new Date(at.getTime() + this.rules.sessionHours * HOUR_MS);
    await this.#ports.access.createSession({ ...who, digest: sha256(secret), at, expiresAt });
    const maxAge = this.rules.sessionHours * 3600;
    reply.setCookie(SESSION_COOKIE, secret, { ...this.cookieRules(reply.request), maxAge });
    return expiresAt;
  }

  /** Undefined: the request has no cookie of ours. Throws Refusal when that opens nothing, or a foreign page sent it. */
  async actorOf(request: FastifyRequest): Promise<Actor | undefined> {
    const secret = request.cookies[SESSION_COOKIE];
    if (secret === undefined) return undefined;
    const session = await this.#ports.access.sessionOf(sha256(secret), this.#ports.clock.now());
    if (session === undefined) throw new Refusal("session-ended", "you are signed out: the session is over");
    refuseForeignPage(request, this.rules.publicUrl);
    const { name, role, tokenId } = session;
    return { name, role, via: "session", ...(tokenId === undefined ? {} : { id: tokenId }) };
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const secret = request.cookies[SESSION_COOKIE];
    if (secret !== undefined) await this.#ports.access.endSession(sha256(secret));
    reply.clearCookie(SESSION_COOKIE, this.cookieRules(request));
  }

  /** `lax`: a link from elsewhere finds one signed in, a form or script from elsewhere does not. */
  cookieRules(request: FastifyRequest) {
    const secure = (this.rules.publicUrl ?? `${request.protocol}:`).startsWith("https:");
    return { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  }
}
