import { isSeedInput } from "@ascent/core";
import type { ArchGraph, GraphBuild } from "../graph/graph-model.ts";

/** The builds that one goes back to, itself included, by id. */
export function ancestorsOf(graph: ArchGraph, start: string): ReadonlySet<string> {
  const makers = makersOf(graph);
  const met = new Set([start]);
  for (const id of met) for (const maker of makers.get(id) ?? []) met.add(maker);
  return met;
}

/** By build: those that it takes packages from. */
function makersOf(graph: ArchGraph): ReadonlyMap<string, readonly string[]> {
  const makers = new Map<string, string[]>();
  for (const { from, to } of graph.links) {
    const own = makers.get(to);
    if (own === undefined) makers.set(to, [from]);
    else own.push(from);
  }
  return makers;
}

/** What a build took, as far as it matters for its distance from the seed. */
export interface Taken {
  readonly id: string;
  readonly inputs: readonly string[];
}

/**
 * How many stages lie between each build and the seed: 0 for one whose environment has packages of a seed, else one more
 * than the nearest of those that it takes packages from. What is never reached goes back to no seed that is known.
 */
export function distances(graph: ArchGraph, taken: readonly Taken[]): ReadonlyMap<string, number> {
  const inputs = new Map(taken.map((build) => [build.id, build.inputs]));
  const stages = new Map(graph.builds.map(({ id, stage }) => [id, stage]));
  const makers = makersOf(graph);
  const found = new Map<string, number>();
  // In build order, so that makers come first.
  for (const { id, stage } of graph.builds) {
    const through = (makers.get(id) ?? []).map(
      (maker) => (found.get(maker) ?? Number.POSITIVE_INFINITY) + (stages.get(maker) === stage ? 0 : 1),
    );
    const nearest = inputs.get(id)?.some(isSeedInput) ? 0 : Math.min(...through);
    if (inputs.has(id) && Number.isFinite(nearest)) found.set(id, nearest);
  }
  return found;
}

/** The seed's colour, weaker by more than half with each stage in between. */
export function seedTint(distance: number | undefined): string {
  return distance === undefined ? "transparent" : `rgba(var(--seed-tint), ${(0.8 * 0.38 ** distance).toFixed(3)})`;
}

export function byStage(
  graph: ArchGraph,
  ids: ReadonlySet<string>,
): readonly (readonly [string, readonly GraphBuild[]])[] {
  const own = graph.builds.filter(({ id }) => ids.has(id));
  const stages = graph.stages.map((stage) => [stage, own.filter((build) => build.stage === stage)] as const);
  return stages.filter(([, builds]) => builds.length > 0).reverse();
}
