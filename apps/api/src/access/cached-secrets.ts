import type { AccessLedger, KnownSecret } from "@ascent/engine";

/** Another process on the same database learns within this time that a token was revoked; this one at once. */
const KEPT_MS = 5_000;

interface Kept {
  known: KnownSecret;
  readonly until: number;
}

/**
 * The same, remembering for seconds what it read of a secret: whoever polls does not cost a query each time for who they
 * are. Only what is there is remembered, so guessing fills no memory. `now`: milliseconds that only grow.
 */
export function cachedSecrets(access: AccessLedger, now: () => number = () => performance.now()): AccessLedger {
  const kept = new Map<string, Kept>();
  return {
    ...access,
    async secretOf(prefix) {
      const before = kept.get(prefix);
      if (before !== undefined && before.until > now()) return before.known;
      const known = await access.secretOf(prefix);
      kept.delete(prefix);
      if (known !== undefined) kept.set(prefix, { known, until: now() + KEPT_MS });
      return known;
    },
    async tokenUsed(id, at) {
      // Known here before it is written, or each request until then would write it again.
      for (const entry of kept.values()) if (entry.known.token.id === id) entry.known = usedAt(entry.known, at);
      await access.tokenUsed(id, at);
    },
    async rotateToken(id, rotation) {
      const token = await access.rotateToken(id, rotation);
      kept.clear();
      return token;
    },
    async revokeToken(id, at) {
      const token = await access.revokeToken(id, at);
      kept.clear();
      return token;
    },
  };
}

function usedAt(known: KnownSecret, at: Date): KnownSecret {
  return { ...known, token: { ...known.token, lastUsedAt: at } };
}
