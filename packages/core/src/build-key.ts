import type { Digest, Hash } from "./digest.ts";
import type { LockedPackage } from "./package.ts";
import type { Recipe } from "./recipe.ts";
import { canonicalJson, compareText } from "./text.ts";

/** Raised when what the digests are taken over changes its shape: no old result is then found by accident. */
const KEY_FORMAT = "ascent-build-key/1";
const LOCK_FORMAT = "ascent-lock/1";

export interface BuildKeyInputs {
  readonly recipe: Recipe;
  /** The locked environment, in any order. */
  readonly environment: readonly LockedPackage[];
  /** `Builder.version`. */
  readonly builderVersion: string;
}

/**
 * The digest of a locked environment: over its content digests, sorted. Order, file digests (signatures), and the input
 * that a package came from do not count: the same contents are the same environment.
 */
export function lockDigest(packages: readonly LockedPackage[], hash: Hash): Digest {
  return hash(canonicalJson({ format: LOCK_FORMAT, contents: contentDigests(packages) }));
}

/**
 * The key under which a build's result is kept (DESIGN.md 4): over stage, arch, builder version, the locked environment
 * and the normalised recipe. Normalised leaves out what cannot change a bit of the outputs: every place (moving a line,
 * adding a comment), the definition's file and digest, step labels, the time limit, and the definition's own repositories
 * (inputs are declared by the blueprint). Everything else counts, sources by URI and expected hash, files by digest.
 *
 * So nothing that is left out here may be written into a package, its SBOM included.
 */
export function buildKey({ recipe, environment, builderVersion }: BuildKeyInputs, hash: Hash): Digest {
  return keyOfNormalised({ recipe: normalisedRecipe(recipe), environment, builderVersion }, hash);
}

/** The same for a recipe that is normalised already, as provenance holds it: whoever has that can recompute the key. */
export function keyOfNormalised(
  { recipe, environment, builderVersion }: Omit<BuildKeyInputs, "recipe"> & { readonly recipe: unknown },
  hash: Hash,
): Digest {
  const contents = contentDigests(environment);
  return hash(canonicalJson({ format: KEY_FORMAT, builder: builderVersion, environment: contents, recipe }));
}

function contentDigests(packages: readonly LockedPackage[]): Digest[] {
  return [...new Set(packages.map((locked) => locked.contentDigest))].sort(compareText);
}

/** What of a recipe counts for its key, as plain values. Stage and arch are part of the recipe, and stay. */
export function normalisedRecipe(recipe: Recipe): unknown {
  const { definition: _definition, repositories: _repositories, timeoutSeconds: _timeout, ...kept } = recipe;
  return withoutPlaces({
    ...kept,
    packages: recipe.packages.map((output) => ({
      ...output,
      steps: output.steps.map(({ label: _label, ...step }) => step),
    })),
  });
}

/** A deep copy without any `place`. A text under that name (a variable that someone called so) is no place and stays. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key, held]) => !(key === "place" && isObject(held)));
  return Object.fromEntries(kept.map(([key, held]) => [key, withoutPlaces(held)]));
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === "object";
}
