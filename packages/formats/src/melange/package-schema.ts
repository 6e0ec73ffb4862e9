import {
  anything,
  boolean,
  integer,
  list,
  type MapEntry,
  mapOf,
  optional,
  type RecordOf,
  record,
  required,
  text,
  textMap,
  withDefault,
} from "../yaml/decode.ts";
import type { YamlScalar } from "../yaml/node.ts";

const none = [] as const;
/** Free names to texts, each with its place. */
export type Texts = ReadonlyMap<string, MapEntry<YamlScalar>>;
export const noTexts: Texts = new Map();

const dependenciesShape = {
  runtime: withDefault(list(text), none),
  provides: withDefault(list(text), none),
  replaces: withDefault(list(text), none),
  providerPriority: optional(text),
  replacesPriority: optional(text),
};
export type Dependencies = RecordOf<typeof dependenciesShape>;

const optionsShape = {
  noProvides: withDefault(boolean, false),
  noDepends: withDefault(boolean, false),
  noCommands: withDefault(boolean, false),
  noVersionedShlibDeps: withDefault(boolean, false),
};
export type PackageOptions = RecordOf<typeof optionsShape>;

const triggerShape = { script: optional(text), paths: withDefault(list(text), none) };
const scriptletsShape = {
  trigger: optional(record("a trigger", triggerShape)),
  preInstall: optional(text),
  postInstall: optional(text),
  preDeinstall: optional(text),
  postDeinstall: optional(text),
  preUpgrade: optional(text),
  postUpgrade: optional(text),
};
export type PackageScriptlets = RecordOf<typeof scriptletsShape>;

const copyrightShape = {
  license: required(text),
  attestation: optional(text),
  paths: withDefault(list(text), none),
  licensePath: optional(text),
  detectionOverride: optional(text),
};
export type Copyright = RecordOf<typeof copyrightShape>;

const capabilityShape = { path: required(text), add: withDefault(textMap, noTexts), reason: optional(text) };
export type PackageCapability = RecordOf<typeof capabilityShape>;

const checksShape = { disabled: withDefault(list(text), none) };

/** Names of the CPE dictionary, as NIST spells them. */
const cpeShape = {
  part: optional(text),
  vendor: optional(text),
  product: optional(text),
  edition: optional(text),
  language: optional(text),
  swEdition: optional(text, "sw_edition"),
  targetSw: optional(text, "target_sw"),
  targetHw: optional(text, "target_hw"),
  other: optional(text),
};

const resourcesShape = { cpu: optional(text), cpumodel: optional(text), memory: optional(text), disk: optional(text) };

/** What a package and a subpackage have in common. */
export const outputShape = {
  name: required(text),
  description: optional(text),
  url: optional(text),
  commit: optional(text),
  annotations: withDefault(textMap, noTexts),
  dependencies: optional(record("dependencies", dependenciesShape)),
  options: optional(record("a package's options", optionsShape)),
  scriptlets: optional(record("scriptlets", scriptletsShape)),
  checks: optional(record("checks", checksShape)),
  setcap: withDefault(list(record("a capability", capabilityShape)), none),
};

const packageShape = {
  ...outputShape,
  version: required(text),
  epoch: withDefault(integer, 0),
  targetArchitecture: withDefault(list(text), none),
  copyright: withDefault(list(record("a copyright", copyrightShape)), none),
  cpe: optional(record("cpe", cpeShape)),
  timeout: optional(text),
  resources: optional(record("resources", resourcesShape)),
  testResources: optional(record("test-resources", resourcesShape)),
};
export type PackageSection = RecordOf<typeof packageShape>;
export const readPackage = record("a package", packageShape);

/* The build environment: apko's image configuration. ------------------------------------------------------------- */

const contentsShape = {
  buildRepositories: withDefault(list(text), none, "build_repositories"),
  runtimeRepositories: withDefault(list(text), none, "runtime_repositories"),
  repositories: withDefault(list(text), none),
  keyring: withDefault(list(text), none),
  runtimeKeyring: optional(anything, "runtime_keyring"),
  packages: withDefault(list(text), none),
  baseimage: optional(anything),
};

const environmentShape = {
  contents: optional(record("contents", contentsShape)),
  environment: withDefault(textMap, noTexts),
  entrypoint: optional(anything),
  cmd: optional(text),
  stopSignal: optional(text),
  workDir: optional(text),
  accounts: optional(anything),
  archs: withDefault(list(text), none),
  paths: optional(anything),
  vcsUrl: optional(text),
  annotations: withDefault(textMap, noTexts),
  include: optional(text),
  volumes: withDefault(list(text), none),
  layering: optional(anything),
  format: optional(text),
  certificates: optional(anything),
};
export const readEnvironment = record("an environment", environmentShape);

/* Deviations that a build may choose (`options:` at the top). ------------------------------------------------------ */

const listOptionShape = { add: withDefault(list(text), none), remove: withDefault(list(text), none) };
const contentsOptionShape = { packages: optional(record("packages", listOptionShape)) };
const environmentOptionShape = { contents: optional(record("contents", contentsOptionShape)) };
const buildOptionShape = {
  vars: withDefault(textMap, noTexts),
  environment: optional(record("an option's environment", environmentOptionShape)),
};
export const readBuildOptions = mapOf(record("a build option", buildOptionShape));
