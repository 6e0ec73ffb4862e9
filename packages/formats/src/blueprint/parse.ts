import type { Blueprint, Checked, Defect, Prebuilt, Seed, SeedKey, SourceHint } from "@ascent/core";
import { sortDefects } from "@ascent/core";
import type { ListedFile } from "../melange/file-listing.ts";
import { complain, type Reading } from "../yaml/decode.ts";
import { placeOf, type YamlNode } from "../yaml/node.ts";
import { parseYaml } from "../yaml/parse.ts";
import { repositoriesOf } from "./conventions.ts";
import { textOfFile } from "./file-text.ts";
import { readLayout } from "./parameters.ts";
import { policiesOf } from "./policies.ts";
import {
  type AlpineSection,
  type BlueprintSection,
  type DebianSection,
  type KeySection,
  type PrebuiltSection,
  readBlueprint,
  type SeedSection,
  type SourceSection,
} from "./schema.ts";
import { BLUEPRINT_FILE, checkUnique, readStages } from "./stages.ts";

type Files = ReadonlyMap<string, ListedFile>;

/**
 * Reads `bootstrap.yaml` out of a blueprint's files. Definitions are looked for but not read. Defects: those of
 * {@link parseYaml}, of the records in schema.ts and of {@link readStages}, and `blueprint-file-missing`, `not-utf8`,
 * `no-arches`, `no-seeds`, `no-stages`, `duplicate-seed`, `key-without-origin`, `file-missing`, `empty-reason`.
 */
export function parseBlueprint(files: Files): Checked<Blueprint> {
  const file = files.get(BLUEPRINT_FILE);
  if (file === undefined) return { ok: false, defects: [blueprintFileMissing()] };
  const content = textOfFile(BLUEPRINT_FILE, file.bytes);
  if (!content.ok) return content;
  const yaml = parseYaml(BLUEPRINT_FILE, content.value);
  if (!yaml.ok) return yaml;
  const reading: Reading = { defects: [] };
  const section = readBlueprint(yaml.value, reading);
  if (section === undefined || reading.defects.length > 0) return { ok: false, defects: sortDefects(reading.defects) };
  const blueprint = blueprintOf(section, files, reading);
  const told = sortDefects(reading.defects);
  const defects = told.filter(({ severity }) => severity === "defect");
  // A warning may be but the echo of a defect: a stage is unused when the input that names it is misspelt.
  return defects.length > 0 ? { ok: false, defects } : { ok: true, value: blueprint, warnings: told };
}

function blueprintFileMissing(): Defect {
  return {
    severity: "defect",
    code: "blueprint-file-missing",
    place: { file: BLUEPRINT_FILE, line: 1, column: 1 },
    message: `The blueprint has no ${BLUEPRINT_FILE}, which says what its seeds and stages are.`,
    wayOut: "Write one, or name the folder that holds it.",
  };
}

function blueprintOf(section: BlueprintSection, files: Files, reading: Reading): Blueprint {
  checkNotEmpty(section, reading);
  const repositories = repositoriesOf(section, reading);
  return {
    name: section.name.value,
    description: section.description?.value.trim() ?? "",
    arches: [...new Set(section.arches)],
    seeds: seedsOf(section.seeds, files, reading),
    stages: readStages(section.stages, readLayout(section, files, reading), reading),
    policies: policiesOf(section.policies, reading),
    sources: section.sources.map(sourceHint),
    ...(section.prebuilt.length === 0 ? {} : { prebuilt: section.prebuilt.map(prebuiltOf) }),
    ...(repositories.length === 0 ? {} : { repositories }),
    place: placeOf(section.node),
  };
}

function checkNotEmpty(section: BlueprintSection, reading: Reading): void {
  const node = (key: string): YamlNode =>
    section.node.entries.find((entry) => entry.key.value === key)?.key ?? section.node;
  const missing = [
    { key: "arches", empty: section.arches.length === 0, message: "No architecture is listed to build for." },
    { key: "seeds", empty: section.seeds.length === 0, message: "No seed is listed, so nothing could be built first." },
    { key: "stages", empty: section.stages.length === 0, message: "No stage is listed, so nothing would be built." },
  ];
  for (const { key, empty, message } of missing) {
    if (empty)
      complain(reading, node(key), { code: `no-${key}`, message, wayOut: `Add at least one under "${key}:".` });
  }
}

/* Seeds ----------------------------------------------------------------------------------------------------------- */

function seedsOf(seeds: readonly SeedSection[], files: Files, reading: Reading): Seed[] {
  checkUnique(
    seeds.map(({ section }) => section.name),
    reading,
    (value) => ({
      code: "duplicate-seed",
      message: `There are two seeds called "${value}".`,
      wayOut: "Give one of them another name.",
    }),
  );
  return seeds.map((seed) => seedOf(seed, files, reading));
}

function seedOf(seed: SeedSection, files: Files, reading: Reading): Seed {
  if (seed.type === "debian") return { ...commonOf(seed.section), type: "debian", suite: seed.section.suite.value };
  return {
    ...commonOf(seed.section),
    type: "alpine",
    repositories: seed.section.repositories.map(({ value }) => value.replace(/\/+$/, "")),
    keys: seed.section.keys.flatMap((key) => keyOf(key, files, reading)),
  };
}

function commonOf(section: AlpineSection | DebianSection) {
  const aliases = [...section.aliases].map(([name, { value }]) => [name, value.map((target) => target.value)] as const);
  return {
    name: section.name.value,
    reason: section.reason.value.trim(),
    ...(section.lock === undefined ? {} : { lock: section.lock.value }),
    aliases: new Map(aliases),
    place: placeOf(section.name),
  };
}

function keyOf(key: KeySection, files: Files, reading: Reading): SeedKey[] {
  const name = key.name.value;
  if (key.file !== undefined && key.url === undefined && key.sha256 === undefined) {
    if (files.has(key.file.value)) return [{ kind: "file", name, file: key.file.value }];
    complain(reading, key.file, {
      code: "file-missing",
      message: `The blueprint has no file "${key.file.value}".`,
      wayOut: "Paths are relative to bootstrap.yaml; put the key there.",
    });
    return [];
  }
  if (key.file === undefined && key.url !== undefined && key.sha256 !== undefined) {
    return [{ kind: "url", name, url: key.url.value, sha256: key.sha256.value }];
  }
  complain(reading, key.name, {
    code: "key-without-origin",
    message: `It is not said which key "${name}" is: a key is either a file, or a url with its sha256.`,
    wayOut: 'Give either "file:", or both "url:" and "sha256:".',
  });
  return [];
}

/* Sources --------------------------------------------------------------------------------------------------------- */

function sourceHint(section: SourceSection): SourceHint {
  const { debian } = section;
  return {
    source: section.source.value,
    ...(debian === undefined ? {} : { debian: { package: debian.package.value, file: debian.file.value } }),
    mirrors: section.mirrors.map(({ value }) => value),
  };
}

function prebuiltOf({ source, reason }: PrebuiltSection): Prebuilt {
  return { source: source.value.trim(), reason: reason.value.trim(), place: placeOf(source) };
}
