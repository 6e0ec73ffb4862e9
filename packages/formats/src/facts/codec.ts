import type { Arch, Defect, Digest, Located, Place, Recipe, RecipePackage } from "@ascent/core";
import type { DefinitionFacts, FilesBeside, WrittenFacts } from "./facts.ts";

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

interface RecipeHead extends Pick<Recipe, "sources"> {
  readonly wanted: readonly Text[];
  readonly variables: Recipe["environment"]["variables"];
  readonly repositories: readonly Text[];
  readonly packages: readonly PackageHead[];
}

/** By place in the list, as thousands are read at once; null stands for what is absent. */
type RecipeTop = readonly [
  name: string,
  version: string,
  epoch: number,
  digest: Digest,
  sourceDateEpoch: number,
  timeoutSeconds: number | null,
  packageNames: readonly string[],
];
type ExpandedTop = readonly [stage: string, arch: Arch, defects: readonly Defect[], recipe: RecipeTop | null];
type WrittenTop = readonly [name: Text, repositories: readonly Text[], keyring: readonly Text[]];
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

/**
 * In: what {@link encodeFacts} wrote of a definition. Out: the same facts, with `files` as they are now. Texts that nobody wrote
 * here throw, at the latest when somebody looks at them: whoever keeps them must know theirs.
 */
export function decodeFacts(file: string, { top, head, body }: DeferredFacts, files: FilesBeside): DefinitionFacts {
  const [defects, written, found, expanded] = top;
  const heads = once(() => JSON.parse(head()) as readonly (RecipeHead | null)[]);
  const bodies = once(() => JSON.parse(body()) as readonly (readonly PackageBody[])[]);
  return {
    defects,
    ...(written === null ? {} : { written: decodeWritten(written, file) }),
    expanded: expanded.map(([stage, arch, slips, recipe], at) => {
      const facts = { stage, arch, defects: slips };
      if (recipe === null) return facts;
      const parts = { head: () => partOf(heads(), at), body: (index: number) => partOf(partOf(bodies(), at), index) };
      return { ...facts, names: recipe[6], recipe: decodeRecipe({ file, stage, arch }, recipe, { ...parts, files }) };
    }),
    ...(found === null ? {} : { found }),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function partOf<T>(parts: readonly (T | null)[], at: number): T {
  const part = parts[at];
  if (part === undefined || part === null) throw new RangeError("parts of facts do not belong to each other");
  return part;
}

function decodeWritten([name, repositories, keyring]: WrittenTop, file: string): WrittenFacts {
  const [value, line, column, elsewhere] = name;
  const place = { file: elsewhere ?? file, line, column };
  return { name: { value, place }, repositories: located(repositories, file), keyring: located(keyring, file) };
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

function placeAt([line, column, file]: Spot, own: string): Place {
  return { file: file ?? own, line, column };
}

function located(texts: readonly Text[], own: string): Located<string>[] {
  return texts.map(([value, line, column, file]) => ({ value, place: { file: file ?? own, line, column } }));
}

interface RecipeParts {
  head(): RecipeHead;
  body(index: number): PackageBody;
  readonly files: FilesBeside;
}

interface Whose extends Pick<Recipe, "stage" | "arch"> {
  readonly file: string;
}

/** With the keys in the order in which an expansion has them: whatever is printed of it is the same. */
function decodeRecipe({ file, stage, arch }: Whose, top: RecipeTop, { head, body, files }: RecipeParts): Recipe {
  const [name, version, epoch, digest, sourceDateEpoch, timeoutSeconds] = top;
  const wanted = once(() => ({ packages: located(head().wanted, file), variables: head().variables }));
  const repositories = once(() => located(head().repositories, file));
  const packages = once(() => head().packages.map((output, index) => decodePackage(output, file, () => body(index))));
  return {
    stage,
    arch,
    name,
    version,
    epoch,
    definition: { file, digest },
    get environment() {
      return wanted();
    },
    get sources() {
      return head().sources;
    },
    get files() {
      return files(stage, name);
    },
    get packages() {
      return packages() as [RecipePackage, ...RecipePackage[]];
    },
    sourceDateEpoch,
    ...(timeoutSeconds === null ? {} : { timeoutSeconds }),
    get repositories() {
      return repositories();
    },
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
