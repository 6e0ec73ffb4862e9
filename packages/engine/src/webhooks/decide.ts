import type { EndedTry, PostAnswer } from "../ports.ts";

const FIRST_MS = 5_000;
const LONGEST_MS = 6 * 60 * 60 * 1000;
/** With the waits above: about 20 hours. */
export const MAX_TRIES = 10;
const DISABLE_AFTER_MS = 3 * 24 * 60 * 60 * 1000;
const GONE = 410;

/** Milliseconds from the end of this try (from 1) to the next: 5 s, 20 s, 80 s, …, at most 6 h. */
export function waitAfter(attempt: number): number {
  return Math.min(FIRST_MS * 4 ** (attempt - 1), LONGEST_MS);
}

/** What follows from a try: an answer of 2xx is a delivery, everything else is tried again until it is enough. */
export function decideNext(of: {
  readonly attempt: number;
  readonly answer: PostAnswer;
  readonly failingSince?: Date | undefined;
  readonly now: Date;
}): Pick<EndedTry, "next" | "disable"> {
  const { attempt, answer, failingSince, now } = of;
  const { status = 0 } = answer;
  if (status >= 200 && status < 300) return { next: { kind: "delivered" } };
  if (status === GONE) return { next: { kind: "failed" }, disable: "the receiver answered 410 Gone" };
  if (failingSince !== undefined && now.getTime() - failingSince.getTime() > DISABLE_AFTER_MS) {
    return { next: { kind: "failed" }, disable: `no delivery has succeeded since ${failingSince.toISOString()}` };
  }
  if (attempt >= MAX_TRIES) return { next: { kind: "failed" } };
  return { next: { kind: "retry", dueAt: new Date(now.getTime() + waitAfter(attempt)) } };
}
