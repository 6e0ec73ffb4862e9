export * from "./directory-keys.ts";
