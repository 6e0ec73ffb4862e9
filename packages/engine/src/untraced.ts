import type { Tracer } from "./ports.ts";

/** For nobody: does the work and nothing else. */
export const untraced: Tracer = {
  span: (_name, _attributes, work) => work(),
  past: () => undefined,
  current: () => undefined,
};
