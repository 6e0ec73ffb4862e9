import { randomBytes, randomUUID } from "node:crypto";
import {
  type AccessLedger,
  checkToken,
  makeTokenSecret,
  type NewAction,
  type NewSession,
  type NewToken,
  SECRET_BYTES,
} from "@ascent/engine";
import { afterEach, describe, expect, test } from "vitest";
import { digestOf } from "../data/digests.ts";
import { moment } from "../data/runs.ts";
import { answerRules } from "./answer-rules.ts";

/** A fresh, empty ledger for one test, and its end. */
export type AccessFactory = () => Promise<{ readonly access: AccessLedger; close(): Promise<void> }>;

const freshSecret = () => makeTokenSecret(randomBytes(SECRET_BYTES));

/** What every keeper of tokens does; run on the fake and on Postgres. */
export function accessConformance(name: string, factory: AccessFactory): void {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const opened of open.splice(0)) await opened.close();
  });
  const ledger = async () => {
    const opened = await factory();
    open.push(opened);
    return opened.access;
  };
  const create = async (access: AccessLedger, given: Partial<NewToken> = {}) => {
    const secret = freshSecret();
    const fresh = { id: randomUUID(), name: `token-${randomUUID()}`, role: "viewer", createdBy: "test" } as const;
    const token = await access.createToken({ ...fresh, secret, at: moment(), ...given });
    return { token, text: secret.text };
  };
  const check = (access: AccessLedger, text: string, seconds = 1) => checkToken(access, { text, now: moment(seconds) });

  describe(`access: ${name}`, () => {
    describe("a token", () => {
      test("is kept as it was made, found by its secret's prefix, and opens with its whole secret alone", async () => {
        const access = await ledger();
        const { token, text } = await create(access, { name: "ci", role: "maintainer", expiresAt: moment(100) });
        expect(token).toEqual({
          ...{ id: token.id, name: "ci", role: "maintainer", createdBy: "test", createdAt: moment() },
          ...{ expiresAt: moment(100), prefix: text.slice(0, 19) },
        });
        expect(await access.tokens()).toEqual([token]);
        expect(await check(access, text)).toEqual({ kind: "good", token });
        const unknown = { kind: "refused", reason: "unknown" };
        const last = text.endsWith("A") ? "B" : "A";
        for (const wrong of [`${text.slice(0, -1)}${last}`, text.slice(0, -1), `${text}A`, "", freshSecret().text]) {
          expect(await check(access, wrong)).toEqual(unknown);
        }
      });

      test("is never kept as its secret", async () => {
        const access = await ledger();
        const { text } = await create(access);
        const kept = JSON.stringify([await access.tokens(), await access.secretOf(text.slice(0, 19))]);
        expect(kept).not.toContain(text.slice(20));
      });

      test("of a name that is in use is refused; a revoked one's name is free again", async () => {
        const access = await ledger();
        const { token } = await create(access, { name: "ci" });
        await expect(create(access, { name: "ci" })).rejects.toMatchObject({ code: "token-name-taken" });
        await access.revokeToken(token.id, moment(1));
        expect((await create(access, { name: "ci" })).token.name).toBe("ci");
        expect(await access.tokens()).toHaveLength(2);
      });

      test("of many that are made at once with one name there is one", async () => {
        const access = await ledger();
        const made = await Promise.allSettled(Array.from({ length: 5 }, () => create(access, { name: "ci" })));
        expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      });

      test("opens nothing any more from the moment that it expires", async () => {
        const access = await ledger();
        const { text } = await create(access, { name: "short", expiresAt: moment(10) });
        expect(await check(access, text, 9)).toMatchObject({ kind: "good" });
        expect(await check(access, text, 10)).toEqual({ kind: "refused", reason: "expired", name: "short" });
      });

      test("opens nothing any more once it is revoked, whichever of its secrets is shown; revoking again changes nothing", async () => {
        const access = await ledger();
        const { token, text } = await create(access, { name: "gone" });
        const secret = freshSecret();
        await access.rotateToken(token.id, { secret, oldSecretUntil: moment(100), at: moment(1) });
        const revoked = await access.revokeToken(token.id, moment(2));
        expect(revoked).toMatchObject({ id: token.id, revokedAt: moment(2) });
        for (const shown of [text, secret.text]) {
          expect(await check(access, shown, 3)).toEqual({ kind: "refused", reason: "revoked", name: "gone" });
        }
        expect(await access.revokeToken(token.id, moment(9))).toEqual(revoked);
      });
    });

    describe("a rotation", () => {
      test("gives a new secret; the old one works until its time is over", async () => {
        const access = await ledger();
        const { token, text } = await create(access, { expiresAt: moment(50) });
        const secret = freshSecret();
        const rotation = { secret, oldSecretUntil: moment(10), expiresAt: moment(500), at: moment(1) };
        const rotated = await access.rotateToken(token.id, rotation);
        expect(rotated).toEqual({
          ...{ ...token, prefix: secret.prefix, rotatedAt: moment(1) },
          ...{ oldSecretUntil: moment(10), expiresAt: moment(500) },
        });
        expect(await check(access, secret.text, 2)).toEqual({ kind: "good", token: rotated });
        expect(await check(access, text, 9)).toEqual({ kind: "good", token: rotated });
        expect(await check(access, text, 10)).toMatchObject({ kind: "refused", reason: "rotated" });
        expect(await check(access, secret.text, 499)).toMatchObject({ kind: "good" });
      });

      test("never lets a secret live longer than an earlier rotation said", async () => {
        const access = await ledger();
        const { token, text } = await create(access);
        const [second, third] = [freshSecret(), freshSecret()];
        await access.rotateToken(token.id, { secret: second, oldSecretUntil: moment(5), at: moment(1) });
        await access.rotateToken(token.id, { secret: third, oldSecretUntil: moment(20), at: moment(2) });
        expect(await check(access, text, 6)).toMatchObject({ reason: "rotated" });
        expect(await check(access, second.text, 6)).toMatchObject({ kind: "good" });
        await access.rotateToken(token.id, { secret: freshSecret(), oldSecretUntil: moment(7), at: moment(7) });
        for (const { text: old } of [second, third])
          expect(await check(access, old, 7)).toMatchObject({ reason: "rotated" });
      });

      test("of a token that has ended is refused", async () => {
        const access = await ledger();
        const rotation = { oldSecretUntil: moment(99), at: moment(9) };
        const { token: expired } = await create(access, { expiresAt: moment(5) });
        const { token: revoked } = await create(access);
        await access.revokeToken(revoked.id, moment(1));
        for (const { id } of [expired, revoked]) {
          await expect(access.rotateToken(id, { ...rotation, secret: freshSecret() })).rejects.toMatchObject({
            code: "token-ended",
          });
        }
      });
    });

    test("what is not there is neither rotated nor revoked nor used", async () => {
      const access = await ledger();
      for (const id of [randomUUID(), "no uuid"]) {
        const rotation = { secret: freshSecret(), oldSecretUntil: moment(9), at: moment() };
        expect(await access.rotateToken(id, rotation)).toBeUndefined();
        expect(await access.revokeToken(id, moment())).toBeUndefined();
        await access.tokenUsed(id, moment());
      }
      expect(await access.secretOf("ascent_000000000000")).toBeUndefined();
      expect(await access.tokens()).toEqual([]);
    });

    describe("a session", () => {
      const open = (access: AccessLedger, given: Partial<NewSession> = {}) => {
        const fresh = { name: "installation", role: "admin", at: moment(), expiresAt: moment(100) } as const;
        const session = { digest: digestOf(randomUUID()), ...fresh, ...given };
        return access.createSession(session).then(() => session.digest);
      };

      test("is found by what the cookie hashes to until it is over, or ended", async () => {
        const access = await ledger();
        const [digest, other] = [await open(access), await open(access)];
        const session = { name: "installation", role: "admin", createdAt: moment(), expiresAt: moment(100) };
        expect(await access.sessionOf(digest, moment(99))).toEqual(session);
        expect(await access.sessionOf(digest, moment(100))).toBeUndefined();
        await access.endSession(digest);
        await access.endSession(digest);
        expect(await access.sessionOf(digest, moment(1))).toBeUndefined();
        expect(await access.sessionOf(other, moment(1))).toEqual(session);
        expect(await access.sessionOf(digestOf("never"), moment(1))).toBeUndefined();
      });

      test("of a token ends with it: when it is revoked, and when it expires", async () => {
        const access = await ledger();
        const { token } = await create(access, { expiresAt: moment(50) });
        const digest = await open(access, { name: token.name, role: token.role, tokenId: token.id });
        expect(await access.sessionOf(digest, moment(49))).toMatchObject({ tokenId: token.id, role: "viewer" });
        expect(await access.sessionOf(digest, moment(50))).toBeUndefined();
        await access.revokeToken(token.id, moment(2));
        expect(await access.sessionOf(digest, moment(3))).toBeUndefined();
      });

      test("that is over is forgotten when another is opened", async () => {
        const access = await ledger();
        const digest = await open(access);
        await open(access, { at: moment(100), expiresAt: moment(200) });
        expect(await access.sessionOf(digest, moment(1))).toBeUndefined();
      });
    });

    answerRules(ledger);

    describe("the action log", () => {
      const action = (given: Partial<NewAction> = {}): NewAction => ({
        ...{ at: moment(), actor: "nightly", role: "maintainer", action: "run.start", target: "/v1/runs/1" },
        ...{ outcome: "done", status: 201, requestId: "r-1", address: "127.0.0.1", ...given },
      });

      test("keeps what was done, and what was refused to whom or to nobody known, newest first", async () => {
        const access = await ledger();
        const { actor: _, role: __, ...nobody } = action({ outcome: "refused", status: 401, reason: "unknown" });
        const all = [
          action(),
          action({ outcome: "failed", status: 404, reason: "run-unknown", at: moment(1) }),
          nobody,
        ];
        for (const one of all) await access.recordAction(one);
        const read = await access.actions({ limit: 10 });
        expect(read.map(({ sequence: _number, ...one }) => one)).toEqual(all.toReversed());
        const numbers = read.map(({ sequence }) => sequence);
        expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
        expect(new Set(numbers).size).toBe(3);
      });

      test("tells what was announced and never ended, once, as one whose end is not known", async () => {
        const access = await ledger();
        const { outcome: _, status: __, ...intent } = action();
        const [ended, lost, dropped, fresh] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
        for (const id of [ended, lost, dropped]) await access.announceAction({ ...intent, id, requestId: id });
        await access.announceAction({ ...intent, id: fresh, requestId: fresh, at: moment(60) });
        await access.recordAction(action({ requestId: ended }), ended);
        await access.forgetIntent(dropped);
        const both = await Promise.all([access.recordLostActions(moment(60)), access.recordLostActions(moment(60))]);
        expect(both.toSorted()).toEqual([0, 1]);
        const read = await access.actions({ limit: 10 });
        expect(read.map(({ sequence: _number, ...one }) => one)).toEqual([
          { ...intent, requestId: lost, outcome: "failed", status: 0, reason: "end-unknown" },
          action({ requestId: ended }),
        ]);
      });

      test("takes the end of an action that was told as lost meanwhile all the same", async () => {
        const access = await ledger();
        const { outcome: _, status: __, ...intent } = action();
        const id = randomUUID();
        await access.announceAction({ ...intent, id });
        await access.recordLostActions(moment(1));
        await access.recordAction(action(), id);
        expect((await access.actions({ limit: 10 })).map(({ outcome }) => outcome)).toEqual(["done", "failed"]);
      });

      test("is read page by page, by actor, by action and by time", async () => {
        const access = await ledger();
        for (let second = 0; second < 6; second += 1) {
          const [actor, name] = [second % 2 === 0 ? "even" : "odd", second < 3 ? "run.start" : "run.cancel"];
          await access.recordAction(action({ at: moment(second), actor, action: name, requestId: `r-${second}` }));
        }
        const ids = async (query: object) =>
          (await access.actions({ limit: 10, ...query })).map((one) => one.requestId);
        const first = await access.actions({ limit: 4 });
        expect(first.map(({ requestId }) => requestId)).toEqual(["r-5", "r-4", "r-3", "r-2"]);
        expect(await ids({ before: first.at(-1)?.sequence })).toEqual(["r-1", "r-0"]);
        expect(await ids({ actor: "even" })).toEqual(["r-4", "r-2", "r-0"]);
        expect(await ids({ action: "run.cancel", actor: "odd" })).toEqual(["r-5", "r-3"]);
        expect(await ids({ since: moment(2), until: moment(4) })).toEqual(["r-3", "r-2"]);
        expect(await ids({ actor: "nobody" })).toEqual([]);
      });

      test("keeps hostile text as far as a database can", async () => {
        const access = await ledger();
        await access.recordAction(action({ target: "/v1/runs/\0'; drop table actions; --💥" }));
        expect((await access.actions({ limit: 1 }))[0]?.target).toContain("drop table actions");
      });
    });

    test("the last use is noted once a minute", async () => {
      const access = await ledger();
      const { token } = await create(access);
      const used = async () => (await access.tokens())[0]?.lastUsedAt;
      expect(token.lastUsedAt).toBeUndefined();
      await access.tokenUsed(token.id, moment(1));
      await access.tokenUsed(token.id, moment(60));
      expect(await used()).toEqual(moment(1));
      await access.tokenUsed(token.id, moment(61));
      expect(await used()).toEqual(moment(61));
    });
  });
}
