import { INSTALLATION } from "./actor.ts";
import { sameSecret, tokenOf } from "./credentials.ts";
import type { Identify } from "./guard.ts";
import { Refusal } from "./refusal.ts";

/** The installation's own token is an admin's. */
export function identifyBy(installationToken: string): Identify {
  return async (request) => {
    const given = tokenOf(request);
    if (given === undefined) throw new Refusal("token-missing", "this needs a token");
    if (sameSecret(given, installationToken)) return INSTALLATION;
    throw new Refusal("token-unknown", "the token is wrong");
  };
}
