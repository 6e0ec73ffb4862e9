export * from "./ar.ts";
export * from "./bytes.ts";
export * from "./gzip.ts";
export * from "./safe-path.ts";
export * from "./tar-entry.ts";
export * from "./tar-read.ts";
export * from "./tar-segment.ts";
export * from "./tar-write.ts";
