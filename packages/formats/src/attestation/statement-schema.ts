import { ARCHES } from "@ascent/core";
import { z } from "zod";
import { digestText } from "../digest-text.ts";
import { hex64, Subject, sha256Set } from "./statement.ts";
import { BUILD_TYPE, PROVENANCE_TYPE, STATEMENT_TYPE } from "./vocabulary.ts";

const count = z.int().nonnegative();

/** ResourceDescriptor (in-toto v1, spec/v1/resource_descriptor.md); `annotations.kind` says which of ours it is. */
const PackageDependency = z.object({
  name: z.string().min(1),
  uri: z.string().startsWith("pkg:apk/"),
  digest: sha256Set,
  annotations: z.object({
    kind: z.literal("package"),
    version: z.string().min(1),
    contentDigest: digestText,
    input: z.string().min(1),
    seedLock: digestText.exactOptional(),
  }),
});

const SourceDependency = z.object({
  name: z.string().min(1),
  uri: z.string().min(1),
  downloadLocation: z.string(),
  digest: z.object({
    sha256: hex64,
    sha512: z
      .string()
      .regex(/^[0-9a-f]{128}$/)
      .exactOptional(),
    gitCommit: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/)
      .exactOptional(),
  }),
  annotations: z.object({ kind: z.literal("source") }),
});

const FileDependency = z.object({
  name: z.string().min(1),
  digest: sha256Set,
  annotations: z.object({ kind: z.enum(["file", "definition", "seed-lock"]) }),
});

const Byproduct = z.object({ name: z.enum(["log", "sbom", "scan-report"]), digest: sha256Set });

const BuildDefinition = z.object({
  buildType: z.literal(BUILD_TYPE),
  externalParameters: z.object({
    blueprint: z.object({ name: z.string().min(1), digest: digestText }),
    stage: z.string().min(1),
    arch: z.enum(ARCHES),
    definition: z.object({ path: z.string().min(1), digest: digestText, text: z.string().exactOptional() }),
    inputs: z.array(z.string().min(1)),
    rebuild: z
      .object({
        run: z.string().min(1),
        build: z.string().min(1),
        with: z.enum(["recorded", "final"]),
        variation: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
      })
      .exactOptional(),
  }),
  internalParameters: z.object({
    buildKey: digestText,
    limits: z.object({
      seconds: count,
      memoryBytes: count,
      processes: count,
      diskBytes: count,
      logBytes: count,
    }),
    parallelism: count,
    recipe: z.unknown(),
  }),
  resolvedDependencies: z.array(z.union([PackageDependency, SourceDependency, FileDependency])),
});

const RunDetails = z.object({
  builder: z.object({ id: z.string().min(1), version: z.object({ ascent: z.string().min(1) }) }),
  metadata: z.object({
    invocationId: z.string().regex(/^[^/]+\/[^/]+\/[1-9]\d*$/, "RUN/BUILD/ATTEMPT"),
    startedOn: z.iso.datetime(),
    finishedOn: z.iso.datetime(),
  }),
  byproducts: z.array(Byproduct),
});

/** An in-toto Statement v1 with SLSA provenance v1 of our build type, as it is in JSON. */
export const ProvenanceStatement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([Subject]),
  predicateType: z.literal(PROVENANCE_TYPE),
  predicate: z.object({ buildDefinition: BuildDefinition, runDetails: RunDetails }),
});
export type ProvenanceStatement = z.infer<typeof ProvenanceStatement>;

export type ResolvedDependency =
  | z.infer<typeof PackageDependency>
  | z.infer<typeof SourceDependency>
  | z.infer<typeof FileDependency>;
