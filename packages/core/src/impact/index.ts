export { type Impact, type ImpactRequest, impactOf, type RebuiltBuild, type StageImpact } from "./impact.ts";
