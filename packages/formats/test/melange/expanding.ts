import { createHash } from "node:crypto";
import { type Arch, type Defect, type Digest, formatPlace, type Recipe, type Stage } from "@ascent/core";
import { expandDefinition } from "../../src/melange/expand.ts";
import { FileListing } from "../../src/melange/file-listing.ts";
import { type PipelineFile, PipelineLibrary, parseDefinition } from "../../src/melange/index.ts";

export const hash = (content: Uint8Array | string): Digest =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;

export interface Given {
  readonly arch?: Arch;
  readonly own?: Readonly<Record<string, string>>;
  readonly builtIn?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly stage?: Partial<Stage>;
  readonly file?: string;
}

export const STAGE: Stage = {
  name: "stage1",
  inputs: [],
  definitions: [],
  environment: {},
  packages: [],
  place: { file: "bootstrap.yaml", line: 7, column: 5 },
};

/** The head of a definition, so that a test shows only what it is about; it takes the first three lines. */
export const HEAD = "package:\n  name: p\n  version: 1.2.3\n";

export function expandText(text: string, given: Given = {}) {
  const parsed = parseDefinition(given.file ?? "p.yaml", text);
  if (!parsed.ok) return parsed;
  const files = Object.entries(given.files ?? {}).map(
    ([path, content]) => [path, { bytes: Buffer.from(content), executable: path.endsWith(".sh") }] as const,
  );
  return expandDefinition({
    definition: parsed.value,
    arch: given.arch ?? "x86_64",
    stage: { ...STAGE, ...given.stage },
    pipelines: new PipelineLibrary({
      before: new Map(Object.entries(given.own ?? {}).map(([name, value]) => [name, ownPipeline(name, value)])),
      builtIn: new Map(Object.entries(given.builtIn ?? {})),
      after: new Map(),
    }),
    files: new FileListing(new Map(files), hash),
    hash,
  });
}

function ownPipeline(name: string, value: string): PipelineFile {
  return { file: `pipelines/${name}.yaml`, text: () => ({ ok: true, value, warnings: [] }) };
}

export function recipeOf(text: string, given: Given = {}): Recipe {
  const expanded = expandText(text, given);
  if (!expanded.ok) throw new Error(expanded.defects.map(line).join("\n"));
  if (expanded.value.kind !== "recipe") throw new Error("not for this arch");
  return expanded.value.recipe;
}

export function line(defect: Defect): string {
  return `${formatPlace(defect.place)} ${defect.code}: ${defect.message} ${defect.wayOut}`;
}

export function defectsOf(text: string, given: Given = {}): readonly Defect[] {
  const expanded = expandText(text, given);
  return expanded.ok ? [] : expanded.defects;
}

/** `file:line:column code` of every defect. */
export function told(text: string, given: Given = {}): string[] {
  return defectsOf(text, given).map((defect) => `${formatPlace(defect.place)} ${defect.code}`);
}

/** The scripts of the main package, in order. */
export function scripts(text: string, given: Given = {}): string[] {
  return recipeOf(text, given).packages[0].steps.map(({ runs }) => runs.trim());
}
