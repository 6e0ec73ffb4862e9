import type { TokenSecretView, TokenView } from "@ascent/client";
import { minute, type Paint } from "./picture.ts";

/** A line per token: name, role, how it begins, how it stands, and when it was last used. */
export function tokenLines(tokens: readonly TokenView[], paint: Paint): string[] {
  const width = Math.max(...tokens.map(({ name }) => name.length));
  return tokens.map((token) => {
    const { name, role, prefix, lastUsedAt } = token;
    const used = lastUsedAt === undefined ? "never used" : `used ${minute(lastUsedAt)}`;
    return `${name.padEnd(width)}  ${role.padEnd(10)}  ${paint.faint(`${prefix}…`)}  ${standing(token, paint)}, ${used}`;
  });
}

function standing({ state, expiresAt, revokedAt, oldSecretUntil }: TokenView, paint: Paint): string {
  if (state === "revoked") return paint.faint(`revoked ${minute(revokedAt ?? "")}`);
  if (state === "expired") return paint.bad(`expired ${minute(expiresAt ?? "")}`);
  const end = expiresAt === undefined ? "" : `, expires ${minute(expiresAt)}`;
  const old = oldSecretUntil === undefined ? "" : `, old secret until ${minute(oldSecretUntil)}`;
  return `${paint.good("active")}${end}${old}`;
}

/** The secret on a line of its own, to be copied; this is the only time that it is seen. */
export function secretLines({ token, secret }: TokenSecretView, paint: Paint): string[] {
  const { name, role, expiresAt } = token;
  const end = expiresAt === undefined ? "until it is revoked" : `until ${minute(expiresAt)}`;
  return [`${paint.bold(name)} may act as ${role} ${end}. This is shown once:`, "", secret];
}
