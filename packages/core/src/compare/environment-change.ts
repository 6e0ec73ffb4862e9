import { isSeedInput } from "../blueprint.ts";
import { parseDependency } from "../dependency.ts";
import type { InputName } from "../package.ts";
import type { Edge, PlannedBuild } from "../plan.ts";
import { compareText } from "../text.ts";
import type { EarlierBuild, SeedContents } from "./compare.ts";

/** A build that another's environment holds something of. */
export interface TakenBuild {
  readonly stage: InputName;
  readonly name: string;
}

/**
 * The builds that an environment was made of, and those that the plan says it will be. What was linked with shared
 * libraries needs their packages too, which no definition tells: that is known from the record alone.
 */
export function takenBuilds(
  build: PlannedBuild,
  earlier: EarlierBuild,
  makers: ReadonlyMap<string, string>,
): readonly TakenBuild[] {
  const taken = new Map<string, TakenBuild>();
  const add = (stage: InputName, name: string | undefined) => {
    if (name !== undefined) taken.set(`${stage} ${name}`, { stage, name });
  };
  for (const locked of earlier.environment) {
    add(locked.input, makers.get(`${build.arch} ${locked.input} ${locked.name}`));
  }
  for (const edge of build.edges) add(edge.input, edge.build);
  return [...taken.values()];
}

export interface EnvironmentRequest {
  readonly build: PlannedBuild;
  readonly earlier: EarlierBuild;
  readonly taken: readonly TakenBuild[];
  /** Is a build no part of the plan any more? */
  gone(build: TakenBuild): boolean;
  readonly contents?: SeedContents;
}

/** What an environment is given otherwise than it was, though it asks for the same; in words, in code-unit order. */
export function environmentChange(request: EnvironmentRequest): string[] {
  const { taken, gone } = request;
  const lost = taken.filter((one) => gone(one)).map(({ stage, name }) => `${stage}/${name} is gone`);
  return [...new Set([...lost, ...movedNames(request), ...seedChanges(request)])].sort(compareText);
}

/** Names that another input answers now. */
function movedNames({ build, earlier }: EnvironmentRequest): string[] {
  const inputs = new Map(earlier.environment.map(({ name, input }) => [name, input]));
  return build.edges.flatMap((edge) => {
    const name = nameOf(edge);
    const input = inputs.get(name);
    if (input === undefined || input === edge.input) return [];
    // Another seed altogether is told once, and not for each of its packages.
    if (isSeedInput(input) && isSeedInput(edge.input)) return [`${edge.input} instead of ${input}`];
    return [`${name} of ${edge.input} instead of ${input}`];
  });
}

function nameOf({ name }: Edge): string {
  return parseDependency(name).name;
}

function seedChanges({ earlier, contents }: EnvironmentRequest): string[] {
  if (contents === undefined) return [];
  return earlier.environment
    .filter(({ input, name, contentDigest }) => isSeedInput(input) && contents.get(name)?.has(contentDigest) !== true)
    .map(({ name, input }) => `${name} of ${input} ${contents.has(name) ? "has other content" : "is gone"}`);
}
