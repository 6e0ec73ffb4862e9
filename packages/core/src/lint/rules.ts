import type { LintRule } from "./rule.ts";
import { buildUnused } from "./rules/build-unused.ts";
import { definitionUnused } from "./rules/definition-unused.ts";
import { keyShared } from "./rules/key-shared.ts";
import { keyringMissing } from "./rules/keyring-missing.ts";
import { makefileVersionDrift } from "./rules/makefile-version-drift.ts";
import { movingSeed } from "./rules/moving-seed.ts";
import { olderStageOutranks } from "./rules/older-stage-outranks.ts";
import { plainHttpSource } from "./rules/plain-http-source.ts";
import { prebuiltToolchain } from "./rules/prebuilt-toolchain.ts";
import { prebuiltUnmetRule } from "./rules/prebuilt-unmet.ts";
import { seedHostedSource } from "./rules/seed-hosted-source.ts";
import { seedTriplet } from "./rules/seed-triplet.ts";
import { sourceInSandbox } from "./rules/source-in-sandbox.ts";
import { versionContradictsSource } from "./rules/version-contradicts-source.ts";
import { versionTie } from "./rules/version-tie.ts";
import { weakChecksum } from "./rules/weak-checksum.ts";

/** Every rule, in code-unit order of the codes. What parsing and planning find by themselves is not among them. */
export const LINT_RULES: readonly LintRule[] = [
  buildUnused,
  definitionUnused,
  keyShared,
  keyringMissing,
  makefileVersionDrift,
  movingSeed,
  olderStageOutranks,
  plainHttpSource,
  prebuiltToolchain,
  prebuiltUnmetRule,
  seedHostedSource,
  seedTriplet,
  sourceInSandbox,
  versionContradictsSource,
  versionTie,
  weakChecksum,
];
