export { type RequestSpan, startTracing, type Tracing } from "./tracing.ts";
