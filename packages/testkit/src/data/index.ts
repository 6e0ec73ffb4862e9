export { digestOf } from "./digests.ts";
export {
  builtPackage,
  offeredPackage,
  packageRecord,
  plannedStages,
  recipe,
  recipePackage,
  type StageSketch,
} from "./recipes.ts";
export { finishedBuild, moment, newRun, seedLock, seedResult, TWO_STAGES } from "./runs.ts";
