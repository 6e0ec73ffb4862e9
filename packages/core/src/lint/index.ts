export * from "./context.ts";
export * from "./lint.ts";
export * from "./rule.ts";
export * from "./rules.ts";
