import type { LintRule } from "../rule.ts";

/** Branches of Alpine whose packages change from day to day. */
const MOVING = /\/(?:edge|latest-stable)(?:\/|$)/;

export const movingSeed: LintRule = {
  code: "moving-seed",
  severity: "warning",
  title: "A seed that changes every day, without a lock",
  why: "Two runs do not begin with the same binaries, and nobody can begin with today's again.",
  wayOut: "Lock it (`ascent seed lock`) and name the file under lock:, or take a release.",
  *check({ blueprint }) {
    for (const seed of blueprint.seeds) {
      if (seed.type !== "alpine" || seed.lock !== undefined) continue;
      const moving = seed.repositories.find((url) => MOVING.test(url));
      if (moving !== undefined) yield { place: seed.place, message: `The seed ${seed.name} is ${moving}` };
    }
  },
};
