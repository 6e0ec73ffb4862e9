export {
  type ComparedBuild,
  type Comparison,
  type ComparisonRequest,
  comparePlan,
  type EarlierBuild,
  type RebuildCause,
  type SeedContents,
  type StageComparison,
} from "./compare.ts";
export { type RecipeChange, recipeChanges } from "./recipe-changes.ts";
