import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { canonicalJson, Fault, fullVersion, isFault, type RecipePackage, type RecipeStep } from "@ascent/core";
import type {
  ArtifactStore,
  Builder,
  BuildOutcome,
  BuildRequest,
  BuildWatch,
  BuiltPackage,
  Failure,
  StepReport,
} from "@ascent/engine";
import {
  apkDigests,
  collect,
  packControl,
  packData,
  packSignature,
  recordOf,
  sbomPath,
  sha256,
  writeSbom,
} from "@ascent/formats";

export interface FakeBuilderOptions {
  readonly store: ArtifactStore;
  readonly version?: string;
  /** What the one file of a package holds; by default whatever decides the bits of a real one: steps and environment. */
  readonly contentOf?: (request: BuildRequest, output: RecipePackage) => string | Uint8Array;
  /** Fails a build before its steps. */
  readonly failureOf?: (request: BuildRequest) => Failure | undefined;
}

export interface FakeBuilder extends Builder {
  /** In the order in which they came. */
  readonly requests: readonly BuildRequest[];
}

/**
 * A builder without a sandbox: small real apks in the store, the same for the same recipe and environment. Of the steps'
 * scripts it knows the lines `echo TEXT`, `exit N` and `sleep SECONDS`, and passes over all others.
 */
export function createFakeBuilder(options: FakeBuilderOptions): FakeBuilder {
  const requests: BuildRequest[] = [];
  return {
    version: options.version ?? "fake-builder/1",
    requests,
    async build(request, watch) {
      requests.push(request);
      try {
        return await build(options, request, watch);
      } catch (error) {
        if (watch.signal.aborted) return { kind: "cancelled", steps: [] };
        if (!isFault(error)) throw error;
        return {
          kind: "failed",
          steps: [],
          failure: failure(error.code, error.message, { retryable: error.retryable }),
        };
      }
    },
  };
}

async function build(options: FakeBuilderOptions, request: BuildRequest, watch: BuildWatch): Promise<BuildOutcome> {
  watch.signal.throwIfAborted();
  const ready = options.failureOf?.(request);
  if (ready !== undefined) return { kind: "failed", failure: ready, steps: [] };
  for (const { name, fileDigest } of request.environment)
    if (!(await options.store.has(fileDigest))) throw new Fault("artifact-missing", `${name} is not in the store`);
  const run = new FakeRun(watch);
  const failed = await run.all(request);
  if (watch.signal.aborted) return { kind: "cancelled", steps: run.steps };
  if (failed !== undefined) return { kind: "failed", failure: failed, steps: run.steps };
  const outputs: BuiltPackage[] = [];
  for (const output of request.recipe.packages) outputs.push(await pack(options, request, output));
  const { variation } = request;
  const varied = variation === undefined ? {} : { variation };
  return { kind: "built", steps: run.steps, outputs: outputs as [BuiltPackage, ...BuiltPackage[]], ...varied };
}

class FakeRun {
  readonly steps: StepReport[] = [];
  readonly #watch: BuildWatch;
  #log = "";

  constructor(watch: BuildWatch) {
    this.#watch = watch;
  }

  async all({ recipe, limits }: BuildRequest): Promise<Failure | undefined> {
    const all = recipe.packages.flatMap(({ steps }) => steps);
    for (const [index, step] of all.entries()) {
      this.#watch.onStep({ index: index + 1, total: all.length, label: step.label });
      const startedAt = new Date();
      const exitCode = await this.#run(step);
      this.steps.push({ label: step.label, startedAt, finishedAt: new Date(), exitCode });
      if (exitCode === null) return undefined;
      const logTail = this.#log.split("\n").filter(Boolean).slice(-20);
      if (this.#log.length > limits.logBytes)
        return failure("log-limit", "too much log", { step: step.label, logTail });
      if (exitCode !== 0)
        return failure("step-failed", `step "${step.label}" ended with exit code ${exitCode}`, {
          step: step.label,
          logTail,
        });
    }
    return undefined;
  }

  async #run(step: RecipeStep): Promise<number | null> {
    this.#print(`--- ${step.label}`);
    for (const line of step.runs.split("\n")) {
      const [command, ...words] = line.trim().split(/\s+/);
      if (this.#watch.signal.aborted) return null;
      if (command === "echo") this.#print(words.join(" "));
      if (command === "exit") return Number(words[0]);
      if (command === "sleep")
        await sleep(Number(words[0]) * 1000, undefined, { signal: this.#watch.signal }).catch(() => {});
    }
    return this.#watch.signal.aborted ? null : 0;
  }

  #print(line: string): void {
    this.#log += `${line}\n`;
    this.#watch.onLog(new TextEncoder().encode(`${line}\n`));
  }
}

function failure(code: string, message: string, more: Partial<Failure>): Failure {
  return { code, message, retryable: false, logTail: [], ...more };
}

function defaultContent({ recipe, environment }: BuildRequest, output: RecipePackage): string {
  const packages = environment.map(({ contentDigest }) => contentDigest).sort();
  const steps = recipe.packages.flatMap(({ steps }) => steps.map(({ runs }) => runs));
  return canonicalJson({ name: output.name, version: fullVersion(recipe), arch: recipe.arch, steps, packages });
}

async function pack(options: FakeBuilderOptions, request: BuildRequest, output: RecipePackage): Promise<BuiltPackage> {
  const { recipe, signer } = request;
  const version = fullVersion(recipe);
  const made = (options.contentOf ?? defaultContent)(request, output);
  const content = typeof made === "string" ? new TextEncoder().encode(made) : made;
  const path = `usr/share/fake/${output.name}`;
  const sbom = writeSbom({
    ...{ name: output.name, version, arch: recipe.arch, description: output.description, url: output.url },
    ...{ license: output.license, created: recipe.sourceDateEpoch, files: [hashed(path, content)], sources: [] },
  });
  const files = [
    { path, bytes: content },
    { path: sbomPath(output.name, version), bytes: sbom },
  ];
  const entries = files.map(({ path, bytes }) => {
    return { path, type: "file", mode: 0o644, size: bytes.length, content: () => [bytes] } as const;
  });
  const data = await collect(packData(entries, recipe.sourceDateEpoch));
  const info = {
    ...{ name: output.name, version, arch: recipe.arch, origin: recipe.name, size: content.length + sbom.length },
    ...{ description: output.description, url: output.url, license: output.license, triggers: [], other: [] },
    buildDate: recipe.sourceDateEpoch,
    depends: values(output.runtime),
    provides: values(output.provides),
    replaces: values(output.replaces),
    installIf: values(output.installIf),
    dataHash: sha256(data).slice("sha256:".length),
  };
  const control = await packControl({ info }, recipe.sourceDateEpoch);
  const apk = Buffer.concat([await packSignature(control, signer), control, data]);
  await options.store.put(apk);
  const { fileDigest, contentDigest, size, checksum } = await apkDigests([apk]);
  const record = recordOf(info, { size, checksum });
  return { record, fileDigest, contentDigest, size, sbom: await options.store.put(sbom) };
}

function hashed(path: string, content: Uint8Array) {
  const hex = (algorithm: string) => createHash(algorithm).update(content).digest("hex");
  return { path, sha1: hex("sha1"), sha256: hex("sha256") };
}

function values(located: readonly { readonly value: string }[]): string[] {
  return located.map(({ value }) => value).sort();
}
