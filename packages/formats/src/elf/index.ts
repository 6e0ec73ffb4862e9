export * from "./read-elf.ts";
export * from "./read-notes.ts";
export * from "./read-object.ts";
export * from "./scan-package.ts";
