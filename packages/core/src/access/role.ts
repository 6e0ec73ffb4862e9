/**
 * Who may what, least first; each role may also do what those before it may:
 * `viewer` reads (runs, logs, artifacts, repositories), `worker` does what a build host needs besides, `maintainer` changes
 * what is built (starts, cancels, retries, locks seeds), `admin` decides who may (tokens, webhooks, the action log).
 */
export const ROLES = ["viewer", "worker", "maintainer", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What a route asks for: a role at least, or nothing at all (health, signing in). */
export type Access = Role | "anyone";

/** Is `role` enough where `needed` is asked for? */
export function mayAct(role: Role, needed: Access): boolean {
  return needed === "anyone" || ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
