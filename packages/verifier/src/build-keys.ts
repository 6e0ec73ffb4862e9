import { canonicalJson, compareText, keyOfNormalised, normalisedRecipe, type Recipe } from "@ascent/core";
import { type Provenance, type Survey, sha256 } from "@ascent/formats";
import type { Attested } from "./attestations.ts";
import { ASK_AGAIN, type Claim, check, count, holds, notChecked, unless } from "./claim.ts";
import type { ListedRun } from "./runs.ts";

/** The claim `build-key` of each attested build, once for all of its packages. */
export async function checkBuildKeys(attested: readonly Attested[]): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (const [about, outputs] of byBuild(attested)) {
    claims.push(
      await check({ kind: "build-key", about }, () => {
        const reasons = outputs.flatMap((output) => [...keyDifferences(output), ...sourceDifferences(output)]);
        return unless(reasons, { evidence: outputs[0]?.provenance.buildKey ?? "", wayOut: ASK_AGAIN });
      }),
    );
  }
  return claims;
}

function byBuild(attested: readonly Attested[]): ReadonlyMap<string, readonly Attested[]> {
  const builds = new Map<string, Attested[]>();
  for (const each of attested) {
    const about = `${each.run.prefix}${each.build.arch}/${each.build.stage}/${each.build.name}`;
    builds.set(about, [...(builds.get(about) ?? []), each]);
  }
  return builds;
}

function keyDifferences({ provenance, recipe, output }: Attested): string[] {
  const { environment, builder, buildKey } = provenance;
  const key = keyOfNormalised({ recipe: provenance.recipe, environment, builderVersion: builder.version }, sha256);
  const made = recipe.packages.some(({ name }) => name === output.name);
  return [
    ...(key === buildKey
      ? []
      : [`recipe, lock and builder version of ${output.name} give the key ${key}, but ${buildKey} is signed`]),
    ...(made ? [] : [`the recipe makes no package ${output.name}`]),
  ];
}

/** The recipe is part of the key; so are the hashes that it asks for, and these are what was really used. */
function sourceDifferences({ provenance, recipe }: Attested): string[] {
  const used = new Set(provenance.sources.flatMap(hashesOf));
  const asked = recipe.sources.map((source) =>
    source.kind === "fetch" ? `${source.algorithm}:${source.expected}` : `git:${source.commit}`,
  );
  const wanted = new Set(asked);
  const files = new Set(provenance.files.map(({ path, digest }) => `${path} ${digest}`));
  const listed = new Set(recipe.files.map(({ path, digest }) => `${path} ${digest}`));
  return [
    ...asked.filter((source) => !used.has(source)).map((source) => `${source} is asked for, but not said to be used`),
    ...provenance.sources
      .filter((source) => !hashesOf(source).some((hash) => wanted.has(hash)))
      .map(({ uri, digest }) => `${uri} (${digest}) is used, but not asked for`),
    ...[...listed].filter((file) => !files.has(file)).map((file) => `the file ${file} is not said to be used`),
    ...[...files].filter((file) => !listed.has(file)).map((file) => `the file ${file} is used, but not asked for`),
  ];
}

function hashesOf({ digest, sha512, gitCommit }: Provenance["sources"][number]): string[] {
  return [
    digest,
    ...(sha512 === undefined ? [] : [`sha512:${sha512}`]),
    ...(gitCommit === undefined ? [] : [`git:${gitCommit}`]),
  ];
}

/**
 * The claim `recipe` of a run: the blueprint's definitions, expanded here and now, are what the attestations say was built.
 * Pipelines change between versions of Ascent, so a difference proves nothing against it.
 */
export async function checkRecipes(run: ListedRun, survey: Survey, attested: readonly Attested[]): Promise<Claim> {
  const own = attested.filter((each) => each.run === run);
  return check({ kind: "recipe", about: `${run.prefix}${run.record.blueprint.name}` }, () => {
    const expanded = new Map(run.record.arches.flatMap(({ arch }) => recipesOf(survey, arch)));
    const other = own.filter(({ build, provenance }) => {
      return expanded.get(`${build.arch}/${build.stage}/${build.name}`) !== canonicalJson(provenance.recipe);
    });
    if (other.length === 0) return holds(`${count(expanded.size, "definition")} expanded to what was built`);
    const names = other.map(({ build }) => `${build.stage}/${build.name}`);
    return notChecked(
      `this version of Ascent expands definitions differently from the one that built them: ` +
        [...new Set(names)].sort(compareText).join(", "),
    );
  });
}

/** What an attested build's definition expands to, if that is what was built. */
export function expandedRecipe(survey: Survey, { build, provenance }: Attested): Recipe | undefined {
  const own = survey.recipesFor(build.arch).recipes.get(build.stage) ?? [];
  const attested = canonicalJson(provenance.recipe);
  return own.find(({ name, ...rest }) => {
    return name === build.name && canonicalJson(normalisedRecipe({ name, ...rest })) === attested;
  });
}

function recipesOf(survey: Survey, arch: Recipe["arch"]): (readonly [string, string])[] {
  const all = [...survey.recipesFor(arch).recipes.values()].flat();
  return all.map((recipe) => [`${arch}/${recipe.stage}/${recipe.name}`, canonicalJson(normalisedRecipe(recipe))]);
}
