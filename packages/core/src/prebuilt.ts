import type { Blueprint, Prebuilt } from "./blueprint.ts";
import type { Arch } from "./package.ts";
import type { PlannedBuild, SurveyedStage } from "./plan.ts";
import type { Recipe, SourceRef } from "./recipe.ts";

/** The declaration that covers a source, the first of several; undefined for what people wrote, and for what nobody declared. */
export function prebuiltOf({ prebuilt = [] }: Pick<Blueprint, "prebuilt">, source: SourceRef): Prebuilt | undefined {
  return prebuilt.find((declared) => covers(declared, source));
}

/** By address, where `*` stands for anything, or by the hash or commit that the definition expects. */
function covers({ source: wanted }: Prebuilt, source: SourceRef): boolean {
  if (wanted === (source.kind === "fetch" ? source.expected : source.commit)) return true;
  return matches(wanted, addressOf(source));
}

function addressOf(source: SourceRef): string {
  return source.kind === "fetch" ? source.uri : source.repository;
}

/** Piece by piece, each at its first place: no pattern takes long, whatever it is and whatever it is held against. */
function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** A build that takes in binaries which the blueprint declares as a seed of their own. */
export interface PrebuiltUse {
  readonly stage: string;
  readonly arch: Arch;
  /** Name of the build. */
  readonly build: string;
  readonly address: string;
  readonly reason: string;
}

/** Every use in a plan, in its order. */
export function prebuiltUses(blueprint: Blueprint, stages: readonly SurveyedStage[]): PrebuiltUse[] {
  const all = stages.flatMap(({ builds, unordered }) => [...builds, ...unordered]);
  return all.flatMap((build) => usesOf(build, blueprint));
}

function usesOf({ stage, arch, name, recipe }: PlannedBuild, blueprint: Blueprint): PrebuiltUse[] {
  return recipe.sources.flatMap((source) => {
    const declared = prebuiltOf(blueprint, source);
    if (declared === undefined) return [];
    return [{ stage, arch, build: name, address: addressOf(source), reason: declared.reason }];
  });
}

/** Declarations that none of these recipes needs. */
export function prebuiltUnmet({ prebuilt = [] }: Blueprint, recipes: Iterable<Recipe>): Prebuilt[] {
  const open = new Set(prebuilt);
  for (const recipe of recipes) {
    for (const declared of open) if (recipe.sources.some((source) => covers(declared, source))) open.delete(declared);
  }
  return [...open];
}
