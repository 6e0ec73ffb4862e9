import { type Blueprint, canonicalJson, RUNGS, sortedBy } from "@ascent/core";
import { type ListedFile, type Survey, sha256, surveyBlueprint } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import type { Attested } from "./attestations.ts";
import { ASK_AGAIN, type Claim, check, count, unless } from "./claim.ts";
import { type ListedRun, lastStage } from "./runs.ts";

export interface BlueprintsRead {
  readonly blueprints: ReadonlyMap<ListedRun, Survey>;
  readonly claims: readonly Claim[];
}

/** Reads each run's blueprint from the export: the files by digest, the list by its own digest, and what is signed of both. */
export async function readBlueprints(
  archive: ProofArchive,
  runs: readonly ListedRun[],
  given: { readonly attested: readonly Attested[]; readonly pipelines: ReadonlyMap<string, string> },
): Promise<BlueprintsRead> {
  const blueprints = new Map<ListedRun, Survey>();
  const claims: Claim[] = [];
  for (const run of runs) {
    const about = `${run.prefix}${run.record.blueprint.name}`;
    const claim = await check({ kind: "blueprint", about }, async () => {
      const files = await readFiles(archive, run);
      const survey = surveyBlueprint({ files, pipelines: given.pipelines, hash: sha256 });
      if (survey.ok) blueprints.set(run, survey.value);
      const broken = survey.ok ? [] : survey.defects.map(({ message }) => message);
      const attested = given.attested.filter((each) => each.run === run);
      const planned = survey.ok ? planDifferences(run, survey.value.blueprint) : [];
      return unless([...broken, ...listDifferences(run), ...planned, ...signedDifferences(run, attested)], {
        evidence: `${count(files.size, "file")} with ${run.record.blueprint.digest}`,
        wayOut: ASK_AGAIN,
      });
    });
    claims.push(claim);
  }
  return { blueprints, claims };
}

async function readFiles(archive: ProofArchive, run: ListedRun): Promise<Map<string, ListedFile>> {
  const files = new Map<string, ListedFile>();
  for (const { path, digest, executable } of run.record.blueprint.files) {
    files.set(path, { bytes: await archive.bytes(archive.need("blueprint-file", digest)), executable });
  }
  return files;
}

/** As the engine makes it (docs/verdict.md, blueprint digest). */
function listDifferences({ record: { blueprint } }: ListedRun): string[] {
  const list = sortedBy(blueprint.files, ({ path }) => path);
  const found = sha256(canonicalJson(list.map(({ path, digest, executable }) => ({ path, digest, executable }))));
  return found === blueprint.digest ? [] : [`the list of files has ${found}, not ${blueprint.digest}`];
}

/** Stages and required rung are the blueprint's to say; a run may be held to more, never to less. */
function planDifferences(run: ListedRun, { name, stages, policies }: Blueprint): string[] {
  const { record } = run;
  const names = stages.map((stage) => stage.name);
  const lasts = record.arches.map(({ arch }) => lastStage(run, arch)).filter((last) => last !== names.at(-1));
  const unknown = record.stages.filter(({ stage }) => !names.includes(stage));
  const lower = RUNGS.indexOf(record.required) < RUNGS.indexOf(policies.require);
  return [
    ...(name === record.blueprint.name ? [] : [`it is the blueprint ${name}`]),
    ...lasts.map((last) => `its last stage is ${names.at(-1)}, but the record's is ${last}`),
    ...unknown.map(({ stage }) => `it has no stage ${stage}`),
    ...(lower ? [`it requires ${policies.require}, but the record says ${record.required}`] : []),
  ];
}

/** What the run itself built was built from this very blueprint; results from the cache may be from another one. */
function signedDifferences({ record }: ListedRun, attested: readonly Attested[]): string[] {
  const listed = new Map<string, string>(record.blueprint.files.map(({ path, digest }) => [path, digest]));
  const own = attested.filter(({ provenance }) => provenance.invocation.runId === record.id);
  return own.flatMap(({ provenance: { blueprint, definition, stage, subject } }) => {
    const what = `the attestation of ${stage}/${subject.name}`;
    const other =
      blueprint.digest === record.blueprint.digest ? [] : [`${what} is about blueprint ${blueprint.digest}`];
    const text = definition.text === undefined || sha256(definition.text) === definition.digest;
    return [
      ...other,
      ...(listed.get(definition.file) === definition.digest ? [] : [`${what} is about another ${definition.file}`]),
      ...(text ? [] : [`${what} holds a text of ${definition.file} that is not ${definition.digest}`]),
    ];
  });
}
