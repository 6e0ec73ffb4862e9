import type { OidcConfig } from "@ascent/config";
import { ROLES, type Role } from "@ascent/core";

/** What an identity provider says of a person (OpenID Connect Core 1.0, section 5.1). */
export type Claims = Readonly<Record<string, unknown>>;

const PREFIX = "oidc:";

/** Whether somebody of this name came through an identity provider. */
export function isPersonName(name: string): boolean {
  return name.startsWith(PREFIX);
}

export interface Person {
  /** `oidc:` and what the provider calls them: no token has a colon in its name. */
  readonly name: string;
  /** Undefined: the provider says nothing of them that gives a role. */
  readonly role: Role | undefined;
}

type Rules = Pick<OidcConfig, "nameClaim" | "roleClaim" | "roles" | "defaultRole">;

/** Who it is and what they may: of several roles the one that may most. */
export function personOf(claims: Claims, rules: Rules): Person {
  const values = new Set(textsOf(claimOf(claims, rules.roleClaim)));
  const given = rules.roles.filter(([value]) => values.has(value)).map(([, role]) => role);
  const role = ROLES.findLast((candidate) => given.includes(candidate)) ?? rules.defaultRole;
  return { name: nameOf(claims, rules), role };
}

/**
 * A claim by its name, or by the path to it with dots (`realm_access.roles`). Anyone may write any address into `email`
 * until the provider has seen that it is theirs, so without `email_verified` it says nothing.
 */
export function claimOf(claims: Claims, name: string): unknown {
  if (name === "email" && claims.email_verified !== true) return undefined;
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split(".").reduce<unknown>((held, part) => memberOf(held, part), claims);
}

function memberOf(held: unknown, name: string): unknown {
  if (typeof held !== "object" || held === null || !Object.hasOwn(held, name)) return undefined;
  return (held as Claims)[name];
}

function textsOf(claim: unknown): string[] {
  return [claim].flat().filter((value) => typeof value === "string");
}

/** What can be shown in one line of a log or a list, and looks like what it is. */
const SHOWN = /^[\p{L}\p{N}\p{P}\p{S}](?:[\p{L}\p{M}\p{N}\p{P}\p{S} ]{0,98}[\p{L}\p{M}\p{N}\p{P}\p{S}])?$/u;

/** `sub` is there always, and the person's alone; the others are easier to read. */
function nameOf(claims: Claims, { nameClaim }: Rules): string {
  const wanted = claimOf(claims, nameClaim);
  const isShown = typeof wanted === "string" && SHOWN.test(wanted);
  return `${PREFIX}${isShown ? wanted : String(claims.sub).slice(0, 255)}`;
}
