export { compareApks } from "./compare-apks.ts";
export { compareContent } from "./compare-content.ts";
export type { Difference, DifferenceKind } from "./difference.ts";
export type { OpenApk } from "./read-contents.ts";
export {
  differenceLine,
  differencesJson,
  differencesText,
  mainDifferences,
  placeOf,
  type ReportHead,
  readDifferences,
} from "./write-differences.ts";
