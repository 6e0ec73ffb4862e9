import type { Located, RecipePackage, RecipeStep, Scriptlets } from "@ascent/core";
import { placeOf, type YamlScalar } from "../yaml/node.ts";
import type { Definition, SubpackageSection } from "./definition.ts";
import { licenceExpression } from "./licence.ts";
import type { PackageCapability, PackageOptions, PackageScriptlets, PackageSection } from "./package-schema.ts";
import type { Complaints, Scope } from "./scope.ts";
import { OPENING } from "./template.ts";

/** A package that the definition makes, before its texts are evaluated. */
export interface Output {
  readonly name: string;
  readonly section: PackageSection | SubpackageSection;
  readonly scope: Scope;
  readonly steps: readonly RecipeStep[];
}

/**
 * Evaluates one package of a definition. Subpackages have the main package's licence, and its URL when they name none.
 * Defects: `bad-package-name`, `not-a-number` (priorities), `capability-without-reason`, `bad-capability`.
 */
export function recipePackage(output: Output, definition: Definition, complaints: Complaints): RecipePackage {
  const { section, scope } = output;
  checkName(output, complaints);
  const { dependencies } = section;
  const { license, copyrights } = legalOf(definition, scope);
  // Filled in by hand: there are tens of thousands, and spreading takes longer than all the rest.
  const made: { -readonly [Key in keyof RecipePackage]: RecipePackage[Key] } = {
    name: output.name,
    description: textOf(section.description, scope),
    url: textOf(section.url ?? definition.package.url, scope),
    license,
    copyrights,
    runtime: located(dependencies?.runtime ?? none, scope),
    provides: located(dependencies?.provides ?? none, scope),
    replaces: located(dependencies?.replaces ?? none, scope),
    installIf: none,
    scriptlets: section.scriptlets === undefined ? {} : scriptletsOf(section.scriptlets, scope),
    options: section.options === undefined ? noOptions : optionsOf(section.options),
    capabilities: section.setcap.map((capability) => capabilityOf(capability, scope)),
    steps: output.steps,
    place: placeOf(section.name),
  };
  const providerPriority = priority(dependencies?.providerPriority, scope);
  const replacesPriority = priority(dependencies?.replacesPriority, scope);
  if (providerPriority !== undefined) made.providerPriority = providerPriority;
  if (replacesPriority !== undefined) made.replacesPriority = replacesPriority;
  return made;
}

const none: readonly never[] = [];

function textOf(text: YamlScalar | undefined, scope: Scope): string {
  return text === undefined ? "" : scope.evaluate(text).trim();
}

const noOptions = { noProvides: false, noDepends: false, noCommands: false, noVersionedShlibDeps: false } as const;

function optionsOf(options: PackageOptions): RecipePackage["options"] {
  const { noProvides, noDepends, noCommands, noVersionedShlibDeps } = options;
  return { noProvides, noDepends, noCommands, noVersionedShlibDeps };
}

/** melange pkg/config (packageNameRegex). */
const NAME = /^[A-Za-z0-9][A-Za-z0-9+_.-]*$/;

function checkName(output: Output, complaints: Complaints): void {
  if (NAME.test(output.name)) return;
  complaints.add({
    code: "bad-package-name",
    place: placeOf(output.section.name),
    message: `"${output.name}" is not a package name.`,
    wayOut: "Begin with a letter or digit; letters, digits and + _ . - may follow.",
  });
}

/** Evaluated texts with their places; blank ones are left out. */
export function located(texts: readonly YamlScalar[], scope: Scope): Located<string>[] {
  const found: Located<string>[] = [];
  for (const text of texts) {
    const value = scope.evaluate(text).trim();
    if (value !== "") found.push({ value, place: placeOf(text) });
  }
  return found;
}

type Legal = Pick<RecipePackage, "license" | "copyrights">;

/** Hardly any licence holds a reference: what it says is then the same for all packages of its definition. */
const plainLegal = new WeakMap<PackageSection["copyright"], Legal>();

function legalOf({ package: { copyright } }: Definition, scope: Scope): Legal {
  const known = plainLegal.get(copyright);
  if (known !== undefined) return known;
  const legal = evaluatedLegal(copyright, scope);
  if (copyright.every(isPlain)) plainLegal.set(copyright, legal);
  return legal;
}

function isPlain({ license, attestation, paths }: PackageSection["copyright"][number]): boolean {
  return [license, ...(attestation === undefined ? [] : [attestation]), ...paths].every(
    ({ value }) => !value.includes(OPENING),
  );
}

function evaluatedLegal(copyright: PackageSection["copyright"], scope: Scope): Legal {
  const copyrights = copyright.map((copyright) => ({
    license: scope.evaluate(copyright.license).trim(),
    ...(copyright.attestation === undefined ? {} : { attestation: scope.evaluate(copyright.attestation).trim() }),
    paths: copyright.paths.map((path) => scope.evaluate(path)),
  }));
  return { license: licenceExpression(copyrights.map(({ license }) => license)), copyrights };
}

function priority(text: YamlScalar | undefined, scope: Scope): number | undefined {
  const value = text === undefined ? "" : scope.evaluate(text).trim();
  if (text === undefined || value === "") return undefined;
  if (/^-?\d{1,9}$/.test(value)) return Number(value);
  scope.complain(text, {
    code: "not-a-number",
    message: `The priority "${value}" is not a whole number.`,
    wayOut: "Write a whole number; the package with the largest one is chosen.",
  });
  return undefined;
}

const SCRIPTLETS = ["preInstall", "postInstall", "preUpgrade", "postUpgrade", "preDeinstall", "postDeinstall"] as const;

function scriptletsOf(section: PackageScriptlets, scope: Scope): Scriptlets {
  const scripts = SCRIPTLETS.flatMap((name) => {
    const text = section[name];
    return text === undefined || text.value === "" ? [] : [[name, scope.evaluate(text)] as const];
  });
  const { trigger } = section;
  const script = trigger?.script === undefined ? "" : scope.evaluate(trigger.script);
  const paths = (trigger?.paths ?? []).map((path) => scope.evaluate(path));
  return { ...Object.fromEntries(scripts), ...(script === "" ? {} : { trigger: { script, paths } }) };
}

/** `cap_net_raw,cap_net_admin`, with flags `+eip` (setcap's text form, capabilities(7)). */
const CAPABILITIES = /^cap_[a-z_]+(,cap_[a-z_]+)*$/;
const FLAGS = /^[+=]?[eip]+$/;

function capabilityOf(capability: PackageCapability, scope: Scope): RecipePackage["capabilities"][number] {
  const path = scope.evaluate(capability.path);
  if (capability.reason === undefined || capability.reason.value.trim() === "") {
    scope.complain(capability.path, {
      code: "capability-without-reason",
      message: `${path} gets file capabilities, and nothing says why.`,
      wayOut: 'Add "reason:" beside "path:".',
    });
  }
  const add: Record<string, string> = {};
  for (const [names, { key, value }] of capability.add) {
    if (!CAPABILITIES.test(names) || !FLAGS.test(value.value)) badCapability(key, value, scope);
    add[names] = value.value;
  }
  return { path, add };
}

function badCapability(key: YamlScalar, value: YamlScalar, scope: Scope): void {
  scope.complain(key, {
    code: "bad-capability",
    message: `"${key.value}: ${value.value}" is not a set of file capabilities.`,
    wayOut: 'Write it as setcap takes it, such as cap_net_raw: "+ep".',
  });
}
