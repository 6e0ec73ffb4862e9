import type { Located, Place, Recipe, RecipePackage } from "@ascent/core";
import type {
  DeferredFacts,
  ExpandedTop,
  PackageBody,
  PackageHead,
  RecipeHead,
  RecipeTop,
  Spot,
  Text,
  WrittenTop,
} from "./codec.ts";
import type { DefinitionFacts, ExpandedFacts, FilesBeside, WrittenFacts } from "./facts.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * In: what `encodeFacts` wrote of a definition. Out: the same facts, with `files` as they are now. Texts that nobody wrote
 * here throw, at the latest when somebody looks at them: whoever keeps them must know theirs. Filled in by hand: of what is
 * spread, or has getters of its own, each is kept in a dictionary by V8, and thousands are looked at in each plan.
 */
export function decodeFacts(file: string, { top, head, body }: DeferredFacts, files: FilesBeside): DefinitionFacts {
  const [defects, written, found, expanded] = top;
  const texts = new FactsTexts(head, body);
  const all = expanded.map((one, at) => decodeExpanded(one, { file, texts, at, files }));
  const facts: Writable<DefinitionFacts> = { defects, expanded: all };
  if (written !== null) facts.written = decodeWritten(written, file);
  if (found !== null) facts.found = found;
  return facts;
}

/** Where what is deferred of a recipe comes from. */
interface RecipeOrigin {
  readonly file: string;
  readonly texts: FactsTexts;
  /** Among those of its definition. */
  readonly at: number;
  readonly files: FilesBeside;
}

/** The deferred texts of a definition, each parsed when first asked for. */
class FactsTexts {
  readonly #head: () => string;
  readonly #body: () => string;
  #heads: readonly (RecipeHead | null)[] | undefined;
  #bodies: readonly (readonly PackageBody[])[] | undefined;

  constructor(head: () => string, body: () => string) {
    this.#head = head;
    this.#body = body;
  }

  head(at: number): RecipeHead {
    this.#heads ??= JSON.parse(this.#head()) as readonly (RecipeHead | null)[];
    return partOf(this.#heads, at);
  }

  body(at: number, index: number): PackageBody {
    this.#bodies ??= JSON.parse(this.#body()) as readonly (readonly PackageBody[])[];
    return partOf(partOf(this.#bodies, at), index);
  }
}

function partOf<T>(parts: readonly (T | null)[], at: number): T {
  const part = parts[at];
  if (part === undefined || part === null) throw new RangeError("parts of facts do not belong to each other");
  return part;
}

function decodeExpanded([stage, arch, defects, top]: ExpandedTop, origin: RecipeOrigin): ExpandedFacts {
  const facts: Writable<ExpandedFacts> = { stage, arch, defects };
  if (top === null) return facts;
  facts.recipe = decodeRecipe({ stage, arch }, top, origin);
  facts.names = top[6];
  return facts;
}

function decodeWritten([name, repositories, keyring]: WrittenTop, file: string): WrittenFacts {
  const [value, line, column, elsewhere] = name;
  const place = { file: elsewhere ?? file, line, column };
  return { name: { value, place }, repositories: located(repositories, file), keyring: located(keyring, file) };
}

function placeAt([line, column, file]: Spot, own: string): Place {
  return { file: file ?? own, line, column };
}

function located(texts: readonly Text[], own: string): Located<string>[] {
  return texts.map(([value, line, column, file]) => ({ value, place: { file: file ?? own, line, column } }));
}

/** With the keys in the order in which an expansion has them: whatever is printed of it is the same. */
function decodeRecipe({ stage, arch }: Pick<Recipe, "stage" | "arch">, top: RecipeTop, origin: RecipeOrigin): Recipe {
  const [name, version, epoch, digest, sourceDateEpoch, timeoutSeconds] = top;
  const recipe = new RememberedRecipe(origin) as RememberedRecipe & Writable<Recipe>;
  recipe.stage = stage;
  recipe.arch = arch;
  recipe.name = name;
  recipe.version = version;
  recipe.epoch = epoch;
  recipe.definition = { file: origin.file, digest };
  for (const [key, deferred] of DEFERRED) Object.defineProperty(recipe, key, deferred);
  recipe.sourceDateEpoch = sourceDateEpoch;
  if (timeoutSeconds !== null) recipe.timeoutSeconds = timeoutSeconds;
  Object.defineProperty(recipe, "repositories", REPOSITORIES);
  return recipe;
}

/** What a recipe knows of where the rest of it is. */
class RememberedRecipe {
  readonly #origin: RecipeOrigin;
  #environment: Recipe["environment"] | undefined;
  #packages: readonly RecipePackage[] | undefined;
  #repositories: Recipe["repositories"] | undefined;

  constructor(origin: RecipeOrigin) {
    this.#origin = origin;
  }

  static environmentOf(recipe: RememberedRecipe): Recipe["environment"] {
    const { file } = recipe.#origin;
    const head = RememberedRecipe.headOf(recipe);
    recipe.#environment ??= { packages: located(head.wanted, file), variables: head.variables };
    return recipe.#environment;
  }

  static headOf(recipe: RememberedRecipe): RecipeHead {
    const { texts, at } = recipe.#origin;
    return texts.head(at);
  }

  static filesOf(recipe: RememberedRecipe & Recipe): Recipe["files"] {
    return recipe.#origin.files(recipe.stage, recipe.name);
  }

  static packagesOf(recipe: RememberedRecipe): readonly RecipePackage[] {
    const { file, texts, at } = recipe.#origin;
    recipe.#packages ??= texts.head(at).packages.map((head, index) => {
      return decodePackage(head, file, () => texts.body(at, index));
    });
    return recipe.#packages;
  }

  static repositoriesOf(recipe: RememberedRecipe): Recipe["repositories"] {
    recipe.#repositories ??= located(RememberedRecipe.headOf(recipe).repositories, recipe.#origin.file);
    return recipe.#repositories;
  }
}

/** Own keys, as whoever spreads a recipe wants all of it; the same getters in all, so that all have one shape. */
function deferred<T>(of: (recipe: RememberedRecipe & Recipe) => T): PropertyDescriptor {
  return {
    enumerable: true,
    get(this: RememberedRecipe & Recipe): T {
      return of(this);
    },
  };
}

const DEFERRED: readonly (readonly [keyof Recipe, PropertyDescriptor])[] = [
  ["environment", deferred(RememberedRecipe.environmentOf)],
  ["sources", deferred((recipe) => RememberedRecipe.headOf(recipe).sources)],
  ["files", deferred(RememberedRecipe.filesOf)],
  ["packages", deferred(RememberedRecipe.packagesOf)],
];
const REPOSITORIES = deferred(RememberedRecipe.repositoriesOf);

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
