import { Fault, type Role } from "@ascent/core";

/** Why somebody is not let in (401), or is known but may not do this (403). */
export type RefusalReason =
  | "missing"
  | "unknown"
  | "expired"
  | "revoked"
  | "rotated"
  | "session-ended"
  | "cross-site"
  | "role-too-low"
  | "sign-in-expired"
  | "sign-in-mismatch"
  | "sign-in-refused"
  | "no-role";

const FORBIDDEN: ReadonlySet<RefusalReason> = new Set(["role-too-low", "cross-site", "no-role"]);

/** What is wrong is the token, or the session that it opened; the message is plain ASCII, as a header must be. */
const OF_TOKENS: ReadonlySet<RefusalReason> = new Set(["unknown", "expired", "revoked", "rotated", "session-ended"]);

const WAY_OUT: Readonly<Record<RefusalReason, string>> = {
  missing: "Send `Authorization: Bearer TOKEN`; this installation's own token is in the data directory's file `token`.",
  unknown:
    "Send `Authorization: Bearer TOKEN` with a token of this installation; its own is in the data directory's file `token`.",
  expired: "Ask an admin for a new token: ascent tokens create.",
  revoked: "Ask an admin for a new token: ascent tokens create.",
  rotated: "Use the secret that the rotation gave, or ask an admin to rotate the token again.",
  "session-ended": "Sign in again.",
  "cross-site": "Do it on this service's own pages, or with a token in the Authorization header.",
  "role-too-low": "Ask an admin for a token with that role, or let somebody who has it do this.",
  "sign-in-expired": "Sign in again, within ten minutes and with cookies allowed.",
  "sign-in-mismatch": "Sign in again, in one tab.",
  "sign-in-refused": "Sign in again; if that does not help, ask who runs the identity provider.",
  "no-role": "Ask who runs this service to give you, or one of your groups, a role (ASCENT_OIDC_ROLES).",
};

interface Known {
  readonly needs?: Role;
  readonly who?: string;
  /** For the log alone. */
  readonly cause?: unknown;
}

/** "unauthorized" or "forbidden", with the reason in a word for programs. */
export class Refusal extends Fault {
  readonly reason: RefusalReason;
  /** The least role that would do, where one is too low. */
  readonly needs: Role | undefined;

  /** Who it is, where that is certain. */
  readonly who: string | undefined;

  constructor(reason: RefusalReason, message: string, known: Known = {}) {
    const code = FORBIDDEN.has(reason) ? "forbidden" : "unauthorized";
    super(code, message, { wayOut: WAY_OUT[reason], cause: known.cause });
    this.reason = reason;
    this.needs = known.needs;
    this.who = known.who;
  }

  /** `WWW-Authenticate` (RFC 6750, section 3; RFC 7617). A browser's script would get a dialog in its way from `Basic`. */
  challenge(forScript: boolean): string {
    const basic = forScript ? "" : ', Basic realm="ascent", charset="UTF-8"';
    if (this.needs !== undefined) return `Bearer realm="ascent", error="insufficient_scope", scope="${this.needs}"`;
    if (!OF_TOKENS.has(this.reason)) return `Bearer realm="ascent"${basic}`;
    return `Bearer realm="ascent", error="invalid_token", error_description="${this.message}"${basic}`;
  }
}
