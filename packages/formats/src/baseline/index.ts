export { parseReachBaseline, writeReachBaseline } from "./reach-baseline.ts";
