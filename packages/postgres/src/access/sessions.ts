import type { Digest } from "@ascent/core";
import { type NewSession, type SessionRecord, tokenState } from "@ascent/engine";
import { and, eq, gt, lte } from "drizzle-orm";
import { type Database, inTransaction, reading } from "../database.ts";
import { present } from "../read/present.ts";
import { sessions, tokens } from "../schema/index.ts";

/** SessionLedger.createSession. */
export async function createSession(db: Database, { at, ...session }: NewSession): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.delete(sessions).where(lte(sessions.expiresAt, at));
    await tx.insert(sessions).values({ ...session, createdAt: at });
  });
}

/** SessionLedger.sessionOf. */
export async function sessionOf(db: Database, digest: Digest, now: Date): Promise<SessionRecord | undefined> {
  const [row] = await reading(() =>
    db
      .select({ session: sessions, token: tokens })
      .from(sessions)
      .leftJoin(tokens, eq(tokens.id, sessions.tokenId))
      .where(and(eq(sessions.digest, digest), gt(sessions.expiresAt, now))),
  );
  if (row === undefined) return undefined;
  const { digest: _, ...session } = present(row.session);
  if (row.token === null) return session;
  return tokenState(present(row.token), now) === "active" ? { ...session, role: row.token.role } : undefined;
}

/** SessionLedger.endSession. */
export async function endSession(db: Database, digest: Digest): Promise<void> {
  await reading(() => db.delete(sessions).where(eq(sessions.digest, digest)));
}
