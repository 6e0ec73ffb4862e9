import type { SecretBox } from "@ascent/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { Refusal } from "../access/refusal.ts";
import type { Sessions } from "../access/session.ts";
import type { ApiPorts } from "../ports.ts";
import type { AttemptSecrets } from "./provider.ts";

/** Both routes are below it, and nobody else is sent it. */
export const OIDC_PATH = "/v1/session/oidc";
/** Where a browser goes to sign out at the provider, too. */
export const OIDC_END_PATH = `${OIDC_PATH}/end`;
export const ATTEMPT_COOKIE = "ascent_oidc";
/** Time to find a password and a second factor. */
export const ATTEMPT_SECONDS = 600;
const SECRET_BYTES = 32;
const ABOUT = "a sign-in through an identity provider";

const Attempt = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  until: z.int(),
});
export type Attempt = AttemptSecrets & Pick<z.infer<typeof Attempt>, "returnTo">;

/**
 * Attempts to sign in, each in a cookie of the browser that began it, sealed with the installation's key: nothing is kept
 * here, any of the service's processes can end what another began, and an answer in another browser opens nothing.
 */
export class Attempts {
  readonly #ports: Pick<ApiPorts, "secretBox" | "clock">;
  readonly #sessions: Sessions;

  constructor(ports: Pick<ApiPorts, "secretBox" | "clock">, sessions: Sessions) {
    this.#ports = ports;
    this.#sessions = sessions;
  }

  async begin(reply: FastifyReply, returnTo: string): Promise<Attempt> {
    const { secretBox, clock } = this.#ports;
    const attempt = { state: random(secretBox), nonce: random(secretBox), verifier: random(secretBox), returnTo };
    const until = clock.now().getTime() + ATTEMPT_SECONDS * 1000;
    const sealed = await secretBox.seal(JSON.stringify({ ...attempt, until }), ABOUT);
    reply.setCookie(ATTEMPT_COOKIE, sealed, { ...this.#rules(reply.request), maxAge: ATTEMPT_SECONDS });
    return attempt;
  }

  /** Takes it back from the browser: it is over, whatever comes of it. Throws Refusal "sign-in-expired". */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<Attempt> {
    reply.clearCookie(ATTEMPT_COOKIE, this.#rules(request));
    const sealed = request.cookies[ATTEMPT_COOKIE];
    const attempt = sealed === undefined ? undefined : await this.#opened(sealed);
    if (attempt !== undefined && attempt.until > this.#ports.clock.now().getTime()) return attempt;
    throw new Refusal("sign-in-expired", "this browser has no attempt to sign in that could be ended");
  }

  async #opened(sealed: string): Promise<z.infer<typeof Attempt> | undefined> {
    try {
      return Attempt.parse(JSON.parse(await this.#ports.secretBox.open(sealed, ABOUT)));
    } catch {
      return undefined;
    }
  }

  #rules(request: FastifyRequest) {
    return { ...this.#sessions.cookieRules(request), path: OIDC_PATH };
  }
}

function random(secretBox: SecretBox): string {
  return Buffer.from(secretBox.random(SECRET_BYTES)).toString("base64url");
}
