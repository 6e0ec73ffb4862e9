import type { Arch, Defect, Digest, Located, Place, Recipe, RecipePackage } from "@ascent/core";
import type { DefinitionFacts, WrittenFacts } from "./facts.ts";

/** Facts in three parts: what every look takes at once, what is looked at where a plan has to be made, and what hardly ever. */
export interface EncodedFacts {
  /** For JSON. */
  readonly top: FactsTop;
  readonly head: string;
  readonly body: string;
}

/** The same, of which the texts are there when somebody asks for them. */
export interface DeferredFacts {
  readonly top: FactsTop;
  head(): string;
  body(): string;
}

/** A place in the definition itself, or with the file that it is in. */
export type Spot = readonly [line: number, column: number] | readonly [line: number, column: number, file: string];
export type Text = readonly [value: string, ...spot: Spot];

export interface PackageHead {
  readonly name: string;
  readonly runtime: readonly Text[];
  readonly provides: readonly Text[];
  readonly replaces: readonly Text[];
  readonly installIf: readonly Text[];
  readonly place: Spot;
  readonly priorities: Pick<RecipePackage, "providerPriority" | "replacesPriority">;
}

export type PackageBody = Pick<
  RecipePackage,
  "description" | "url" | "license" | "copyrights" | "scriptlets" | "options" | "capabilities" | "steps"
>;

export interface RecipeHead extends Pick<Recipe, "sources"> {
  readonly wanted: readonly Text[];
  readonly variables: Recipe["environment"]["variables"];
  readonly repositories: readonly Text[];
  readonly packages: readonly PackageHead[];
}

/** By place in the list, as thousands are read at once; null stands for what is absent. */
export type RecipeTop = readonly [
  name: string,
  version: string,
  epoch: number,
  digest: Digest,
  sourceDateEpoch: number,
  timeoutSeconds: number | null,
  packageNames: readonly string[],
];
export type ExpandedTop = readonly [stage: string, arch: Arch, defects: readonly Defect[], recipe: RecipeTop | null];
export type WrittenTop = readonly [name: Text, repositories: readonly Text[], keyring: readonly Text[]];
export type FactsTop = readonly [
  defects: readonly Defect[],
  written: WrittenTop | null,
  found: readonly Defect[] | null,
  expanded: readonly ExpandedTop[],
];

/** `file`: the definition's. */
export function encodeFacts(file: string, { defects, written, found, expanded }: DefinitionFacts): EncodedFacts {
  const tops = expanded.map(({ stage, arch, defects, recipe }): ExpandedTop => {
    return [stage, arch, defects, recipe === undefined ? null : recipeTop(recipe)];
  });
  return {
    top: [defects, written === undefined ? null : writtenTop(written, file), found ?? null, tops],
    head: JSON.stringify(expanded.map(({ recipe }) => (recipe === undefined ? null : recipeHead(recipe)))),
    body: JSON.stringify(expanded.map(({ recipe }) => recipe?.packages.map(packageBody) ?? [])),
  };
}

function recipeTop({ name, version, epoch, definition, ...recipe }: Recipe): RecipeTop {
  const { sourceDateEpoch, timeoutSeconds = null, packages } = recipe;
  const names = packages.map((output) => output.name);
  return [name, version, epoch, definition.digest, sourceDateEpoch, timeoutSeconds, names];
}

function writtenTop({ name, repositories, keyring }: WrittenFacts, file: string): WrittenTop {
  const texts = (located: readonly Located<string>[]) => located.map((one) => textOf(one, file));
  return [textOf(name, file), texts(repositories), texts(keyring)];
}

function recipeHead({ definition: { file }, sources, environment, repositories, packages }: Recipe): RecipeHead {
  const texts = (located: readonly Located<string>[]) => located.map((one) => textOf(one, file));
  return {
    sources,
    wanted: texts(environment.packages),
    variables: environment.variables,
    repositories: texts(repositories),
    packages: packages.map((output) => ({
      name: output.name,
      runtime: texts(output.runtime),
      provides: texts(output.provides),
      replaces: texts(output.replaces),
      installIf: texts(output.installIf),
      place: spotOf(output.place, file),
      priorities: prioritiesOf(output),
    })),
  };
}

function prioritiesOf({ providerPriority, replacesPriority }: RecipePackage): PackageHead["priorities"] {
  return {
    ...(providerPriority === undefined ? {} : { providerPriority }),
    ...(replacesPriority === undefined ? {} : { replacesPriority }),
  };
}

function packageBody(output: RecipePackage): PackageBody {
  const { description, url, license, copyrights, scriptlets, options, capabilities, steps } = output;
  return { description, url, license, copyrights, scriptlets, options, capabilities, steps };
}

function textOf({ value, place }: Located<string>, own: string): Text {
  return [value, ...spotOf(place, own)];
}

function spotOf({ file, line, column }: Place, own: string): Spot {
  return file === own ? [line, column] : [line, column, file];
}
