export { chooseRebuilds, type EndStage, isRebuildItself, type RebuildWish } from "./choose-rebuilds.ts";
export {
  compareEnds,
  divergedSince,
  type EndsBeside,
  type PackagePair,
  type PackageSide,
  type StageBeside,
} from "./compare-ends.ts";
export {
  type BuildChange,
  type DiffRequest,
  diffRuns,
  type EnvironmentChange,
  environmentLine,
  type FirstCause,
  type RecordedBuild,
  type RunDiff,
  unlikeBuilds,
} from "./diff-runs.ts";
