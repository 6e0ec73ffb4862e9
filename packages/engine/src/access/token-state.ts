/** What of a token decides whether it still opens anything. */
export interface TokenTimes {
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
}

export type TokenState = "active" | "expired" | "revoked";

/** A token that is both revoked and expired was revoked: somebody meant it. `expiresAt` is the first moment that is too late. */
export function tokenState(token: TokenTimes, now: Date): TokenState {
  if (token.revokedAt !== undefined) return "revoked";
  return token.expiresAt !== undefined && token.expiresAt <= now ? "expired" : "active";
}
