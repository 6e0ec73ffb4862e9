import type { Blueprint } from "../../blueprint.ts";
import type { ArchSurvey, PlannedBuild } from "../../plan.ts";
import type { Recipe } from "../../recipe.ts";
import type { LintRule } from "../rule.ts";

export const buildUnused: LintRule = {
  code: "build-unused",
  severity: "warning",
  title: "A build whose packages nobody asks for",
  why: "It costs time in every run for nothing, as only the last stage is published.",
  wayOut: "Take it out of this stage, or ask for it where it is meant to be used.",
  *check({ blueprint, surveys }) {
    const closed = closedStages(blueprint);
    if (closed.size === 0) return;
    const rebuilt = rebuiltLater(blueprint);
    for (const survey of surveys) {
      const used = usedBuilds(survey);
      for (const { stage, name, recipe } of buildsOf(survey)) {
        const known = used.has(`${stage} ${name}`) || rebuilt.has(`${stage} ${recipe.definition.file}`);
        if (known || !closed.has(stage) || mayBeLinkedWith(recipe)) continue;
        yield { place: recipe.packages[0].place, message: `No definition asks for what ${name} makes in ${stage}` };
      }
    }
  },
};

/**
 * What is linked with a library needs its package at run time, and no definition says so: the builder finds out. So what has a
 * library's name, or makes something to develop with, is not told.
 */
function mayBeLinkedWith({ packages }: Recipe): boolean {
  return packages.some(({ name }) => /^lib|libc\b|musl|libs?$|-dev$/.test(name));
}

function buildsOf({ stages }: ArchSurvey): PlannedBuild[] {
  return stages.flatMap(({ builds, unordered }) => [...builds, ...unordered]);
}

/** Stages of which every user is known: the last one is for people, and what takes it may not have been given. */
function closedStages({ stages }: Blueprint): Set<string> {
  const closed = stages.slice(0, -1).filter(({ name }) => {
    const users = stages.filter(({ inputs }) => inputs.some(({ value }) => value === name));
    return users.length > 0 && users.every(({ assumed }) => assumed !== true);
  });
  return new Set(closed.map(({ name }) => name));
}

/** Definitions that a later stage builds again: the two results are there to be compared. */
function rebuiltLater({ stages }: Blueprint): Set<string> {
  return new Set(
    stages.flatMap(({ name, definitions }, index) => {
      const later = new Set(stages.slice(index + 1).flatMap((stage) => stage.definitions.map(({ value }) => value)));
      return definitions.filter(({ value }) => later.has(value)).map(({ value }) => `${name} ${value}`);
    }),
  );
}

function usedBuilds(survey: ArchSurvey): Set<string> {
  const used = new Set<string>();
  for (const { stage, name, edges } of buildsOf(survey)) {
    for (const { input, build } of edges) {
      // What a build takes of itself makes it no more useful.
      if (build !== undefined && (input !== stage || build !== name)) used.add(`${input} ${build}`);
    }
  }
  return used;
}
