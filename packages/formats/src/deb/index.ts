export * from "./apk-names.ts";
export * from "./ar.ts";
export * from "./control.ts";
