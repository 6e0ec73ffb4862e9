export { lintContext, type SurveyedArch } from "./lint-context.ts";
