import { ARCHES, type Arch, type Limits, RESIDUE_KINDS, type ResidueKind, RUNGS, type Rung } from "@ascent/core";
import {
  boolean,
  type Complaint,
  complain,
  list,
  mapOf,
  optional,
  type Read,
  type RecordOf,
  record,
  required,
  text,
  textMap,
  withDefault,
} from "../yaml/decode.ts";
import { listed, suggestion } from "../yaml/near.ts";
import type { YamlScalar } from "../yaml/node.ts";
import { count, duration, size } from "./units.ts";

const none = [] as const;

function oneOf<T extends string>(known: readonly T[], code: string, what: string): Read<T> {
  return (node, reading) => {
    const scalar = text(node, reading);
    if (scalar === undefined) return undefined;
    const found = known.find((candidate) => candidate === scalar.value);
    if (found !== undefined) return found;
    const wayOut = suggestion(scalar.value, known, `Known are: ${listed(known)}.`);
    return complain(reading, node, { code, message: `"${scalar.value}" is not ${what}.`, wayOut });
  };
}

function matching(pattern: RegExp, complaint: (value: string) => Complaint): Read<YamlScalar> {
  return (node, reading) => {
    const scalar = text(node, reading);
    if (scalar === undefined || pattern.test(scalar.value)) return scalar;
    return complain(reading, node, complaint(scalar.value));
  };
}

/** Names become parts of URLs, of file names and of queue ids. */
const name = matching(/^[a-z0-9][a-z0-9.-]{0,62}$/, (value) => ({
  code: "bad-name",
  message: `"${value}" cannot be a name here, as names become parts of URLs and file names.`,
  wayOut: "Use lower-case letters, digits, dots and dashes, beginning with a letter or digit.",
}));

const sha256 = matching(/^[0-9a-f]{64}$/, (value) => ({
  code: "bad-checksum",
  message: `"${value}" is not a SHA-256: 64 lower-case hexadecimal digits.`,
  wayOut: "Run sha256sum on the file that is meant and write what it prints.",
}));

const url = matching(/^https?:\/\/[^/\s]+(\/\S*)?$/, (value) => ({
  code: "bad-uri",
  message: `"${value}" is not an http:// or https:// address.`,
  wayOut: "Write the whole address.",
}));

/* Seeds ----------------------------------------------------------------------------------------------------------- */

const seedCommon = {
  name: required(name),
  type: required(text),
  reason: required(text),
  lock: optional(text),
  aliases: withDefault(mapOf(list(text)), new Map()),
};

const keyShape = { name: required(text), file: optional(text), url: optional(url), sha256: optional(sha256) };
export type KeySection = RecordOf<typeof keyShape>;

const alpineShape = {
  ...seedCommon,
  repositories: required(list(url)),
  keys: required(list(record("a key", keyShape))),
};
export type AlpineSection = RecordOf<typeof alpineShape>;
const debianShape = { ...seedCommon, suite: required(text) };
export type DebianSection = RecordOf<typeof debianShape>;

const readAlpine = record("an alpine seed", alpineShape);
const readDebian = record("a debian seed", debianShape);
const readSeedType = oneOf(["alpine", "debian"], "unknown-seed-type", "a type of seed");

export type SeedSection =
  | { readonly type: "alpine"; readonly section: AlpineSection }
  | { readonly type: "debian"; readonly section: DebianSection };

/** Which keys a seed has depends on its type, so the type is read first. */
const readSeed: Read<SeedSection> = (node, reading) => {
  const entry = node.kind === "mapping" ? node.entries.find(({ key }) => key.value === "type") : undefined;
  // Without a type nothing can be said of the other keys, but that it is missing.
  const type = entry === undefined ? "alpine" : readSeedType(entry.value, reading);
  if (type === undefined) return undefined;
  if (type === "alpine") {
    const section = readAlpine(node, reading);
    return section === undefined ? undefined : { type, section };
  }
  const section = readDebian(node, reading);
  return section === undefined ? undefined : { type, section };
};

/* Stages, policies, sources --------------------------------------------------------------------------------------- */

/** Options of the Makefiles around melange, by melange's own names. */
const conventionsShape = {
  repositoryAppend: withDefault(boolean, true),
  stripOriginName: withDefault(boolean, true),
  emptyWorkspace: withDefault(boolean, false),
  sourceDir: withDefault(textMap, new Map()),
  pipelineDir: withDefault(list(text), none),
};

const stageShape = {
  name: required(name),
  inputs: required(list(text)),
  definitions: required(list(text)),
  conventions: optional(record("conventions", conventionsShape)),
  environment: withDefault(textMap, new Map()),
  packages: withDefault(list(text), none),
};
export type StageSection = RecordOf<typeof stageShape>;

/** What one build may use where the blueprint does not say. */
export const DEFAULT_LIMITS: Limits = {
  seconds: 3600,
  memoryBytes: 4 * 2 ** 30,
  processes: 1024,
  diskBytes: 16 * 2 ** 30,
  logBytes: 64 * 2 ** 20,
};

const limitsShape = {
  seconds: withDefault(duration, DEFAULT_LIMITS.seconds),
  memory: withDefault(size, DEFAULT_LIMITS.memoryBytes),
  processes: withDefault(count, DEFAULT_LIMITS.processes),
  disk: withDefault(size, DEFAULT_LIMITS.diskBytes),
  log: withDefault(size, DEFAULT_LIMITS.logBytes),
};

const readRung: Read<Rung> = oneOf(RUNGS, "unknown-rung", "a rung of the verdict's ladder");

const readResidueKind: Read<ResidueKind> = oneOf(RESIDUE_KINDS, "unknown-residue-kind", "a kind of residue");
const exceptionShape = {
  package: required(text),
  path: required(text),
  kind: required(readResidueKind),
  detail: optional(text),
  reason: required(text),
};
export type ExceptionSection = RecordOf<typeof exceptionShape>;

const residueShape = { exceptions: withDefault(list(record("an exception", exceptionShape)), none) };

const policiesShape = {
  require: withDefault(readRung, "resolved" as Rung),
  limits: optional(record("limits", limitsShape)),
  residue: optional(record("residue", residueShape)),
};
export type PoliciesSection = RecordOf<typeof policiesShape>;

const poolShape = { package: required(text), file: required(text) };
const sourceShape = {
  source: required(text),
  debian: optional(record("a Debian source", poolShape)),
  mirrors: withDefault(list(url), none),
};
export type SourceSection = RecordOf<typeof sourceShape>;

const prebuiltShape = { source: required(text), reason: required(text) };
export type PrebuiltSection = RecordOf<typeof prebuiltShape>;

const readArch: Read<Arch> = oneOf(ARCHES, "unknown-arch", "an architecture that Ascent builds for");

const blueprintShape = {
  name: required(name),
  description: optional(text),
  arches: required(list(readArch)),
  seeds: required(list(readSeed)),
  stages: required(list(record("a stage", stageShape))),
  policies: optional(record("policies", policiesShape)),
  sources: withDefault(list(record("a source hint", sourceShape)), none),
  prebuilt: withDefault(list(record("a prebuilt source", prebuiltShape)), none),
  parameters: withDefault(textMap, new Map()),
  repositories: withDefault(textMap, new Map()),
};
export type BlueprintSection = RecordOf<typeof blueprintShape>;
export const readBlueprint = record("a blueprint", blueprintShape);
