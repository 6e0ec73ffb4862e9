export { type AptFiles, hostAptMirrors } from "./apt-mirrors.ts";
export { createSourceProvider, type SourceProviderOptions } from "./source-provider.ts";
