import type { Arch, Defect, Located, Recipe, RecipeFile } from "@ascent/core";

/** What a stage makes of a definition on one arch. */
export interface ExpandedFacts {
  readonly stage: string;
  readonly arch: Arch;
  /** Absent where it is not for the arch. */
  readonly recipe?: Recipe;
  /** Of the recipe's packages, where they are known without looking at them. */
  readonly names?: readonly string[];
  readonly defects: readonly Defect[];
}

/** What rules look at in a definition besides its texts. */
export interface WrittenFacts {
  readonly name: Located<string>;
  readonly repositories: readonly Located<string>[];
  readonly keyring: readonly Located<string>[];
}

/** Everything that a survey finds out about one definition, so that it need not be read again while nothing of it changes. */
export interface DefinitionFacts {
  /** Why it could not be read; it then has none of the rest. */
  readonly defects: readonly Defect[];
  readonly written?: WrittenFacts;
  readonly expanded: readonly ExpandedFacts[];
  /** What `lintDefinition` found; absent where nobody asked. */
  readonly found?: readonly Defect[];
}

/** The files beside a definition, as a stage has them: they change without the definition. */
export type FilesBeside = (stage: string, packageName: string) => readonly RecipeFile[];

/** What earlier surveys found out. */
export interface KnownFacts {
  /** What is wrong with the blueprint's own pipelines; absent where they must be read. */
  readonly pipelines?: readonly Defect[];
  /** For the definition as its file is now; undefined where it must be read. */
  recall(path: string, files: FilesBeside): DefinitionFacts | undefined;
}
