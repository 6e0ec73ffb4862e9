import type { Blueprint, Stage } from "../blueprint.ts";
import type { Defect, Located, Place } from "../defect.ts";
import type { ArchSurvey } from "../plan.ts";
import type { Recipe, SourceRef } from "../recipe.ts";

/** A text that a build runs or is told, as written: its references are not evaluated, so that offsets are places. */
export interface BuildText {
  /** `script`: what a shell runs. `input`: what a pipeline is given. `variable`: of vars or the environment. */
  readonly kind: "script" | "input" | "variable";
  /** Name of the input or variable; empty for scripts. */
  readonly key: string;
  readonly value: string;
  /** Of the step that it belongs to; for variables of their own. */
  readonly step: Place;
  placeAt(offset: number): Place;
}

/** One definition file, with everything that rules look at. */
export interface LintedDefinition {
  readonly file: string;
  /** Main package's name as written. */
  readonly name: Located<string>;
  /** The stages that list it; more than one where stages share it. */
  readonly stages: readonly Stage[];
  /** One for each stage and arch that it is for. */
  readonly recipes: readonly Recipe[];
  readonly repositories: readonly Located<string>[];
  readonly keyring: readonly Located<string>[];
  /** Tests and update checks are left out: no build runs them. */
  readonly texts: readonly BuildText[];
  /** What {@link lintDefinition} finds in it, where that is known. */
  readonly found?: readonly Defect[];
}

/** Any file of the blueprint. */
export interface LintedFile {
  readonly path: string;
  /** Undefined where it is no text. */
  text(): string | undefined;
}

/** What rules look at: a blueprint with all its definitions, and its plans as far as they go. */
export interface LintContext {
  readonly blueprint: Blueprint;
  /** In code-unit order of their files. */
  readonly definitions: readonly LintedDefinition[];
  /** In code-unit order of their paths. */
  readonly files: readonly LintedFile[];
  /** One per arch that was asked for. */
  readonly surveys: readonly ArchSurvey[];
}

/** A source and its address. */
export interface LintedSource {
  readonly source: SourceRef;
  /** URI or repository. */
  readonly address: string;
  /** Of its address. Looked for when a rule asks: hardly any source is ever found fault with. */
  place(): Place;
}

/** The sources of all definitions, each once per place. */
export function* allSources({ definitions }: LintContext): Generator<LintedSource> {
  for (const definition of definitions) yield* sourcesOf(definition);
}

/** All texts, or those of one kind. */
export function* allTexts(
  { definitions }: LintContext,
  kind?: BuildText["kind"],
): Generator<{ readonly definition: LintedDefinition; readonly text: BuildText }> {
  for (const definition of definitions) {
    for (const text of definition.texts) if (kind === undefined || text.kind === kind) yield { definition, text };
  }
}

/** Several rules look at them. */
const knownSources = new WeakMap<LintedDefinition, readonly LintedSource[]>();

/** The sources of a definition, each once. */
export function sourcesOf(definition: LintedDefinition): readonly LintedSource[] {
  const known = knownSources.get(definition) ?? findSources(definition);
  knownSources.set(definition, known);
  return known;
}

function findSources(definition: LintedDefinition): LintedSource[] {
  const seen = new Map<string, LintedSource>();
  for (const { sources } of definition.recipes) {
    for (const source of sources) {
      const address = addressOf(source);
      const key = `${address} ${source.place.line}`;
      if (!seen.has(key)) seen.set(key, { source, address, place: () => addressPlace(definition, source) });
    }
  }
  return [...seen.values()];
}

function addressOf(source: SourceRef): string {
  return source.kind === "fetch" ? source.uri : source.repository;
}

/** A source knows the outermost step that asks for it; the address may be written in a step inside. */
function addressPlace({ texts }: LintedDefinition, source: SourceRef): Place {
  const key = source.kind === "fetch" ? "uri" : "repository";
  const written = texts.filter((text) => text.kind === "input" && text.key === key);
  const { file, line } = source.place;
  const own = written.find(({ step }) => step.line === line && step.file === file);
  return (own ?? written.find(({ value }) => couldBe(value, addressOf(source))))?.placeAt(0) ?? source.place;
}

/** Could a text with references in it stand for this address? */
function couldBe(written: string, address: string): boolean {
  const literals = written.split(/\$\{\{[^}]*\}\}/);
  return address.startsWith(literals[0] ?? "") && address.endsWith(literals.at(-1) ?? "");
}

/** Does the stage take from the run's seed? */
export function takesSeed(stage: Stage): boolean {
  return stage.inputs.some(({ value }) => value === "seed");
}
