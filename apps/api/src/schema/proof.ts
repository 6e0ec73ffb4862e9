import { EVIDENCE_KINDS, EVIDENCE_OUTCOMES } from "@ascent/core";
import { z } from "zod";
import { pageOf } from "./page.ts";
import { ArchName, DigestText, NameText, RunView, SeedView } from "./run.ts";

export const StartRebuild = z
  .strictObject({
    with: z.enum(["recorded", "final"]).default("recorded").meta({
      description:
        "recorded: from each package's own lock, in other surroundings; final: with the final packages alone",
    }),
    packages: z
      .array(NameText)
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: "All of the last stage when absent" }),
  })
  .meta({ id: "StartRebuild" });
export type StartRebuild = z.input<typeof StartRebuild>;

export const StartedRebuild = z.object({ run: RunView, created: z.boolean() }).meta({ id: "StartedRebuild" });

const RebuiltArchView = z
  .object({
    arch: ArchName,
    stage: z.string(),
    builds: z
      .array(z.object({ name: z.string(), version: z.string() }))
      .meta({ description: "Main packages that would be built again, in build order" }),
    seconds: z.int().min(0).meta({ description: "How long it is likely to take", example: 120 }),
    workSeconds: z.int().min(0).meta({ description: "Were all of it done one after the other", example: 300 }),
    slots: z
      .int()
      .meta({ description: "Builds that the arch's workers do at once; 0: none is there, and one is assumed" }),
    guessed: z.int().meta({ description: "How many of the builds have no earlier time" }),
  })
  .meta({ id: "RebuiltArch" });

const MissingPartView = z
  .object({
    digest: DigestText,
    kind: z.enum(["environment", "output", "file"]).meta({
      description:
        "`environment`: of a package that something is built in; `output`: to compare with; `file`: of the blueprint",
    }),
    name: z.string().meta({ description: "Name of the package, or path of the file" }),
  })
  .meta({ id: "MissingPart" });

export const RebuildPlanView = z
  .object({
    arches: z.array(RebuiltArchView).meta({ description: "What would be built again on each arch" }),
    missing: z.array(MissingPartView).meta({
      description: "What the store no longer has, and without which it would fail; sources are fetched again, by hash",
    }),
  })
  .meta({ id: "RebuildPlan" });
export type RebuildPlanView = z.infer<typeof RebuildPlanView>;

export const EvidenceView = z
  .object({
    kind: z.enum(EVIDENCE_KINDS),
    arch: ArchName,
    package: z.string(),
    buildKey: DigestText,
    contentDigest: DigestText,
    outcome: z.enum(EVIDENCE_OUTCOMES),
    summary: z.string(),
    reasons: z.array(z.string()).readonly(),
    seedLock: DigestText.optional(),
    documents: z.array(DigestText).readonly(),
  })
  .meta({ id: "Evidence" });
export type EvidenceView = z.infer<typeof EvidenceView>;

export const EvidenceListView = pageOf("EvidenceList", "evidence", EvidenceView);

export const StartComparison = z.strictObject({ with: z.uuid() }).meta({ id: "StartComparison" });

const SideView = z
  .object({ version: z.string(), fileDigest: DigestText, contentDigest: DigestText })
  .meta({ id: "ComparedSide" });

export const ComparedPackageView = z
  .object({
    name: z.string(),
    outcome: z.enum(["same", "different", "other-recipe", "missing"]),
    first: SideView.optional(),
    second: SideView.optional(),
    since: z.string().optional(),
    differences: z.array(z.string()),
    report: DigestText.optional(),
  })
  .meta({ id: "ComparedPackage" });
export type ComparedPackageView = z.infer<typeof ComparedPackageView>;

export const ComparedArchView = z
  .object({
    arch: ArchName,
    seeds: z.object({ first: SeedView, second: SeedView }),
    isOtherSeed: z.boolean(),
    stages: z.array(z.object({ stage: z.string(), same: z.int(), different: z.array(z.string()) })),
    packages: z.array(ComparedPackageView),
    firstDivergence: z.string().optional(),
  })
  .meta({ id: "ComparedArch" });
export type ComparedArchView = z.infer<typeof ComparedArchView>;

export const ComparisonView = z
  .object({ first: z.uuid(), second: z.uuid(), arches: z.array(ComparedArchView), holds: z.boolean() })
  .meta({ id: "Comparison" });
export type ComparisonView = z.infer<typeof ComparisonView>;

const RecipeChangeView = z.object({ kind: z.string(), details: z.array(z.string()) }).meta({ id: "RecipeChange" });

const EnvironmentChangeView = z
  .object({
    name: z.string(),
    input: z.string(),
    first: z.string().optional(),
    second: z.string().optional(),
  })
  .meta({ id: "EnvironmentChange" });

export const BuildChangeView = z
  .object({
    arch: ArchName,
    stage: z.string(),
    name: z.string(),
    first: z.string().optional(),
    second: z.string().optional(),
    recipe: z.array(RecipeChangeView),
    environment: z.array(EnvironmentChangeView),
    bits: z.array(z.string()),
    cause: z.object({
      kind: z.enum(["recipe", "seed", "environment", "builder", "unreproducible", "new", "gone", "unbuilt"]),
      at: z.string(),
      details: z.array(z.string()),
      through: z.array(z.string()),
    }),
  })
  .meta({ id: "BuildChange" });
export type BuildChangeView = z.infer<typeof BuildChangeView>;

export const RunDiffView = z
  .object({ first: RunView, second: RunView, changes: z.array(BuildChangeView), unchanged: z.int() })
  .meta({ id: "RunDiff" });
export type RunDiffView = z.infer<typeof RunDiffView>;
