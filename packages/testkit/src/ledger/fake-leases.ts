import { type Ledger, lostFailure } from "@ascent/engine";
import { endAttempt, type HeldBuild, isCancelled, markCancelled, seconds } from "./fake-build-work.ts";
import { emit, giveUpSeed, makeReady, namesOf, settleArch } from "./fake-flight.ts";
import { endSeed, type HeldSeed } from "./fake-seed-work.ts";
import type { FakeAttempt, FakeState } from "./fake-state.ts";

export function leaseMethods(state: FakeState): Pick<Ledger, "expireLeases"> {
  return {
    async expireLeases(now, maxAttempts) {
      let lost = 0;
      for (const run of [...state.runs.values()]) {
        for (const build of [...run.builds.values()]) {
          const attempt = build.attempts.at(-1);
          if (attempt === undefined || !isOverdue(attempt, now)) continue;
          lost += 1;
          loseBuild({ state, run, at: now, build, attempt }, maxAttempts);
        }
        for (const seed of run.seeds.values()) {
          const attempt = seed.attempts.at(-1);
          if (attempt === undefined || !isOverdue(attempt, now)) continue;
          lost += 1;
          loseSeed({ state, run, at: now, seed, attempt }, maxAttempts);
        }
      }
      return lost;
    },
  };
}

function isOverdue(attempt: FakeAttempt, now: Date): boolean {
  return attempt.state === "building" && attempt.leaseUntil !== undefined && attempt.leaseUntil < now;
}

function loseBuild(change: HeldBuild, maxAttempts: number): void {
  const { build, attempt } = change;
  const failure = lostFailure(attempt.worker);
  endAttempt(change, { state: "lost", failure, steps: [] });
  emit(change, "build.lost", { ...namesOf(build), seconds: seconds(change), worker: attempt.worker, failure });
  const tries = build.attempts.length - build.firstAttempt + 1;
  if (isCancelled(change)) {
    markCancelled(change);
  } else if (tries >= maxAttempts) {
    build.state = "failed";
    emit(change, "build.failed", { ...namesOf(build), seconds: seconds(change), failure });
  } else {
    makeReady(change, build);
  }
  settleArch(change, build.plan.arch);
}

function loseSeed(change: HeldSeed, maxAttempts: number): void {
  const { run, seed, attempt, at } = change;
  const failure = lostFailure(attempt.worker);
  Object.assign(attempt, { state: "lost", failure, finishedAt: at });
  const tries = seed.attempts.length - seed.firstAttempt + 1;
  if (run.cancelled) giveUpSeed(change, seed);
  else endSeed(change, failure, tries >= maxAttempts ? undefined : at);
}
