import { Fault } from "@ascent/core";
import { type KnownSecret, type NewToken, type TokenRecord, type TokenRotation, tokenState } from "@ascent/engine";
import { and, asc, eq, gt, isNull, lte, or } from "drizzle-orm";
import { type Database, inTransaction, reading } from "../database.ts";
import { present } from "../read/present.ts";
import { isUuid } from "../run-change.ts";
import { tokenSecrets, tokens } from "../schema/index.ts";

const MINUTE_MS = 60_000;

/** AccessLedger.createToken: of several at once, the partial unique index lets one through. */
export async function createToken(db: Database, { secret, at, ...given }: NewToken): Promise<TokenRecord> {
  return inTransaction(db, async (tx) => {
    const [row] = await tx
      .insert(tokens)
      .values({ ...given, prefix: secret.prefix, createdAt: at })
      .onConflictDoNothing({ target: tokens.name, where: isNull(tokens.revokedAt) })
      .returning();
    if (row === undefined) throw nameTaken(given.name);
    await tx.insert(tokenSecrets).values({ ...secretRow(secret), tokenId: given.id });
    return present(row);
  });
}

function nameTaken(name: string): Fault {
  return new Fault("token-name-taken", `there is a token named "${name}" already`, {
    wayOut: "Choose another name, or revoke that one first; `ascent tokens` lists them.",
  });
}

function secretRow({ prefix, digest }: NewToken["secret"]) {
  return { prefix, digest };
}

/** AccessLedger.tokens. */
export async function listTokens(db: Database): Promise<readonly TokenRecord[]> {
  const rows = await reading(() => db.select().from(tokens).orderBy(asc(tokens.createdAt), asc(tokens.id)));
  return rows.map(present);
}

/** AccessLedger.secretOf. */
export async function secretOf(db: Database, prefix: string): Promise<KnownSecret | undefined> {
  const [row] = await reading(() =>
    db
      .select({ token: tokens, digest: tokenSecrets.digest, validUntil: tokenSecrets.validUntil })
      .from(tokenSecrets)
      .innerJoin(tokens, eq(tokens.id, tokenSecrets.tokenId))
      .where(eq(tokenSecrets.prefix, prefix)),
  );
  return row === undefined ? undefined : { ...present(row), token: present(row.token) };
}

/** AccessLedger.rotateToken: the token's row is the lock. */
export async function rotateToken(db: Database, id: string, rotation: TokenRotation): Promise<TokenRecord | undefined> {
  if (!isUuid(id)) return undefined;
  const { secret, oldSecretUntil, expiresAt, at } = rotation;
  return inTransaction(db, async (tx) => {
    const [token] = await tx.select().from(tokens).where(eq(tokens.id, id)).for("update");
    if (token === undefined) return undefined;
    refuseEnded(present(token), at);
    const older = or(isNull(tokenSecrets.validUntil), gt(tokenSecrets.validUntil, oldSecretUntil));
    await tx
      .update(tokenSecrets)
      .set({ validUntil: oldSecretUntil })
      .where(and(eq(tokenSecrets.tokenId, id), older));
    await tx.insert(tokenSecrets).values({ ...secretRow(secret), tokenId: id });
    const end = expiresAt === undefined ? {} : { expiresAt };
    const changed = { prefix: secret.prefix, rotatedAt: at, oldSecretUntil, ...end };
    const [row] = await tx.update(tokens).set(changed).where(eq(tokens.id, id)).returning();
    return row === undefined ? undefined : present(row);
  });
}

function refuseEnded(token: TokenRecord, at: Date): void {
  const state = tokenState(token, at);
  if (state === "active") return;
  throw new Fault("token-ended", `the token ${token.name} is ${state}`, {
    wayOut: "Make a new one: ascent tokens create.",
  });
}

/** AccessLedger.revokeToken. */
export async function revokeToken(db: Database, id: string, at: Date): Promise<TokenRecord | undefined> {
  if (!isUuid(id)) return undefined;
  return inTransaction(db, async (tx) => {
    await tx
      .update(tokens)
      .set({ revokedAt: at })
      .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)));
    const [row] = await tx.select().from(tokens).where(eq(tokens.id, id));
    return row === undefined ? undefined : present(row);
  });
}

/** AccessLedger.tokenUsed: one statement, and no write for most of the calls. */
export async function tokenUsed(db: Database, id: string, at: Date): Promise<void> {
  if (!isUuid(id)) return;
  const due = or(isNull(tokens.lastUsedAt), lte(tokens.lastUsedAt, new Date(at.getTime() - MINUTE_MS)));
  await reading(() =>
    db
      .update(tokens)
      .set({ lastUsedAt: at })
      .where(and(eq(tokens.id, id), due)),
  );
}
