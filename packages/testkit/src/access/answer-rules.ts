import type { AccessLedger, NewAnswerClaim } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { moment } from "../data/runs.ts";

/** What every keeper of answers does; `ledger` gives a fresh one. */
export function answerRules(ledger: () => Promise<AccessLedger>): void {
  describe("an answer", () => {
    const KEY = { actor: "nightly", key: "2026-01-05" };
    const claim = (given: Partial<NewAnswerClaim> = {}): NewAnswerClaim => ({
      ...{
        ...KEY,
        request: digestOf("a request"),
        at: moment(),
        until: moment(30),
        forgetAt: moment(1000),
        ...given,
      },
    });
    const answer = { status: 201, location: "/v1/things/1", sealed: "sealed: {}" };

    test("is done by one of many that ask at once, and is the same for all who ask the same again", async () => {
      const access = await ledger();
      const claims = await Promise.all(Array.from({ length: 5 }, () => access.claimAnswer(claim())));
      expect(claims.map(({ kind }) => kind).sort()).toEqual(["claimed", ...Array(4).fill("pending")]);
      await access.keepAnswer(KEY, answer);
      expect(await access.claimAnswer(claim({ at: moment(999) }))).toEqual({ kind: "answered", answer });
      await access.releaseAnswer(KEY);
      await access.holdAnswer(KEY, moment(2000));
      expect(await access.claimAnswer(claim({ at: moment(999) }))).toEqual({ kind: "answered", answer });
    });

    test("of nothing that was made has no place", async () => {
      const access = await ledger();
      await access.claimAnswer(claim());
      await access.keepAnswer(KEY, { status: 204, sealed: "" });
      const kept = { kind: "answered", answer: { status: 204, sealed: "" } };
      expect(await access.claimAnswer(claim())).toEqual(kept);
    });

    test("is another's for another who asks, and a conflict for another request", async () => {
      const access = await ledger();
      await access.claimAnswer(claim());
      const other = digestOf("another request");
      expect(await access.claimAnswer(claim({ actor: "weekly", request: other }))).toEqual({ kind: "claimed" });
      expect(await access.claimAnswer(claim({ request: other }))).toEqual({ kind: "conflict" });
      await access.keepAnswer(KEY, answer);
      expect(await access.claimAnswer(claim({ request: other }))).toEqual({ kind: "conflict" });
    });

    test("of a request that came to nothing leaves the key free, for another request too", async () => {
      const access = await ledger();
      await access.claimAnswer(claim());
      await access.releaseAnswer(KEY);
      expect(await access.claimAnswer(claim({ request: digestOf("another request") }))).toEqual({ kind: "claimed" });
    });

    test("of a request whose process is gone is another's to give, once nobody says that it goes on", async () => {
      const access = await ledger();
      await access.claimAnswer(claim());
      await access.holdAnswer(KEY, moment(60));
      expect(await access.claimAnswer(claim({ at: moment(59), until: moment(89) }))).toEqual({ kind: "pending" });
      expect(await access.claimAnswer(claim({ at: moment(60), until: moment(90) }))).toEqual({ kind: "claimed" });
      expect(await access.claimAnswer(claim({ at: moment(61), until: moment(91) }))).toEqual({ kind: "pending" });
    });

    test("is forgotten when its time is over; what nobody asked for is neither held nor kept", async () => {
      const access = await ledger();
      await access.claimAnswer(claim());
      await access.keepAnswer(KEY, answer);
      const other = claim({ request: digestOf("another request"), at: moment(1000), until: moment(1030) });
      expect(await access.claimAnswer(other)).toEqual({ kind: "claimed" });
      const strange = { actor: "nobody", key: "none" };
      await access.holdAnswer(strange, moment(9));
      await access.keepAnswer(strange, answer);
      await access.releaseAnswer(strange);
      expect(await access.claimAnswer(claim(strange))).toEqual({ kind: "claimed" });
    });
  });
}
