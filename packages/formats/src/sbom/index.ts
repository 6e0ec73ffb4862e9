export * from "./spdx.ts";
