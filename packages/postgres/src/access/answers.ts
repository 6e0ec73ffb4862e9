import type { AnswerClaim, AnswerKey, KeptAnswer, NewAnswerClaim } from "@ascent/engine";
import { and, eq, isNull, lte } from "drizzle-orm";
import { type Database, inTransaction, reading, type Transaction } from "../database.ts";
import { keptAnswers } from "../schema/index.ts";

const isKey = ({ actor, key }: AnswerKey) => and(eq(keptAnswers.actor, actor), eq(keptAnswers.key, key));
const isOpen = (key: AnswerKey) => and(isKey(key), isNull(keptAnswers.status));

/** AnswerLedger.claimAnswer: of several at once the primary key lets one through. */
export async function claimAnswer(db: Database, claim: NewAnswerClaim): Promise<AnswerClaim> {
  const { at, until, ...row } = claim;
  return inTransaction(db, async (tx) => {
    await tx.delete(keptAnswers).where(lte(keptAnswers.forgetAt, at));
    const inserted = await tx
      .insert(keptAnswers)
      .values({ ...row, pendingUntil: until })
      .onConflictDoNothing()
      .returning({ key: keptAnswers.key });
    return inserted.length > 0 ? { kind: "claimed" } : claimEarlier(tx, claim);
  });
}

async function claimEarlier(tx: Transaction, claim: NewAnswerClaim): Promise<AnswerClaim> {
  const [row] = await tx.select().from(keptAnswers).where(isKey(claim)).for("update");
  // It was released in between: whoever asks again finds it free.
  if (row === undefined) return { kind: "pending" };
  if (row.request !== claim.request) return { kind: "conflict" };
  const { status, location, sealed, pendingUntil } = row;
  if (status !== null) {
    const answer = { status, sealed: sealed ?? "", ...(location === null ? {} : { location }) };
    return { kind: "answered", answer };
  }
  if (pendingUntil !== null && pendingUntil > claim.at) return { kind: "pending" };
  await tx.update(keptAnswers).set({ pendingUntil: claim.until }).where(isKey(claim));
  return { kind: "claimed" };
}

/** AnswerLedger.holdAnswer. */
export async function holdAnswer(db: Database, key: AnswerKey, until: Date): Promise<void> {
  await reading(() => db.update(keptAnswers).set({ pendingUntil: until }).where(isOpen(key)));
}

/** AnswerLedger.keepAnswer. */
export async function keepAnswer(db: Database, key: AnswerKey, answer: KeptAnswer): Promise<void> {
  const { status, location = null, sealed } = answer;
  await reading(() => db.update(keptAnswers).set({ status, location, sealed, pendingUntil: null }).where(isKey(key)));
}

/** AnswerLedger.releaseAnswer. */
export async function releaseAnswer(db: Database, key: AnswerKey): Promise<void> {
  await reading(() => db.delete(keptAnswers).where(isOpen(key)));
}
