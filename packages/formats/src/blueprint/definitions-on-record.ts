import { type Arch, type Blueprint, type Checked, type Defect, Fault } from "@ascent/core";
import type { DefinitionFacts, ExpandedFacts, FilesBeside, KnownFacts } from "../facts/facts.ts";
import { type Definition, parseDefinition } from "../melange/definition.ts";
import { type Expansion, filesBeside } from "../melange/expand.ts";
import type { FileListing, ListedFile } from "../melange/file-listing.ts";
import { textOfFile } from "./file-text.ts";

interface Sources {
  readonly files: ReadonlyMap<string, ListedFile>;
  readonly listing: FileListing;
  readonly known: KnownFacts | undefined;
}

interface Standing {
  readonly stage: string;
  readonly arch: Arch;
}

type Expand = (definition: Definition) => { readonly expansion: Expansion; readonly defects: readonly Defect[] };

/** A definition, or as much as is known of it without reading it. */
export class DefinitionOnRecord {
  readonly facts?: DefinitionFacts;
  readonly #read: () => Definition;
  #definition: Definition | undefined;
  readonly #expanded = new Map<string, ExpandedFacts>();

  constructor(read: () => Definition, facts?: DefinitionFacts) {
    this.#read = read;
    if (facts === undefined) return;
    this.facts = facts;
    for (const expanded of facts.expanded) this.#expanded.set(keyOf(expanded), expanded);
  }

  read(): Definition {
    this.#definition ??= this.#read();
    return this.#definition;
  }

  expanded(): readonly ExpandedFacts[] {
    return [...this.#expanded.values()];
  }

  expand(standing: Standing, expand: Expand): ExpandedFacts {
    const known = this.#expanded.get(keyOf(standing));
    if (known !== undefined) return known;
    const { expansion, defects } = expand(this.read());
    const { stage, arch } = standing;
    const recipe = expansion.kind === "recipe" ? { recipe: expansion.recipe } : {};
    const facts = { stage, arch, defects, ...recipe };
    this.#expanded.set(keyOf(standing), facts);
    return facts;
  }
}

function keyOf({ stage, arch }: Standing): string {
  return `${stage} ${arch}`;
}

/** Each file once, however many stages use it; what is known of it, and else as it is read. */
export function readDefinitions(blueprint: Blueprint, sources: Sources) {
  const definitions = new Map<string, DefinitionOnRecord>();
  const unreadable = new Map<string, readonly Defect[]>();
  for (const [path, stages] of stagesByFile(blueprint)) {
    const facts = recall(path, stages, { blueprint, ...sources });
    const read = facts === undefined ? readNow(path, sources) : remembered(path, facts, sources);
    if (read.ok) definitions.set(path, read.value);
    else unreadable.set(path, read.defects);
  }
  return { definitions, unreadable };
}

function readNow(path: string, sources: Sources): Checked<DefinitionOnRecord> {
  const parsed = parseFile(path, sources);
  return parsed.ok ? { ...parsed, value: new DefinitionOnRecord(() => parsed.value) } : parsed;
}

function remembered(path: string, facts: DefinitionFacts, sources: Sources): Checked<DefinitionOnRecord> {
  if (facts.defects.length > 0) return { ok: false, defects: facts.defects };
  return { ok: true, value: new DefinitionOnRecord(() => parseAgain(path, sources), facts), warnings: [] };
}

function stagesByFile({ stages }: Blueprint): Map<string, Set<string>> {
  const byFile = new Map<string, Set<string>>();
  for (const { name, definitions } of stages) {
    for (const { value } of definitions) byFile.set(value, (byFile.get(value) ?? new Set()).add(name));
  }
  return byFile;
}

/** Facts tell what a rule found in all stages that a definition is in: among others, it may find something else. */
function recall(
  path: string,
  stages: ReadonlySet<string>,
  { known, ...sources }: Sources & { readonly blueprint: Blueprint },
): DefinitionFacts | undefined {
  const facts = known?.recall(path, besides(path, sources));
  if (facts === undefined || facts.defects.length > 0) return facts;
  const told = new Set(facts.expanded.map(({ stage }) => stage));
  return told.size === stages.size && [...stages].every((stage) => told.has(stage)) ? facts : undefined;
}

function besides(
  path: string,
  { blueprint, listing }: { readonly blueprint: Blueprint; readonly listing: FileListing },
): FilesBeside {
  return (stage, name) => {
    const { workspace } = blueprint.stages.find((one) => one.name === stage) ?? {};
    return filesBeside(path, name, { files: listing, workspace });
  };
}

function parseFile(path: string, { files }: Sources) {
  const text = textOfFile(path, files.get(path)?.bytes ?? new Uint8Array());
  return text.ok ? parseDefinition(path, text.value) : text;
}

/** What could be read when its facts were found can be read now: its bytes are the same. */
function parseAgain(path: string, sources: Sources): Definition {
  const parsed = parseFile(path, sources);
  if (!parsed.ok) throw new Fault("definition-changed", `${path} changed while it was looked at`);
  return parsed.value;
}
