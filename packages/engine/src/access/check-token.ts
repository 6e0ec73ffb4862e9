import { timingSafeEqual } from "node:crypto";
import { sha256 } from "@ascent/formats";
import type { AccessLedger, TokenRecord } from "../ports.ts";
import { prefixOf } from "./token-secret.ts";
import { tokenState } from "./token-state.ts";

export type TokenCheck =
  | { readonly kind: "good"; readonly token: TokenRecord }
  /** `rotated`: it was exchanged for a new secret, and the time that both worked is over. */
  | {
      readonly kind: "refused";
      readonly reason: "unknown" | "expired" | "revoked" | "rotated";
      readonly name?: string;
    };

/**
 * Does a secret that somebody shows open anything now? It is found by its public prefix and compared by digest, in a time
 * that does not depend on how much of it is right. Why it is refused is told only to who has the whole secret.
 */
export async function checkToken(
  access: Pick<AccessLedger, "secretOf">,
  shown: { readonly text: string; readonly now: Date },
): Promise<TokenCheck> {
  const prefix = prefixOf(shown.text);
  const known = prefix === undefined ? undefined : await access.secretOf(prefix);
  if (known === undefined || !sameDigest(sha256(shown.text), known.digest))
    return { kind: "refused", reason: "unknown" };
  const { token, validUntil } = known;
  const state = tokenState(token, shown.now);
  if (state !== "active") return { kind: "refused", reason: state, name: token.name };
  if (validUntil !== undefined && validUntil <= shown.now)
    return { kind: "refused", reason: "rotated", name: token.name };
  return { kind: "good", token };
}

function sameDigest(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, "latin1"), Buffer.from(b, "latin1"));
}
