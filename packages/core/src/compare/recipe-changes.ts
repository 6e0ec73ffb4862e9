import { normalisedRecipe } from "../build-key.ts";
import { fullVersion, type Recipe, type RecipePackage, type SourceRef } from "../recipe.ts";
import { canonicalJson, compareText } from "../text.ts";

/** What of a recipe is another than it was, with words for each difference. */
export interface RecipeChange {
  /**
   * `definition`: its YAML. `sources`: what is fetched. `files`: what lies beside the definition. `pipeline`: the YAML is
   * the same, but a pipeline that it uses is not. `environment`: the YAML is the same, but its stage or a pipeline asks for
   * other packages or variables. `builder`: nothing that a person wrote is another, yet it is evaluated otherwise.
   */
  readonly kind: "definition" | "sources" | "files" | "pipeline" | "environment" | "builder";
  /** Never empty; in code-unit order. */
  readonly details: readonly string[];
}

/** Differences that change a build's key, by kind; none where the two would make the same packages. */
export function recipeChanges(earlier: Recipe, now: Recipe): RecipeChange[] {
  if (canonicalJson(normalisedRecipe(earlier)) === canonicalJson(normalisedRecipe(now))) return [];
  const edited = earlier.definition.digest !== now.definition.digest;
  const found = {
    sources: listChanges(earlier.sources.map(sourceText), now.sources.map(sourceText), "fetches"),
    files: fileChanges(earlier, now),
    environment: environmentChanges(earlier, now),
    steps: stepChanges(earlier, now),
    rest: [...versionChange(earlier, now), ...otherChanges(earlier, now)],
  };
  const known = Object.values(found).some((details) => details.length > 0);
  const changes: RecipeChange[] = [
    { kind: "sources", details: found.sources },
    { kind: "files", details: found.files },
    ...(edited
      ? [change("definition", [...found.rest, ...found.environment, ...found.steps])]
      : [
          change("pipeline", found.steps),
          change("environment", found.environment),
          change("builder", [...found.rest, ...(known ? [] : ["it is evaluated in another way"])]),
        ]),
  ];
  const told = changes.filter(({ details }) => details.length > 0);
  // The two are not the same, so it must be told, whatever it is that no rule above has words for.
  return told.length > 0 ? told : [{ kind: "definition", details: ["its text"] }];
}

function change(kind: RecipeChange["kind"], details: readonly string[]): RecipeChange {
  return { kind, details: [...new Set(details)].sort(compareText) };
}

function versionChange(earlier: Recipe, now: Recipe): string[] {
  const [before, after] = [fullVersion(earlier), fullVersion(now)];
  return before === after ? [] : [`version ${before} → ${after}`];
}

function sourceText(source: SourceRef): string {
  if (source.kind === "git") return `${source.repository} at ${source.commit.slice(0, 12)}`;
  return `${source.uri} (${source.algorithm} ${source.expected.slice(0, 12)}…)`;
}

/** `asks for m4`, `asks for flex no more`. */
function listChanges(before: readonly string[], after: readonly string[], verb: string): string[] {
  const [old, fresh] = [new Set(before), new Set(after)];
  const added = [...fresh].filter((text) => !old.has(text)).map((text) => `${verb} ${text}`);
  const removed = [...old].filter((text) => !fresh.has(text)).map((text) => `${verb} ${text} no more`);
  return [...added, ...removed].sort(compareText);
}

function fileChanges(earlier: Recipe, now: Recipe): string[] {
  const text = ({ path, digest, executable }: Recipe["files"][number]) => [path, `${digest} ${executable}`] as const;
  return keyChanges(new Map(earlier.files.map(text)), new Map(now.files.map(text)));
}

/** `a`, `b (new)`, `c (gone)`. */
function keyChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return keys
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => (before.has(key) ? (after.has(key) ? key : `${key} (gone)`) : `${key} (new)`));
}

function environmentChanges({ environment: earlier }: Recipe, { environment: now }: Recipe): string[] {
  const atoms = ({ packages }: Recipe["environment"]) => packages.map(({ value }) => value);
  const variables = keyChanges(new Map(Object.entries(earlier.variables)), new Map(Object.entries(now.variables)));
  return [...listChanges(atoms(earlier), atoms(now), "asks for"), ...variables.map((name) => `variable ${name}`)];
}

/** Steps have no identity; they are told by package and label, with their scripts taken together. */
function stepChanges(earlier: Recipe, now: Recipe): string[] {
  return keyChanges(stepTexts(earlier), stepTexts(now)).map((name) => `step ${name}`);
}

function stepTexts({ name, packages }: Recipe): Map<string, string> {
  const texts = new Map<string, string>();
  for (const output of packages) {
    for (const { label, runs, workingDirectory, environment } of output.steps) {
      const key = output.name === name ? label : `${label} of ${output.name}`;
      texts.set(key, `${texts.get(key) ?? ""}${canonicalJson({ runs, workingDirectory, environment })}\n`);
    }
  }
  return texts;
}

/** Packages and what is written into them, but for their steps. */
function otherChanges(earlier: Recipe, now: Recipe): string[] {
  const packages = keyChanges(packageTexts(earlier), packageTexts(now)).map((name) => `package ${name}`);
  return earlier.sourceDateEpoch === now.sourceDateEpoch ? packages : [...packages, "SOURCE_DATE_EPOCH"];
}

function packageTexts(recipe: Recipe): Map<string, string> {
  const { packages } = normalisedRecipe(recipe) as { readonly packages: readonly RecipePackage[] };
  return new Map(packages.map(({ steps: _, ...output }) => [output.name, canonicalJson(output)]));
}
