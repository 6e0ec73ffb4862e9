export * from "./pack.ts";
export * from "./pkginfo.ts";
export * from "./read.ts";
export * from "./repository-index.ts";
export * from "./signature.ts";
