import type { LintContext } from "@ascent/core";
import type { Survey } from "../blueprint/survey.ts";
import type { DefinitionFacts } from "./facts.ts";

/** Facts of every definition that the survey had to read: path → facts. In: also the context that it was checked in. */
export function collectFacts(survey: Survey, { definitions }: LintContext): Map<string, DefinitionFacts> {
  const facts = new Map<string, DefinitionFacts>();
  for (const [path, defects] of survey.unreadable) facts.set(path, { defects, expanded: [] });
  for (const { file, name, repositories, keyring, found } of definitions) {
    const surveyed = survey.definitions.get(file);
    if (surveyed === undefined || surveyed.facts !== undefined || found === undefined) continue;
    const written = { name, repositories, keyring };
    facts.set(file, { defects: [], written, expanded: surveyed.expanded(), found });
  }
  return facts;
}
