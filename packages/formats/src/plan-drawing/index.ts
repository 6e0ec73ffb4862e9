export { planDot } from "./dot.ts";
export { planSvg } from "./svg.ts";
