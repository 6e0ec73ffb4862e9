export { type LoadedBlueprint, loadBlueprint, parametersNotGiven } from "./load.ts";
export { parseBlueprint } from "./parse.ts";
export { describesPackage, PLAIN_PIPELINES, PLAIN_STAGE, plainBlueprint } from "./plain.ts";
export { DEFAULT_LIMITS } from "./schema.ts";
export {
  type Survey,
  type SurveyedDefinition,
  type SurveyedRecipes,
  type SurveyRequest,
  surveyBlueprint,
} from "./survey.ts";
