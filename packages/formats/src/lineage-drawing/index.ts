export { pathDot } from "./dot.ts";
export type { PathStart, ToldPath } from "./drawn-path.ts";
export { pathSvg } from "./svg.ts";
