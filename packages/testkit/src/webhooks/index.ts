export * from "./fake-poster.ts";
