export * from "./config.ts";
export * from "./running-service.ts";
