export * from "./directory-keys.ts";
export * from "./key-attester.ts";
export type { KeyPurpose, RememberedKey } from "./key-records.ts";
export * from "./keyless-attester.ts";
export * from "./secret-box.ts";
