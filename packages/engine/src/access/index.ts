export * from "./check-token.ts";
export * from "./end-unknown.ts";
export * from "./token-secret.ts";
export * from "./token-state.ts";
