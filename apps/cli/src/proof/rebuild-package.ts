import { generateKeyPairSync } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createDirectoryStore } from "@ascent/artifact-store";
import { createBuilder } from "@ascent/builder";
import { hostArch } from "@ascent/config";
import { type Digest, Fault, isFault, type Recipe } from "@ascent/core";
import type { ArtifactStore, BuildOutcome, FetchedSource } from "@ascent/engine";
import { createSigner, type Provenance } from "@ascent/formats";
import type { Claim, FinalBuild } from "@ascent/verifier";
import type { Artifacts } from "./artifacts-at.ts";

export interface RebuildRequest {
  /** Name of a package of the last stage. */
  readonly name: string;
  readonly finals: readonly FinalBuild[];
  /** Where the packages of its lock and its sources are looked for. */
  readonly artifacts: Artifacts;
  /** An empty directory, for whatever the build needs. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

type Ready = FinalBuild & { readonly recipe: Recipe };

/**
 * Builds one package again by itself, from the lock that was attested, with this host's sandbox, and compares content
 * digests: the claim `rebuilt`. It is not checked where an input is not at hand or this host cannot build. Throws Fault
 * "package-unknown".
 */
export async function rebuildPackage(request: RebuildRequest): Promise<Claim> {
  const final = request.finals.find(({ provenance }) => provenance.subject.name === request.name);
  if (final === undefined) {
    const names = request.finals.map(({ provenance }) => provenance.subject.name).join(", ");
    throw new Fault("package-unknown", `the export has no attested package ${request.name}`, {
      wayOut: names === "" ? "It has none at all." : `It has: ${names}.`,
    });
  }
  const { subject, arch } = final.provenance;
  const about = `${arch}/${subject.name}-${subject.version}`;
  try {
    return { kind: "rebuilt", about, outcome: await rebuild(request, final) };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { kind: "rebuilt", about, outcome: { state: "not-checked", why: error.message } };
  }
}

async function rebuild(request: RebuildRequest, final: FinalBuild): Promise<Claim["outcome"]> {
  const { provenance, recipe } = final;
  if (recipe === undefined)
    throw new Fault("recipe-differs", "this version of Ascent expands its definition differently");
  if (provenance.arch !== hostArch())
    throw new Fault("arch-foreign", `this host does not build for ${provenance.arch}`);
  const store = await createDirectoryStore(join(request.scratch, "store"));
  await bringInputs(request, { provenance, recipe }, store);
  return compared(await build(request, { provenance, recipe }, store), provenance);
}

/** Throws Fault "input-missing" that names what is not at hand, or "input-changed". */
async function bringInputs(
  request: RebuildRequest,
  { provenance, recipe }: Ready,
  store: ArtifactStore,
): Promise<void> {
  const wanted = new Map<Digest, string>([
    ...provenance.environment.map(({ fileDigest, name, version }) => [fileDigest, `${name}-${version}`] as const),
    ...provenance.sources.map(({ digest, name }) => [digest, name] as const),
    ...recipe.files.map(({ digest, path }) => [digest, path] as const),
  ]);
  const missing: string[] = [];
  for (const [digest, name] of wanted) {
    const chunks = await request.artifacts(digest);
    if (chunks === undefined) missing.push(name);
    else await keep({ store, scratch: request.scratch }, { digest, name, chunks });
  }
  if (missing.length === 0) return;
  throw new Fault("input-missing", `not at hand of what it was built with: ${missing.sort().join(", ")}`);
}

interface Input {
  readonly digest: Digest;
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

async function keep(into: { readonly store: ArtifactStore; readonly scratch: string }, input: Input): Promise<void> {
  const draft = join(into.scratch, "incoming");
  await writeFile(draft, input.chunks);
  const { digest } = await into.store.putFile(draft);
  if (digest !== input.digest)
    throw new Fault("input-changed", `${input.name} has other bytes than those that were used`);
}

async function build(
  request: RebuildRequest,
  { provenance, recipe }: Ready,
  store: ArtifactStore,
): Promise<BuildOutcome> {
  // Builds of root run as somebody else, who must get there.
  await chmod(request.scratch, 0o711);
  const directory = join(request.scratch, "builder");
  await mkdir(directory);
  const builder = await createBuilder({ store, directory, log: SILENT });
  const sources = recipe.sources.map((ref): FetchedSource => {
    const used = provenance.sources.find(({ name }) => name === ref.fileName);
    if (used === undefined) throw new Fault("input-missing", `the attestation names no source ${ref.fileName}`);
    return { ref, digest: used.digest, from: used.from };
  });
  const { environment, limits } = provenance;
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const signer = createSigner("ascent-verify.rsa.pub", privateKey);
  return builder.build(
    { recipe, environment, sources, limits, parallelism: availableParallelism(), signer },
    { signal: request.signal, onStep: () => {}, onLog: () => {} },
  );
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function compared(outcome: BuildOutcome, { subject, builder }: Provenance): Claim["outcome"] {
  if (outcome.kind === "cancelled") return { state: "not-checked", why: "it was interrupted" };
  if (outcome.kind === "failed") {
    return { state: "not-checked", why: `it could not be built here: ${outcome.failure.message}` };
  }
  const made = outcome.outputs.find(({ record }) => record.name === subject.name)?.contentDigest;
  if (made === subject.contentDigest) return { state: "holds", evidence: `built again here, it has ${made}` };
  const reason = `built again here by itself, it has ${made ?? "no such package"}, not ${subject.contentDigest}`;
  return {
    state: "fails",
    reasons: [reason],
    wayOut: `Was it built by this version of the builder (${builder.version})?`,
  };
}
