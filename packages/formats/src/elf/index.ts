export * from "./read-elf.ts";
export * from "./scan-package.ts";
