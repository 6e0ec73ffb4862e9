export type { AccessConfig } from "./access-config.ts";
export * from "./config.ts";
export type { OidcConfig } from "./oidc-config.ts";
export * from "./on-stop.ts";
export * from "./running-service.ts";
