import type { Located, Place, Recipe, RecipePackage } from "@ascent/core";
import type { DefinitionFacts, ExpandedFacts, FilesBeside } from "./facts.ts";

/** Facts as text, in two parts: what every plan needs, and what hardly any command looks at. */
export interface EncodedFacts {
  readonly head: string;
  readonly body: string;
}

/** A place in the definition itself, or with the file that it is in. */
type Spot = readonly [line: number, column: number] | readonly [line: number, column: number, file: string];
type Text = readonly [value: string, ...spot: Spot];

interface PackageHead {
  readonly name: string;
  readonly runtime: readonly Text[];
  readonly provides: readonly Text[];
  readonly replaces: readonly Text[];
  readonly installIf: readonly Text[];
  readonly place: Spot;
  readonly priorities: Pick<RecipePackage, "providerPriority" | "replacesPriority">;
}

type PackageBody = Pick<
  RecipePackage,
  "description" | "url" | "license" | "copyrights" | "scriptlets" | "options" | "capabilities" | "steps"
>;

type PlainRecipe = Pick<Recipe, "stage" | "arch" | "name" | "version" | "epoch" | "definition" | "sources">;
interface RecipeHead extends PlainRecipe {
  readonly wanted: readonly Text[];
  readonly variables: Recipe["environment"]["variables"];
  readonly repositories: readonly Text[];
  readonly packages: readonly PackageHead[];
  readonly sourceDateEpoch: number;
  readonly timeoutSeconds?: number;
}

interface Head extends Pick<DefinitionFacts, "defects" | "written" | "found"> {
  readonly expanded: readonly (Omit<ExpandedFacts, "recipe"> & { readonly recipe?: RecipeHead })[];
}

export function encodeFacts({ defects, written, found, expanded }: DefinitionFacts): EncodedFacts {
  const heads = expanded.map(({ recipe, ...facts }) => ({ ...facts, ...(recipe && { recipe: recipeHead(recipe) }) }));
  const bodies = expanded.map(({ recipe }) => recipe?.packages.map(packageBody) ?? []);
  return {
    head: JSON.stringify({ defects, written, found, expanded: heads } satisfies Record<keyof Head, unknown>),
    body: JSON.stringify(bodies),
  };
}

/**
 * In: a head that {@link encodeFacts} wrote, and how to get its body when somebody asks for more. Out: the same facts, with
 * `files` as they are now. Texts that nobody wrote here throw: whoever keeps them must know theirs.
 */
export function decodeFacts(head: string, body: () => string, files: FilesBeside): DefinitionFacts {
  const { expanded, ...rest } = JSON.parse(head) as Head;
  let bodies: readonly (readonly PackageBody[])[] | undefined;
  const bodyOf = (at: number, index: number): PackageBody => {
    bodies ??= JSON.parse(body()) as readonly (readonly PackageBody[])[];
    const found = bodies[at]?.[index];
    if (found === undefined) throw new RangeError("a body does not belong to its head");
    return found;
  };
  return {
    ...rest,
    expanded: expanded.map(({ recipe, ...facts }, at) =>
      recipe === undefined ? facts : { ...facts, recipe: decodeRecipe(recipe, (index) => bodyOf(at, index), files) },
    ),
  };
}

function recipeHead(recipe: Recipe): RecipeHead {
  const { stage, arch, name, version, epoch, definition, sources, sourceDateEpoch, timeoutSeconds } = recipe;
  const texts = (located: readonly Located<string>[]) => located.map((one) => textOf(one, definition.file));
  return {
    stage,
    arch,
    name,
    version,
    epoch,
    definition,
    sources,
    wanted: texts(recipe.environment.packages),
    variables: recipe.environment.variables,
    repositories: texts(recipe.repositories),
    packages: recipe.packages.map((output) => ({
      name: output.name,
      runtime: texts(output.runtime),
      provides: texts(output.provides),
      replaces: texts(output.replaces),
      installIf: texts(output.installIf),
      place: spotOf(output.place, definition.file),
      priorities: prioritiesOf(output),
    })),
    sourceDateEpoch,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
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

function placeAt([line, column, file]: Spot, own: string): Place {
  return { file: file ?? own, line, column };
}

function located(texts: readonly Text[], own: string): Located<string>[] {
  return texts.map(([value, line, column, file]) => ({ value, place: { file: file ?? own, line, column } }));
}

/** With the keys in the order in which an expansion has them: whatever is printed of it is the same. */
function decodeRecipe(head: RecipeHead, bodyOf: (index: number) => PackageBody, files: FilesBeside): Recipe {
  const { stage, arch, name, version, epoch, definition, sources, variables, sourceDateEpoch, timeoutSeconds } = head;
  const own = definition.file;
  const packages = head.packages.map((output, index) => decodePackage(output, own, () => bodyOf(index)));
  return {
    stage,
    arch,
    name,
    version,
    epoch,
    definition,
    environment: { packages: located(head.wanted, own), variables },
    sources,
    get files() {
      return files(stage, name);
    },
    packages: packages as [RecipePackage, ...RecipePackage[]],
    sourceDateEpoch,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    repositories: located(head.repositories, own),
  };
}

/** Only names and dependencies are there at once; the rest is read when somebody looks at it. */
function decodePackage(head: PackageHead, own: string, body: () => PackageBody): RecipePackage {
  const made: RecipePackage = {
    name: head.name,
    get description() {
      return body().description;
    },
    get url() {
      return body().url;
    },
    get license() {
      return body().license;
    },
    get copyrights() {
      return body().copyrights;
    },
    runtime: located(head.runtime, own),
    provides: located(head.provides, own),
    replaces: located(head.replaces, own),
    installIf: located(head.installIf, own),
    get scriptlets() {
      return body().scriptlets;
    },
    get options() {
      return body().options;
    },
    get capabilities() {
      return body().capabilities;
    },
    get steps() {
      return body().steps;
    },
    place: placeAt(head.place, own),
  };
  return Object.assign(made, head.priorities);
}
