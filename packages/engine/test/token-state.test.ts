import { tokenState } from "@ascent/engine";
import { describe, expect, test } from "vitest";

describe("a token's state", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const before = new Date(now.getTime() - 1);
  const after = new Date(now.getTime() + 1);
  test.each([
    ["active", {}],
    ["active", { expiresAt: after }],
    ["expired", { expiresAt: now }],
    ["expired", { expiresAt: before }],
    ["revoked", { revokedAt: before }],
    ["revoked", { revokedAt: before, expiresAt: before }],
  ])("is %s: %j", (state, token) => expect(tokenState(token, now)).toBe(state));
});
