import type { Role } from "@ascent/core";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; undefined where nobody needs to say (`anyone`). */
    actor: Actor | undefined;
  }
}

/** Who asks, as proven by what came with the request. */
export interface Actor {
  /** The token's name, or the person's; `installation` for the token in the data directory. */
  readonly name: string;
  readonly role: Role;
  readonly via: "installation" | "token" | "session";
  /** Of the token; of a session, that of the token that opened it. */
  readonly id?: string;
}

export const INSTALLATION: Actor = { name: "installation", role: "admin", via: "installation" };
