import { type Arch, type Defect, formatPlace, lint, surveyArch, uniqueDefects } from "@ascent/core";
import { lintContext, surveyBlueprint } from "../../src/index.ts";
import { hash } from "../melange/expanding.ts";

export const SHA = "ab".repeat(32);
const COMMIT = "cd".repeat(20);

/** What matters of Ascent's own pipelines: their inputs. */
const input = (...names: readonly string[]) => names.map((name) => `  ${name}: {description: x}\n`).join("");
const BUILT_IN = new Map([
  ["fetch", `inputs:\n${input("uri", "expected-sha256", "extract")}pipeline:\n  - runs: unpack\n`],
  ["git-checkout", `inputs:\n${input("repository", "expected-commit", "tag")}pipeline:\n  - runs: unpack\n`],
  ["autoconf/configure", `inputs:\n${input("opts")}pipeline:\n  - runs: ./configure\n`],
]);

export interface World {
  /** Stage → its inputs; stage1 takes the seed and each other the one before, unless said otherwise. */
  readonly inputs?: Readonly<Record<string, readonly string[]>>;
  /** `stage1/zlib.yaml` → text. Every YAML file at the top of a stage's folder is listed. */
  readonly files: Readonly<Record<string, string>>;
  /** Lines of the seed, where another is wanted. */
  readonly seed?: string;
  /** Stage → `definitions:`, where not all of its folder. */
  readonly definitions?: Readonly<Record<string, string>>;
  readonly more?: string;
  readonly arches?: readonly Arch[];
}

const SEED = `type: alpine
    reason: test
    repositories: [https://mirror.example/alpine/v3/main]
    keys: []`;

export function blueprintText({ inputs = {}, files, seed = SEED, definitions = {}, more = "" }: World): string {
  const stages = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))].filter((name) =>
    name.startsWith("stage"),
  );
  const lines = stages.map((name, index) => {
    const from = inputs[name] ?? [index === 0 ? "seed" : (stages[index - 1] ?? "")];
    return `  - name: ${name}\n    inputs: [${from.join(", ")}]\n    definitions: [${definitions[name] ?? `${name}/*`}]`;
  });
  return `name: test\narches: [x86_64, aarch64]\nseeds:\n  - name: alpine\n    ${seed}\nstages:\n${lines.join("\n")}\n${more}`;
}

export function surveyOf(world: World) {
  const files = Object.entries({ "bootstrap.yaml": blueprintText(world), ...world.files });
  const listed = new Map(files.map(([path, text]) => [path, { bytes: Buffer.from(text), executable: false }] as const));
  const surveyed = surveyBlueprint({ files: listed, pipelines: BUILT_IN, hash });
  if (!surveyed.ok)
    throw new Error(surveyed.defects.map((one) => `${formatPlace(one.place)} ${one.message}`).join("\n"));
  const { blueprint } = surveyed.value;
  const arches = (world.arches ?? blueprint.arches).map((arch) => {
    const { recipes, defects } = surveyed.value.recipesFor(arch);
    const plan = surveyArch({ blueprint, seed: "alpine", arch, recipes, offer: { kind: "assumed" } });
    return { recipes, plan, defects };
  });
  return { survey: surveyed.value, arches };
}

/** What the rules alone find. */
export function linted(world: World): Defect[] {
  const { survey, arches } = surveyOf(world);
  return lint(lintContext(survey, arches));
}

/** Everything that pre-flight finds. */
export function checked(world: World): Defect[] {
  const { survey, arches } = surveyOf(world);
  const found = arches.flatMap(({ defects, plan }) => [...defects, ...plan.defects, ...plan.warnings]);
  return uniqueDefects([...survey.defects, ...survey.warnings, ...found, ...lint(lintContext(survey, arches))]);
}

/** `stage1/p.yaml:9:12 plain-http-source`. */
export function told(findings: readonly Defect[], code: string): string[] {
  return findings.filter((one) => one.code === code).map((one) => formatPlace(one.place));
}

/** A definition; `body` follows, from line 8 on. */
export function definition(
  name: string,
  body = "",
  { version = "1.2.3", epoch = 0, needs = [] as readonly string[] } = {},
) {
  return `package:
  name: ${name}
  version: "${version}"
  epoch: ${epoch}
environment:
  contents:
    packages: [${needs.join(", ")}]
${body === "" ? "pipeline: [{runs: make}]" : body}
`;
}

/** `uri` stands on line 11, column 12. */
export function fetching(uri: string): string {
  return `pipeline:\n  - uses: fetch\n    with:\n      uri: ${uri}\n      expected-sha256: ${SHA}\n`;
}

export function checkingOut(repository: string): string {
  return `pipeline:\n  - uses: git-checkout\n    with:\n      repository: ${repository}\n      expected-commit: ${COMMIT}\n`;
}

/** The script's first line is line 10, column 7. */
export function running(...lines: readonly string[]): string {
  return `pipeline:\n  - runs: |\n${lines.map((line) => `      ${line}\n`).join("")}`;
}
