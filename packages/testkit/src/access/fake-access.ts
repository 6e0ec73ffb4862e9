import { Fault } from "@ascent/core";
import {
  type AccessLedger,
  type ActionLog,
  type ActionRecord,
  type AnswerKey,
  type AnswerLedger,
  END_UNKNOWN,
  type KeptAnswer,
  type KnownSecret,
  type NewAction,
  type NewAnswerClaim,
  type NewIntent,
  type SessionLedger,
  type SessionRecord,
  type TokenRecord,
  type TokenSecret,
  tokenState,
} from "@ascent/engine";

interface HeldSecret extends TokenSecret {
  readonly tokenId: string;
  validUntil?: Date;
}

const MINUTE_MS = 60_000;

function fakeActions(): ActionLog {
  const records: ActionRecord[] = [];
  const intents = new Map<string, NewIntent>();
  const add = (action: NewAction) => void records.unshift({ ...action, sequence: records.length + 1 });
  return {
    async announceAction(intent) {
      intents.set(intent.id, intent);
    },
    async recordAction(action, intentId) {
      intents.delete(intentId ?? "");
      add(action);
    },
    async forgetIntent(intentId) {
      intents.delete(intentId);
    },
    async recordLostActions(before) {
      const lost = [...intents.values()]
        .filter(({ at }) => at < before)
        .sort((a, b) => a.at.getTime() - b.at.getTime());
      for (const { id, ...intent } of lost) {
        intents.delete(id);
        add({ ...intent, outcome: "failed", status: 0, reason: END_UNKNOWN });
      }
      return lost.length;
    },
    async actions({ limit, before = Number.POSITIVE_INFINITY, actor, action, since, until }) {
      const fits = (record: ActionRecord) =>
        record.sequence < before &&
        (actor === undefined || record.actor === actor) &&
        (action === undefined || record.action === action) &&
        (since === undefined || record.at >= since) &&
        (until === undefined || record.at < until);
      return records.filter(fits).slice(0, limit);
    },
  };
}

function fakeSessions(tokens: ReadonlyMap<string, TokenRecord>): SessionLedger {
  const sessions = new Map<string, SessionRecord>();
  return {
    async createSession({ digest, at, ...session }) {
      for (const [other, { expiresAt }] of sessions) if (expiresAt <= at) sessions.delete(other);
      sessions.set(digest, { ...session, createdAt: at });
    },
    async sessionOf(digest, now) {
      const session = sessions.get(digest);
      if (session === undefined || session.expiresAt <= now) return undefined;
      const token = tokens.get(session.tokenId ?? "");
      if (token === undefined) return session;
      return tokenState(token, now) === "active" ? { ...session, role: token.role } : undefined;
    },
    async endSession(digest) {
      sessions.delete(digest);
    },
  };
}

interface HeldAnswer extends NewAnswerClaim {
  readonly answer?: KeptAnswer;
}

function fakeAnswers(): AnswerLedger {
  const held = new Map<string, HeldAnswer>();
  const nameOf = ({ actor, key }: AnswerKey) => JSON.stringify([actor, key]);
  const open = (key: AnswerKey) => {
    const found = held.get(nameOf(key));
    return found?.answer === undefined ? found : undefined;
  };
  return {
    async claimAnswer(claim) {
      for (const [name, { forgetAt }] of held) if (forgetAt <= claim.at) held.delete(name);
      const earlier = held.get(nameOf(claim));
      if (earlier !== undefined && earlier.request !== claim.request) return { kind: "conflict" };
      if (earlier?.answer !== undefined) return { kind: "answered", answer: earlier.answer };
      if (earlier !== undefined && earlier.until > claim.at) return { kind: "pending" };
      held.set(nameOf(claim), claim);
      return { kind: "claimed" };
    },
    async holdAnswer(key, until) {
      const claim = open(key);
      if (claim !== undefined) held.set(nameOf(key), { ...claim, until });
    },
    async keepAnswer(key, answer) {
      const claim = held.get(nameOf(key));
      if (claim !== undefined) held.set(nameOf(key), { ...claim, answer });
    },
    async releaseAnswer(key) {
      if (open(key) !== undefined) held.delete(nameOf(key));
    },
  };
}

/** Tokens, sessions, answers and actions in memory, with the semantics of Postgres: both pass `accessConformance`. */
export function createFakeAccess(): AccessLedger {
  const tokens = new Map<string, TokenRecord>();
  const secrets = new Map<string, HeldSecret>();
  const change = (token: TokenRecord, more: Partial<TokenRecord>): TokenRecord => {
    const changed = { ...token, ...more };
    tokens.set(token.id, changed);
    return changed;
  };
  return {
    ...fakeActions(),
    ...fakeAnswers(),
    ...fakeSessions(tokens),
    async createToken({ secret, at, ...given }) {
      const taken = [...tokens.values()].some(({ name, revokedAt }) => name === given.name && revokedAt === undefined);
      if (taken) throw new Fault("token-name-taken", `there is a token named "${given.name}" already`);
      secrets.set(secret.prefix, { ...secret, tokenId: given.id });
      const token = { ...given, prefix: secret.prefix, createdAt: at };
      tokens.set(token.id, token);
      return token;
    },
    async tokens() {
      const order = ({ createdAt, id }: TokenRecord) => `${createdAt.toISOString()} ${id}`;
      return [...tokens.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },
    async secretOf(prefix): Promise<KnownSecret | undefined> {
      const secret = secrets.get(prefix);
      const token = tokens.get(secret?.tokenId ?? "");
      if (secret === undefined || token === undefined) return undefined;
      const { digest, validUntil } = secret;
      return { token, digest, ...(validUntil === undefined ? {} : { validUntil }) };
    },
    async rotateToken(id, { secret, oldSecretUntil, expiresAt, at }) {
      const token = tokens.get(id);
      if (token === undefined) return undefined;
      const state = tokenState(token, at);
      if (state !== "active") throw new Fault("token-ended", `the token ${token.name} is ${state}`);
      for (const old of secrets.values()) {
        if (old.tokenId !== id) continue;
        if (old.validUntil === undefined || old.validUntil > oldSecretUntil) old.validUntil = oldSecretUntil;
      }
      secrets.set(secret.prefix, { ...secret, tokenId: id });
      const end = expiresAt === undefined ? {} : { expiresAt };
      return change(token, { prefix: secret.prefix, rotatedAt: at, oldSecretUntil, ...end });
    },
    async revokeToken(id, at) {
      const token = tokens.get(id);
      if (token === undefined || token.revokedAt !== undefined) return token;
      return change(token, { revokedAt: at });
    },
    async tokenUsed(id, at) {
      const token = tokens.get(id);
      if (token === undefined) return;
      const due = token.lastUsedAt === undefined || at.getTime() - token.lastUsedAt.getTime() >= MINUTE_MS;
      if (due) change(token, { lastUsedAt: at });
    },
  };
}
