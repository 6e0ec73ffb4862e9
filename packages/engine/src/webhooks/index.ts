export * from "./decide.ts";
export * from "./deliver.ts";
export * from "./manage-webhooks.ts";
export * from "./payload.ts";
