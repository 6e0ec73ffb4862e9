export type { AccessConfig } from "./access-config.ts";
export * from "./config.ts";
export * from "./running-service.ts";
