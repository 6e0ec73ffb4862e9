export { createDirectoryStore, type DirectoryStoreOptions } from "./directory-store.ts";
