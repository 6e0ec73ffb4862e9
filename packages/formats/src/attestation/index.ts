export * from "./key-id.ts";
export * from "./parse-provenance.ts";
export * from "./provenance.ts";
export * from "./scan-statement.ts";
export * from "./verify-bundle.ts";
export * from "./vocabulary.ts";
export * from "./write-provenance.ts";
