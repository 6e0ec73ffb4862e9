import { type Arch, type Digest, Fault, type Part, type PathStep, partOf, searchUses } from "@ascent/core";
import type { LedgerReader, PublishedPackage } from "./ports.ts";

export interface WhyPorts {
  readonly ledger: Pick<LedgerReader, "stages" | "packages" | "wayTo" | "recordsOf">;
}

export interface WhyRequest {
  readonly runId: string;
  /** A package of the last stage, or `STAGE/PACKAGE`. */
  readonly package: string;
  /** `seed` (any), a seed's or package's name, a source, or a digest. */
  readonly on: string;
  /** The first that has the package when absent. */
  readonly arch?: Arch;
}

export interface WhyStep extends PathStep {
  /** What a package was to the build that had it. */
  readonly part?: Part;
}

export interface Why {
  readonly package: {
    readonly name: string;
    readonly version: string;
    readonly arch: Arch;
    readonly stage: string;
    readonly contentDigest: Digest;
  };
  readonly on: string;
  /** The nearest way, build by build; absent when the package does not go back to it at all. */
  readonly path?: readonly WhyStep[];
  /** Builds that were looked at. */
  readonly looked: number;
}

/**
 * The nearest thing of a kind that a package goes back to, by digest (core's LineageSearch). Throws Fault
 * "package-unknown" when the run has no such package.
 */
export async function why(ports: WhyPorts, request: WhyRequest): Promise<Why> {
  const { stage, arch, found } = await findPackage(ports, request);
  const { uses, looked } = await ports.ledger.wayTo(found.buildId, request.on);
  const search = searchUses({ buildId: found.buildId, stage }, request.on, uses);
  const { name, version } = found.record;
  const asked = { name, version, arch, stage, contentDigest: found.contentDigest };
  const path = search.found === undefined ? {} : { path: await withParts(ports, search.found) };
  return { package: asked, on: request.on, ...path, looked };
}

type MadePackage = PublishedPackage & { readonly buildId: string };

async function findPackage(ports: WhyPorts, request: WhyRequest) {
  const { runId, package: wanted } = request;
  const stages = (await ports.ledger.stages(runId)).filter(({ arch }) => (request.arch ?? arch) === arch);
  const slash = wanted.indexOf("/");
  const stageName = slash < 0 ? stages.at(-1)?.stage : wanted.slice(0, slash);
  const name = wanted.slice(slash + 1);
  for (const { stage, arch } of stages.filter((known) => known.stage === stageName)) {
    const offered = await ports.ledger.packages(runId, arch, stage);
    const found = offered.find((one): one is MadePackage => one.record.name === name && one.buildId !== undefined);
    if (found !== undefined) return { stage, arch, found };
  }
  throw new Fault("package-unknown", `this run has made no package ${wanted}${inStage(stageName, slash)}`, {
    wayOut: `Name a package of the last stage, or STAGE/PACKAGE; stages are ${stagesOf(stages)}.`,
  });
}

function inStage(stage: string | undefined, slash: number): string {
  return slash < 0 && stage !== undefined ? ` in ${stage}` : "";
}

function stagesOf(stages: readonly { readonly stage: string }[]): string {
  return [...new Set(stages.map(({ stage }) => stage))].join(", ");
}

async function withParts(ports: WhyPorts, path: readonly PathStep[]): Promise<WhyStep[]> {
  const packages = path.filter(({ role }) => role === "environment").map(({ digest }) => digest);
  const records = await ports.ledger.recordsOf(packages);
  return path.map((step) => {
    const record = records.get(step.digest);
    return record === undefined ? step : { ...step, part: partOf(record) };
  });
}
