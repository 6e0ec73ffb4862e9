export * from "./api-fault.ts";
export * from "./client.ts";
export type * from "./generated/api.ts";
export * from "./views.ts";
