import { randomUUID } from "node:crypto";
import {
  type ArchRecord,
  buildKey,
  canonicalJson,
  type Digest,
  type Evidence,
  judge,
  type LockedPackage,
  normalisedRecipe,
  type OfferedPackage,
  type Recipe,
  seedInput,
} from "@ascent/core";
import { lockEnvironment, signingKeyOf } from "@ascent/engine";
import {
  apkDigests,
  formatProofManifest,
  formatProofRun,
  formatResidueScan,
  PROOF_MANIFEST,
  type ProofFileRole,
  type ProofRun,
  type Provenance,
  parseResidueScan,
  recordOf,
  runDocuments,
  type ScanStatement,
  sha256,
  surveyBlueprint,
  writeIndex,
  writeProvenance,
  writeScanStatement,
} from "@ascent/formats";
import {
  createFakeBuilder,
  definitionText,
  type MemoryStore,
  memoryKeys,
  memoryStore,
  type TestKey,
  testApk,
} from "@ascent/testkit";
import { type SigningKey, signedBundle, signingKey } from "../../formats/test/attestation/sample-provenance.ts";
import type { ExportFiles } from "./memory-files.ts";

/* A whole export in memory, of real formats: apks, indexes, bundles, locks. What a build "makes" follows from its definition
 * alone, so all stages, seeds and rebuilds end in the same bits, as tiny's do. */

const BLUEPRINT = `name: sample
arches: [x86_64]
seeds:
  - {name: debian, type: debian, suite: host, reason: for tests}
  - {name: other, type: debian, suite: next, reason: for tests}
stages:
  - {name: stage1, inputs: [seed], definitions: [stage1/cc.yaml]}
  - {name: stage2, inputs: [stage1, seed], definitions: [stage2/cc.yaml, stage2/sh.yaml]}
  - {name: stage3, inputs: [stage2], definitions: [stage3/cc.yaml, stage3/sh.yaml]}
  - {name: final, inputs: [stage3], definitions: [final/cc.yaml, final/sh.yaml, final/app.yaml]}
policies: {require: resolved}
`;

const SOURCE = sha256("the source of sh");
const FETCH = `  - uses: fetch
    with: {uri: "https://example.org/sh-1.0.tar", expected-sha256: ${SOURCE.slice(7)}}
`;

/** A set that can build itself: stage 3 and the last stage need nothing that they do not make. */
export function blueprintTexts(source = FETCH): ReadonlyMap<string, string> {
  const needs: Readonly<Record<string, readonly string[]>> = {
    ...{ "stage1/cc": ["gcc"], "stage2/cc": ["cc", "make"], "stage2/sh": ["cc", "make"] },
    ...{ "stage3/cc": ["cc", "sh"], "stage3/sh": ["cc", "sh"] },
    ...{ "final/cc": ["cc", "sh"], "final/sh": ["cc", "sh"], "final/app": ["cc", "sh"] },
  };
  const definitions = Object.entries(needs).map(([path, wanted]) => {
    const name = path.split("/")[1]!;
    return [`${path}.yaml`, definitionText(name, { needs: wanted }) + (name === "sh" ? source : "")] as const;
  });
  return new Map([["bootstrap.yaml", BLUEPRINT], ...definitions]);
}

export const BUILDER_VERSION = "sample-builder/1";
const MADE_AT = new Date("2026-01-01T00:00:00.000Z");

export interface SampleOutput {
  /** What is signed; tests may change it. */
  provenance: Provenance;
  readonly build: string;
  readonly sbom: Digest;
  apk: Uint8Array;
  /** Who signs for it. */
  signer: SigningKey;
  /** What is signed about the search of it; absent: nothing. */
  scan?: ScanStatement;
  /** Who signs that. */
  scanSigner: SigningKey;
}

export interface SampleRun {
  readonly record: Omit<ProofRun, "builds" | "evidence"> & { evidence: Evidence[] };
  readonly role: "exported" | "rebuild" | "fixed-point" | "other-seed";
  outputs: SampleOutput[];
  seedLock: Uint8Array;
}

export interface Sample {
  readonly store: MemoryStore;
  readonly builder: SigningKey;
  readonly runs: SampleRun[];
  /** The keys of stages by name. */
  readonly stageKeys: Map<string, TestKey["signer"]>;
  readonly publicStageKeys: Map<string, { readonly name: string; readonly pem: string }>;
  verdict: string;
}

/** What every package holds; long enough to be known again. */
export function madeContent(name: string): string {
  return `#!/bin/sh\necho "made of the definition of ${name}, in whatever stage and from whatever seed"\n`;
}

interface Workshop {
  readonly store: MemoryStore;
  readonly keys: ReturnType<typeof memoryKeys>;
  readonly builder: SigningKey;
  readonly recipes: ReadonlyMap<string, readonly Recipe[]>;
  readonly files: ProofRun["blueprint"]["files"];
  readonly blueprintDigest: Digest;
}

/** A bootstrap, a rebuild, a fixed point and a bootstrap from another seed, with all evidence for the top rung. */
export async function sampleExport(seedFile?: string): Promise<Sample> {
  const workshop = await openWorkshop();
  const packages = ["gcc", "make"];
  const first = { seed: "debian", role: "exported", packages } as const;
  const exported = await bootstrap(workshop, seedFile === undefined ? first : { ...first, seedFile });
  const other = await bootstrap(workshop, { seed: "other", role: "other-seed", packages });
  const rebuild = await again(workshop, exported, "recorded");
  const fixed = await again(workshop, exported, "final");
  const runs = [exported, other, rebuild, fixed];
  exported.record.evidence = evidenceOf(workshop, runs);
  const verdict = await honestVerdict(workshop.store, exported);
  const published = new Map<string, { name: string; pem: string }>();
  const signers = new Map<string, TestKey["signer"]>();
  for (const stage of ["stage1", "stage2", "stage3", "final"]) {
    const { keyName, pem } = await workshop.keys.publicKeyOf(stage);
    published.set(stage, { name: keyName, pem });
    signers.set(stage, (await workshop.keys.signerFor(stage)) as TestKey["signer"]);
  }
  const { store, builder } = workshop;
  return { store, builder, runs, stageKeys: signers, publicStageKeys: published, verdict };
}

async function openWorkshop(): Promise<Workshop> {
  const store = memoryStore();
  const texts = blueprintTexts();
  const files = [];
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    files.push({ path, digest: await store.put(new TextEncoder().encode(text)), executable: false });
  }
  const bytes = new Map(files.map(({ path }) => [path, new TextEncoder().encode(texts.get(path)!)]));
  const survey = surveyBlueprint({
    files: new Map([...bytes].map(([path, content]) => [path, { bytes: content, executable: false }])),
    pipelines: PIPELINES,
    hash: sha256,
  });
  if (!survey.ok) throw new Error(JSON.stringify(survey.defects));
  const { recipes, defects } = survey.value.recipesFor("x86_64");
  if (defects.length > 0) throw new Error(JSON.stringify(defects));
  const blueprintDigest = sha256(canonicalJson(files));
  return { store, keys: memoryKeys(), builder: signingKey(), recipes, files, blueprintDigest };
}

export const PIPELINES: ReadonlyMap<string, string> = new Map([
  [
    "fetch",
    "name: fetch\ninputs:\n  uri: {required: true}\n  expected-sha256: {required: true}\npipeline:\n  - runs: tar -xf x\n",
  ],
]);

interface Start {
  readonly seed: string;
  readonly role: SampleRun["role"];
  readonly packages: readonly string[];
  /** What every package of the seed holds, instead of its name. */
  readonly seedFile?: string;
}

async function bootstrap(workshop: Workshop, start: Start): Promise<SampleRun> {
  const id = randomUUID();
  const offered = await seedPackages(workshop, start);
  const lock = { seed: start.seed, arch: "x86_64", origin: "memory", packages: offered };
  const seedLock = new TextEncoder().encode(canonicalJson(lock));
  const seedLockDigest = await workshop.store.put(seedLock);
  const inputs = new Map([
    ["stage1", [seedInput(start.seed)]],
    ["stage2", ["stage1", seedInput(start.seed)]],
    ["stage3", ["stage2"]],
    ["final", ["stage3"]],
  ]);
  const outputs: SampleOutput[] = [];
  for (const [stage, declaredInputs] of inputs) {
    const made: OfferedPackage[] = [];
    for (const recipe of workshop.recipes.get(stage)!) {
      const environment = lockEnvironment({ inputs: declaredInputs, stage, recipe }, [...offered, ...made]);
      const built = await build(workshop, { id, recipe, environment, declaredInputs, seedLock: seedLockDigest });
      outputs.push(built.output);
      made.push({ ...built.offered, input: stage });
    }
    offered.push(...(made as typeof offered));
  }
  return {
    role: start.role,
    outputs,
    seedLock,
    record: {
      format: "ascent-run/1",
      id,
      purpose: { kind: "bootstrap" },
      blueprint: { name: "sample", digest: workshop.blueprintDigest, files: [...workshop.files] },
      required: "resolved",
      arches: [{ arch: "x86_64", seed: start.seed, seedLock: seedLockDigest }],
      stages: [...inputs].map(([stage, taken]) => ({ stage, arch: "x86_64", inputs: taken })),
      evidence: [],
    },
  };
}

async function seedPackages({ store, keys }: Workshop, { seed, packages, seedFile }: Start) {
  const input = seedInput(seed);
  const signer = (await keys.signerFor(signingKeyOf(input))) as TestKey["signer"];
  const offered = [];
  for (const name of packages) {
    const { bytes } = await testApk({ name, files: { [`usr/bin/${name}`]: seedFile ?? `${name} of ${seed}` } }, signer);
    await store.put(bytes);
    const { info, fileDigest, contentDigest, size, checksum } = await apkDigests([bytes]);
    const upstream = { url: `memory:${name}`, sha256: fileDigest.slice(7) };
    offered.push({ record: recordOf(info, { size, checksum }), input, fileDigest, contentDigest, upstream });
  }
  return offered;
}

interface Order {
  readonly id: string;
  readonly recipe: Recipe;
  readonly environment: readonly LockedPackage[];
  readonly declaredInputs: readonly string[];
  readonly seedLock: Digest;
  readonly again?: NonNullable<Provenance["again"]>;
}

async function build(workshop: Workshop, order: Order) {
  const { store, keys } = workshop;
  const { recipe, environment, id } = order;
  const fake = createFakeBuilder({ store, contentOf: (_request, output) => madeContent(output.name) });
  const limits = { seconds: 60, memoryBytes: 2 ** 30, processes: 100, diskBytes: 2 ** 30, logBytes: 2 ** 20 };
  const signer = await keys.signerFor(recipe.stage);
  const built = await fake.build(
    { recipe, environment, sources: [], limits, parallelism: 1, signer },
    { signal: new AbortController().signal, onStep: () => {}, onLog: () => {} },
  );
  if (built.kind !== "built") throw new Error(JSON.stringify(built));
  const [{ record, fileDigest, contentDigest, sbom }] = built.outputs;
  const offers = { upstreams: [], paths: [], libraries: [], commands: [], triplets: [] };
  const report = await store.put(
    formatResidueScan({
      ...{ arch: "x86_64", package: record.name, contentDigest, seedLock: order.seedLock },
      report: { package: record.name, findings: [], offers, files: 2, bytes: 100 },
    }),
  );
  const provenance: Provenance = {
    subject: { name: record.name, version: record.version, fileDigest, contentDigest },
    blueprint: { name: "sample", digest: workshop.blueprintDigest },
    stage: recipe.stage,
    arch: "x86_64",
    definition: { file: recipe.definition.file, digest: recipe.definition.digest },
    declaredInputs: order.declaredInputs,
    ...(order.again === undefined ? {} : { again: order.again }),
    limits,
    parallelism: 1,
    buildKey: buildKey({ recipe, environment, builderVersion: BUILDER_VERSION }, sha256),
    recipe: normalisedRecipe(recipe),
    environment,
    sources: recipe.sources.map((source) => ({
      name: source.fileName,
      uri: source.kind === "fetch" ? source.uri : source.repository,
      from: "https://mirror.example.org/",
      digest: SOURCE,
    })),
    files: [],
    seedLock: order.seedLock,
    builder: { id: "urn:ascent:builder:00000000", version: BUILDER_VERSION },
    invocation: { runId: id, buildId: randomUUID(), attempt: 1, startedOn: MADE_AT, finishedOn: MADE_AT },
    byproducts: { sbom, reports: [report] },
  };
  const apk = await store.read(fileDigest);
  const scan: ScanStatement = {
    ...{ subject: provenance.subject, arch: "x86_64", seedLock: order.seedLock, scanner: provenance.builder },
    fingerprint: { version: 2, digest: sha256("fingerprint") },
    report: { digest: report, files: 2, bytes: 100, findings: 0 },
  };
  const { builder } = workshop;
  const signers = { signer: builder, scanSigner: builder };
  const output: SampleOutput = { provenance, build: recipe.name, sbom, apk, scan, ...signers };
  return { output, offered: { record, fileDigest, contentDigest } };
}

/** The last stage once more: from its own locks, or with its own packages. */
async function again(workshop: Workshop, of: SampleRun, setting: "recorded" | "final"): Promise<SampleRun> {
  const id = randomUUID();
  const last = of.outputs.filter(({ provenance }) => provenance.stage === "final");
  const outputs: SampleOutput[] = [];
  for (const { provenance } of last) {
    const recipe = workshop.recipes.get("final")!.find(({ name }) => name === provenance.subject.name)!;
    const environment = setting === "recorded" ? provenance.environment : relock(provenance.environment, last);
    const declaredInputs = setting === "recorded" ? provenance.declaredInputs : [];
    const repeated = { runId: of.record.id, buildId: provenance.invocation.buildId, with: setting };
    const seedLock = of.record.arches[0]!.seedLock;
    outputs.push(
      (await build(workshop, { id, recipe, environment, declaredInputs, seedLock, again: repeated })).output,
    );
  }
  return {
    role: setting === "recorded" ? "rebuild" : "fixed-point",
    outputs,
    seedLock: of.seedLock,
    record: {
      ...of.record,
      id,
      purpose: { kind: "rebuild", of: of.record.id, with: setting },
      stages: [{ stage: "final", arch: "x86_64", inputs: setting === "recorded" ? ["stage3"] : [] }],
      evidence: [],
    },
  };
}

function relock(environment: readonly LockedPackage[], final: readonly SampleOutput[]): readonly LockedPackage[] {
  return environment.map((locked) => {
    const { subject } = final.find(({ provenance }) => provenance.subject.name === locked.name)!.provenance;
    return { ...subject, input: "final" };
  });
}

function evidenceOf(_workshop: Workshop, [exported, other, rebuild, fixed]: SampleRun[]): Evidence[] {
  return exported!.outputs
    .filter(({ provenance }) => provenance.stage === "final")
    .flatMap(({ provenance: { subject, buildKey: key, byproducts } }): Evidence[] => {
      const about = {
        arch: "x86_64",
        package: subject.name,
        buildKey: key,
        contentDigest: subject.contentDigest,
      } as const;
      const item = (kind: Evidence["kind"], more: Partial<Evidence>): Evidence => {
        return { kind, ...about, outcome: "holds", summary: `${kind} holds`, reasons: [], documents: [], ...more };
      };
      return [
        item("residue", { seedLock: exported!.record.arches[0]!.seedLock, documents: byproducts.reports }),
        item("rebuild", { summary: `run ${rebuild!.record.id} made the same` }),
        item("fixed-point", { summary: `run ${fixed!.record.id} made the same` }),
        item("other-seed", { seedLock: other!.record.arches[0]!.seedLock }),
      ];
    });
}

async function honestVerdict(store: MemoryStore, run: SampleRun): Promise<string> {
  const builds = run.outputs.map(({ provenance }) => lineage(provenance));
  const survey = surveyBlueprint({
    files: new Map(
      [...blueprintTexts()].map(([path, text]) => [path, { bytes: Buffer.from(text), executable: false }]),
    ),
    pipelines: PIPELINES,
    hash: sha256,
  });
  if (!survey.ok) throw new Error("no blueprint");
  const { arch, seed, seedLock } = run.record.arches[0]!;
  const scans = await Promise.all(
    run.outputs.flatMap(({ provenance }) =>
      provenance.byproducts.reports.map(async (digest) => parseResidueScan(await store.read(digest))),
    ),
  );
  const record: ArchRecord = { arch, seed, seedLock, builds, evidence: run.record.evidence, scans };
  const verdict = judge({ blueprint: survey.value.blueprint, arches: [record], required: run.record.required });
  return `${JSON.stringify(verdict, undefined, 2)}\n`;
}

function lineage({ invocation, stage, subject, buildKey: key, declaredInputs, environment }: Provenance) {
  const { name, version, ...digests } = subject;
  const outputs = [{ record: { name, version }, ...digests }];
  return { buildId: invocation.buildId, stage, name, key, declaredInputs, environment, outputs };
}

/** Signs and lays out what the sample says now. */
export async function writeExport(sample: Sample): Promise<ExportFiles> {
  const files: ExportFiles = new Map();
  const roles = new Map<string, ProofFileRole>();
  const put = (path: string, role: ProofFileRole, content: Uint8Array | string) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    files.set(path, bytes);
    roles.set(path, role);
    return sha256(bytes);
  };
  for (const run of sample.runs) await putRun(sample, run, put);
  const final = sample.runs[0]!.outputs.filter(({ provenance }) => provenance.stage === "final");
  const records = [];
  for (const { provenance, apk } of final) {
    const { info, size, checksum } = await apkDigests([apk]);
    records.push(recordOf(info, { size, checksum }));
    put(`x86_64/${provenance.subject.name}-${provenance.subject.version}.apk`, "package", apk);
  }
  const signer = sample.stageKeys.get("final")!;
  put("x86_64/APKINDEX.tar.gz", "index", await writeIndex(records, { description: "final x86_64", signer }));
  put("verdict.json", "verdict", sample.verdict);
  put("proof/keys/builder-1.pem", "builder-key", sample.builder.publicPem);
  const stageKeys = [...sample.publicStageKeys].map(([stage, { name, pem }]) => {
    const path = stage === "final" ? `keys/${name}` : `proof/keys/stages/${name}`;
    put(path, "stage-key", pem);
    return { stage, name, path };
  });
  const manifest = formatProofManifest({
    format: "ascent-proof/1",
    run: sample.runs[0]!.record.id,
    runs: sample.runs.map(({ record, role }) => ({ id: record.id, role })),
    stageKeys,
    builderKeys: [{ path: "proof/keys/builder-1.pem" }],
    files: [...files].map(([path, bytes]) => {
      return { path, role: roles.get(path)!, digest: sha256(bytes), size: bytes.length };
    }),
  });
  files.set(PROOF_MANIFEST, new TextEncoder().encode(manifest));
  return files;
}

type Put = (path: string, role: ProofFileRole, content: Uint8Array | string) => Digest;

async function putRun({ store }: Sample, { record, outputs, seedLock }: SampleRun, put: Put): Promise<void> {
  const hex = (digest: Digest) => digest.slice(7);
  const builds: ProofRun["builds"][number][] = [];
  for (const { provenance, build, sbom, signer } of outputs) {
    const { subject, stage, buildKey: key } = provenance;
    const path = `proof/attestations/${record.id}/x86_64/${stage}/${subject.name}-${subject.version}.sigstore.json`;
    const attestation = put(path, "attestation", signedBundle(writeProvenance(provenance), signer));
    builds.push({
      ...{ stage, arch: "x86_64", name: build, version: subject.version, key },
      outputs: [{ ...subject, sbom, attestation }],
    });
    put(`proof/sboms/${hex(sbom)}.spdx.json`, "sbom", await store.read(sbom));
    for (const report of provenance.byproducts.reports)
      put(`proof/reports/${hex(report)}.json`, "report", await store.read(report));
  }
  for (const report of record.evidence.filter(({ kind }) => kind === "residue").flatMap(({ documents }) => documents))
    put(`proof/reports/${hex(report)}.json`, "report", await store.read(report));
  for (const { digest } of record.blueprint.files)
    put(`proof/blueprint-files/${hex(digest)}`, "blueprint-file", await store.read(digest));
  put(`proof/seed-locks/${hex(record.arches[0]!.seedLock)}.json`, "seed-lock", seedLock);
  const all = outputs.map(({ provenance }) => provenance);
  const final = all.filter(({ stage }) => stage === "final");
  const { sources, sbom } = runDocuments({ runId: record.id, blueprint: record.blueprint.name, all, final });
  put(`proof/runs/${record.id}/sources.json`, "sources", sources);
  put(`proof/runs/${record.id}/sbom.spdx.json`, "run-sbom", sbom);
  const evidence = record.evidence.map((each): Evidence => {
    const { scan, scanSigner } = outputs.find(({ provenance }) => provenance.buildKey === each.buildKey) ?? {};
    if (each.kind !== "residue" || scan === undefined || scanSigner === undefined) return each;
    const bundle = signedBundle(writeScanStatement(scan), scanSigner);
    const path = `proof/attestations/scans/${hex(sha256(bundle))}.sigstore.json`;
    return { ...each, documents: [...each.documents, put(path, "attestation", bundle)] };
  });
  put(`proof/runs/${record.id}/run.json`, "run", formatProofRun({ ...record, builds, evidence }));
}

/** A copy that a test may change without changing the next one's. */
export function copyOf(sample: Sample): Sample {
  const runs = sample.runs.map((run) => ({
    ...run,
    record: structuredClone(run.record),
    outputs: run.outputs.map((output) => ({ ...output, provenance: structuredClone(output.provenance) })),
  }));
  return { ...sample, runs };
}

export function outputOf(run: SampleRun, stage: string, name: string): SampleOutput {
  return run.outputs.find(({ provenance }) => provenance.stage === stage && provenance.subject.name === name)!;
}
