import type { Digest } from "@ascent/core";

/** The files of one blueprint: path relative to the blueprint's folder (`/`-separated) → bytes and mode. */
export interface BlueprintFile {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  /** Of the bytes, where it is known without reading them. */
  readonly digest?: Digest;
  /** Is it text that describes a package? Where that is known without reading it. */
  readonly describesPackage?: boolean;
}
export type BlueprintFiles = ReadonlyMap<string, BlueprintFile>;

export interface BlueprintSource {
  /** Names of the blueprints that can be read, in code-unit order. */
  list(): Promise<readonly string[]>;
  /** Throws Fault "blueprint-unknown" (with the known names in its way out). Links that leave the folder are refused. */
  read(name: string): Promise<BlueprintFiles>;
  /** Built-in pipelines: `autoconf/configure` → YAML text. */
  pipelines(): Promise<ReadonlyMap<string, string>>;
}
