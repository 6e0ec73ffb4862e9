export * from "./sign.ts";
