import type { Arch, Checked, Defect, Hash, Located, Recipe, RecipePackage, Stage } from "@ascent/core";
import { compareText, sortDefects } from "@ascent/core";
import { listed, suggestion } from "../yaml/near.ts";
import { placeOf, type YamlScalar } from "../yaml/node.ts";
import { holds } from "./condition.ts";
import type { Definition, SubpackageSection } from "./definition.ts";
import { parseDuration } from "./duration.ts";
import { located, type Output, recipePackage } from "./expand-package.ts";
import { SourceTable } from "./expand-source.ts";
import { expandSteps, mergedEnvironment, type StepWork } from "./expand-steps.ts";
import type { FileListing } from "./file-listing.ts";
import type { PipelineLibrary } from "./pipeline-library.ts";
import { Complaints, type Scope } from "./scope.ts";
import { definitionScope, setSubpackage } from "./variables.ts";

export interface ExpandRequest {
  readonly definition: Definition;
  readonly arch: Arch;
  readonly stage: Stage;
  readonly pipelines: PipelineLibrary;
  readonly files: FileListing;
  readonly hash: Hash;
}

/** What a definition is for one stage and arch. */
export type Expansion =
  | { readonly kind: "recipe"; readonly recipe: Recipe }
  /** `target-architecture` leaves this arch out. */
  | { readonly kind: "other-arch"; readonly name: string; readonly arches: readonly string[] };

/** apk's spelling of what `target-architecture` may say, which takes Go's and apk's. */
const ARCH_NAMES: Readonly<Record<string, string>> = { amd64: "x86_64", arm64: "aarch64" };

/**
 * Evaluates a definition for one stage and arch: variables, ranges, conditions, pipelines. The result depends on the
 * request alone. SOURCE_DATE_EPOCH is what the definition's or else the stage's environment says, or 0: unlike melange,
 * which takes the time of a git commit, no history of the blueprint reaches the bits.
 */
export function expandDefinition(request: ExpandRequest): Checked<Expansion> {
  const { expansion, defects } = expandAsFarAsPossible(request);
  return defects.length > 0 ? { ok: false, defects } : { ok: true, value: expansion, warnings: [] };
}

/**
 * Like {@link expandDefinition}, with a result in any case: what could not be evaluated is left out of it. For looking at a
 * definition, never for building it.
 */
export function expandAsFarAsPossible(request: ExpandRequest): {
  readonly expansion: Expansion;
  readonly defects: readonly Defect[];
} {
  const complaints = new Complaints();
  const scope = definitionScope(request.definition, request.arch, complaints);
  const expansion = otherArch(request, scope) ?? {
    kind: "recipe" as const,
    recipe: expand(request, scope, complaints),
  };
  return { expansion, defects: sortDefects(complaints.list()) };
}

function otherArch({ definition, arch }: ExpandRequest, scope: Scope): Expansion | undefined {
  const arches = located(definition.package.targetArchitecture, scope).map(({ value }) => ARCH_NAMES[value] ?? value);
  if (arches.length === 0 || arches.includes("all") || arches.includes(arch)) return undefined;
  return { kind: "other-arch", name: scope.lookup("package.name") ?? "", arches };
}

function expand(request: ExpandRequest, scope: Scope, complaints: Complaints): Recipe {
  const { definition, arch, stage } = request;
  const { source } = definition.node;
  const work: StepWork = { library: request.pipelines, complaints, sources: new SourceTable(), needs: [] };
  const subpackages = rangedSubpackages(definition, scope);
  const outdir = scope.lookup("targets.outdir");
  for (const { name } of subpackages) scope.set(`targets.package.${name}`, `${outdir}/${name}`);
  const name = scope.lookup("package.name") ?? "";
  const active = subpackages.filter((subpackage) => holds(subpackage.section.if, subpackage.scope));
  const outputs: readonly [Output, ...Output[]] = [
    { name, section: definition.package, scope, steps: stepsOf(definition.pipeline, scope, work) },
    ...active.map(({ name, section, scope }) => {
      return { name, section, scope, steps: stepsOf(section.pipeline, scope, work) };
    }),
  ];
  checkNames(outputs, complaints);
  const [first, ...others] = outputs.map((output) => recipePackage(output, definition, complaints));
  const variables = variablesOf(request, scope);
  return {
    stage: stage.name,
    arch,
    name,
    version: versionOf(definition, scope),
    epoch: definition.package.epoch,
    definition: { file: source.file, digest: request.hash(source.text) },
    environment: { packages: environmentPackages(request, scope, work), variables },
    sources: work.sources.list(),
    files: filesBeside(source.file, name, { files: request.files, workspace: stage.workspace }),
    packages: [first, ...others] as [RecipePackage, ...RecipePackage[]],
    sourceDateEpoch: sourceDateEpoch(request, variables, complaints),
    ...timeoutOf(definition, scope),
    repositories: repositoriesOf(definition, scope),
  };
}

function stepsOf(pipeline: Definition["pipeline"], scope: Scope, work: StepWork) {
  const nothing = { workingDirectory: undefined, environment: {}, label: undefined, origin: undefined, chain: [] };
  return expandSteps(pipeline, { scope, ...nothing }, work).scripts;
}

/** melange looks for a definition's files in a folder beside it that has the package's name, or where the stage says. */
export function filesBeside(
  file: string,
  name: string,
  { files, workspace }: { readonly files: FileListing; readonly workspace: Stage["workspace"] },
): Recipe["files"] {
  const folder = workspace?.folders[name] ?? (workspace?.listedOnly === true ? undefined : name);
  return folder === undefined ? [] : files.under(file.slice(0, file.lastIndexOf("/") + 1) + folder);
}

interface RangedSubpackage {
  readonly name: string;
  readonly section: SubpackageSection;
  readonly scope: Scope;
}

/** Every subpackage, once per item of its range; items by key in code-unit order, as Go sorts them. */
function rangedSubpackages(definition: Definition, outer: Scope): RangedSubpackage[] {
  return definition.subpackages.flatMap((section) => {
    if (section.range === undefined || section.range.value === "") return [named(section, outer.inner())];
    const data = definition.data.find((candidate) => candidate.name.value === section.range?.value);
    if (data === undefined) return unknownRange(section.range, definition, outer);
    const keys = [...data.items.keys()].sort(compareText);
    return keys.map((key) => {
      const scope = outer.inner();
      scope.set("range.key", key);
      const value = data.items.get(key)?.value;
      if (value !== undefined) scope.setTemplate("range.value", value, outer);
      return named(section, scope);
    });
  });
}

function named(section: SubpackageSection, scope: Scope): RangedSubpackage {
  const name = scope.evaluate(section.name);
  setSubpackage(scope, name);
  return { name, section, scope };
}

function unknownRange(range: YamlScalar, definition: Definition, scope: Scope): [] {
  const known = definition.data.map(({ name }) => name.value);
  const otherwise = known.length === 0 ? 'Define it under "data:".' : `Known ranges are: ${listed(known)}.`;
  scope.complain(range, {
    code: "unknown-range",
    message: `There is no range "${range.value}" in this definition's data.`,
    wayOut: suggestion(range.value, known, otherwise),
  });
  return [];
}

function checkNames(outputs: readonly Output[], complaints: Complaints): void {
  const seen = new Set<string>();
  for (const { name, section } of outputs) {
    if (seen.has(name)) {
      complaints.add({
        code: "name-provided-twice",
        place: placeOf(section.name),
        message: `This definition makes the package "${name}" twice, so one would overwrite the other.`,
        wayOut: "Give one of them another name, or take it out.",
      });
    }
    seen.add(name);
  }
}

/** apk's grammar (package version, APKBUILD(5)). */
const VERSION = /^\d+(\.\d+)*[a-z]?(_(alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*(~[0-9a-f]+)?$/;

function versionOf(definition: Definition, scope: Scope): string {
  const { version } = definition.package;
  const value = scope.evaluate(version);
  if (!VERSION.test(value)) {
    scope.complain(version, {
      code: "bad-version",
      message: `"${value}" is not a version that apk could compare.`,
      wayOut: "Write numbers with dots, then perhaps one letter and suffixes such as _rc1, _git20240131 or _p2.",
    });
  }
  return value;
}

function environmentPackages(request: ExpandRequest, scope: Scope, work: StepWork): Located<string>[] {
  const own = located(request.definition.environment?.contents?.packages ?? [], scope);
  const packages = new Map<string, Located<string>>();
  // The first to ask for a name gives its place: the definition, then its pipelines, then the stage.
  for (const asked of [...own, ...work.needs, ...request.stage.packages]) {
    if (!packages.has(asked.value)) packages.set(asked.value, asked);
  }
  return [...packages.values()].sort((a, b) => compareText(a.value, b.value));
}

function variablesOf({ definition, stage }: ExpandRequest, scope: Scope): Readonly<Record<string, string>> {
  return mergedEnvironment(stage.environment, definition.environment?.environment ?? new Map(), scope);
}

function sourceDateEpoch(
  { definition, stage }: ExpandRequest,
  variables: Readonly<Record<string, string>>,
  complaints: Complaints,
): number {
  const text = variables.SOURCE_DATE_EPOCH ?? "0";
  // Up to the year 9999; what a tar header can hold.
  if (/^\d{1,12}$/.test(text) && Number(text) <= 253_402_300_799) return Number(text);
  const own = definition.environment?.environment.get("SOURCE_DATE_EPOCH")?.value;
  complaints.add({
    code: "bad-source-date-epoch",
    place: own === undefined ? stage.place : placeOf(own),
    message: `SOURCE_DATE_EPOCH is "${text}", which is no number of seconds since 1970.`,
    wayOut: "Write a whole number of seconds, such as 0.",
  });
  return 0;
}

function timeoutOf(definition: Definition, scope: Scope): { readonly timeoutSeconds?: number } {
  const { timeout } = definition.package;
  if (timeout === undefined) return {};
  const seconds = parseDuration(timeout.value);
  if (seconds !== undefined && seconds > 0) return { timeoutSeconds: seconds };
  scope.complain(timeout, {
    code: "bad-duration",
    message: `"${timeout.value}" is not a length of time.`,
    wayOut: "Write it as 90s, 45m or 1h30m.",
  });
  return {};
}

function repositoriesOf(definition: Definition, scope: Scope): Located<string>[] {
  const contents = definition.environment?.contents;
  return located([...(contents?.repositories ?? []), ...(contents?.buildRepositories ?? [])], scope);
}
