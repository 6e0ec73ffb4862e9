import type { Checked } from "@ascent/core";
import {
  boolean,
  integer,
  list,
  type MapEntry,
  mapOf,
  onlyChecked,
  optional,
  type Read,
  type Reading,
  type RecordOf,
  record,
  required,
  text,
  textMap,
  withDefault,
} from "../yaml/decode.ts";
import type { YamlMapping, YamlNode, YamlScalar } from "../yaml/node.ts";
import { parseYaml } from "../yaml/parse.ts";
import { noTexts, outputShape, readBuildOptions, readEnvironment, readPackage, type Texts } from "./package-schema.ts";
import { readUpdate } from "./update-schema.ts";

const none = [] as const;

const inputShape = {
  description: optional(text),
  default: optional(text),
  required: withDefault(boolean, false),
};
export type PipelineInput = RecordOf<typeof inputShape>;

const needsShape = { packages: withDefault(list(text), none) };
const assertionsShape = { requiredSteps: withDefault(integer, 0) };

/** One step as written. A file under `pipelines/` has the same shape: it is a step with `inputs`. */
export interface Step {
  readonly node: YamlMapping;
  readonly if: YamlScalar | undefined;
  readonly name: YamlScalar | undefined;
  readonly uses: YamlScalar | undefined;
  readonly with: Texts;
  readonly runs: YamlScalar | undefined;
  readonly pipeline: readonly Step[];
  readonly inputs: ReadonlyMap<string, MapEntry<PipelineInput>>;
  readonly needs: RecordOf<typeof needsShape> | undefined;
  readonly label: YamlScalar | undefined;
  readonly assertions: RecordOf<typeof assertionsShape> | undefined;
  readonly workingDirectory: YamlScalar | undefined;
  readonly environment: Texts;
}

const stepShape = {
  if: optional(text),
  name: optional(text),
  uses: optional(text),
  with: withDefault(textMap, noTexts),
  runs: optional(text),
  pipeline: withDefault(
    list<Step>((node, reading) => readStep(node, reading)),
    none,
  ),
  inputs: withDefault(mapOf(record("an input", inputShape)), new Map()),
  needs: optional(record("needs", needsShape)),
  label: optional(text),
  assertions: optional(record("assertions", assertionsShape)),
  workingDirectory: optional(text),
  environment: withDefault(textMap, noTexts),
};
const readStep: Read<Step> = record("a pipeline step", stepShape);

const testShape = {
  environment: optional(readEnvironment),
  pipeline: withDefault(list(readStep), none),
};
/** Tests are checked; a bootstrap does not run them, and of a distribution's definitions they are the larger part. */
const readTest = onlyChecked(record("a test", testShape));

const subpackageShape = {
  ...outputShape,
  if: optional(text),
  range: optional(text),
  pipeline: withDefault(list(readStep), none),
  test: optional(readTest),
};
export type SubpackageSection = RecordOf<typeof subpackageShape>;

const rangeShape = { name: required(text), items: withDefault(textMap, noTexts) };

const transformShape = {
  from: required(text),
  match: required(text),
  replace: optional(text),
  to: required(text),
};
export type VarTransform = RecordOf<typeof transformShape>;

const capabilitiesShape = { add: withDefault(list(text), none), drop: withDefault(list(text), none) };

const definitionShape = {
  package: required(readPackage),
  environment: optional(readEnvironment),
  capabilities: optional(record("capabilities", capabilitiesShape)),
  pipeline: withDefault(list(readStep), none),
  subpackages: withDefault(list(record("a subpackage", subpackageShape)), none),
  data: withDefault(list(record("a range", rangeShape)), none),
  update: optional(readUpdate),
  vars: withDefault(textMap, noTexts),
  varTransforms: withDefault(list(record("a variable transform", transformShape)), none),
  options: withDefault(readBuildOptions, new Map()),
  test: optional(readTest),
};

/**
 * A melange definition as written: every text still holds its `${{…}}` and knows its place, every mapping its node.
 * Schema: melange's pkg/config (Configuration) and apko's ImageConfiguration.
 */
export type Definition = RecordOf<typeof definitionShape>;

const readDefinition = record("a definition", definitionShape);

/**
 * Reads one melange definition. In: the file's path as complaints name it, and its text. Defects: those of
 * {@link parseYaml}, `unknown-key`, `missing-key`, `wrong-kind`, `not-a-boolean`, `not-a-number`.
 */
export function parseDefinition(file: string, content: string): Checked<Definition> {
  return parseWith(parseYaml(file, content), readDefinition);
}

/** Reads one file of a `pipelines/` folder: same defects as {@link parseDefinition}. */
export function parsePipeline(file: string, content: string): Checked<Step> {
  return parseWith(parseYaml(file, content, true), readPipelineFile);
}

/** melange takes any key in such files; `description` is one that people write, for a step inside too. */
const describedShape = {
  ...stepShape,
  description: optional(text),
  pipeline: withDefault(
    list<Step>((node, reading) => readDescribedStep(node, reading)),
    none,
  ),
};
const readDescribedStep: Read<Step> = record("a pipeline step", describedShape);
const readPipelineFile: Read<Step> = record("a pipeline", describedShape);

function parseWith<T>(yaml: Checked<YamlNode>, read: Read<T>): Checked<T> {
  if (!yaml.ok) return yaml;
  const reading: Reading = { defects: [], placesOnly: true };
  const value = read(yaml.value, reading);
  if (value === undefined || reading.defects.length > 0) return { ok: false, defects: reading.defects };
  return { ok: true, value, warnings: [] };
}
