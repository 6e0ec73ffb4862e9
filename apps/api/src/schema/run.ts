import { ARCHES, BUILD_STATES, RUN_PRIORITY, RUN_STATES, RUNGS } from "@ascent/core";
import { z } from "zod";
import { pageOf } from "./page.ts";
import { DefectView } from "./problem.ts";

export const ArchName = z.enum(ARCHES);
const Time = z.iso.datetime();
export const DigestText = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** What a caller looks for, or nothing: no NUL, which neither file names nor databases hold. */
export const WantedText = z
  .string()
  .max(500)
  .regex(/^[^\0]*$/, "must not contain NUL");

/** A name that a caller gives. */
export const NameText = WantedText.min(1);

export const FailureView = z
  .object({
    code: z.string().meta({ example: "step-failed" }),
    message: z.string(),
    wayOut: z.string().optional(),
    step: z.string().optional(),
    retryable: z.boolean(),
    logTail: z.array(z.string()),
  })
  .meta({ id: "Failure" });
export type FailureView = z.infer<typeof FailureView>;

const FindingView = z
  .discriminatedUnion("state", [
    z.object({ state: z.literal("holds"), evidence: z.string() }),
    z.object({ state: z.literal("fails"), reasons: z.array(z.string()) }),
    z.object({ state: z.literal("not-checked"), why: z.string() }),
  ])
  .meta({ id: "Finding" });

export const PackageVerdictView = z
  .object({
    name: z.string(),
    version: z.string(),
    arch: ArchName,
    fileDigest: DigestText,
    contentDigest: DigestText,
    findings: z.record(z.enum(RUNGS), FindingView),
    rung: z.enum(RUNGS).optional(),
  })
  .meta({ id: "PackageVerdict" });

export const VerdictView = z
  .object({
    blueprint: z.string(),
    seed: z.string(),
    required: z.enum(RUNGS),
    holds: z.boolean(),
    packages: z.array(PackageVerdictView),
  })
  .meta({ id: "Verdict" });
export type VerdictView = z.infer<typeof VerdictView>;

export const SeedView = z
  .object({
    arch: ArchName,
    state: z.enum(["queued", "acquiring", "locked", "failed"]).meta({ example: "locked" }),
    seed: z.string().optional(),
    origin: z.string().optional(),
    lockDigest: DigestText.optional(),
    packageCount: z.int().optional(),
    failure: FailureView.optional(),
  })
  .meta({ id: "Seed" });

export const PurposeView = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("bootstrap") }),
    z.object({
      kind: z.literal("rebuild"),
      of: z.uuid(),
      with: z.enum(["recorded", "final"]),
      packages: z.array(z.string()).optional(),
    }),
  ])
  .meta({ id: "Purpose" });
export type PurposeView = z.infer<typeof PurposeView>;

export const EstimateView = z
  .object({
    arch: ArchName,
    finishAt: Time.meta({ description: "When the last build that can still be done is likely to be done" }),
    workSeconds: z.number().meta({ description: "All work that is left, were it done one after the other" }),
    pathSeconds: z.number().meta({ description: "The longest chain in it: no number of workers is faster" }),
    slots: z.int().meta({ description: "Builds that the arch's workers do at once; 0: there is none, one is assumed" }),
    left: z.int().meta({ description: "Builds that are left" }),
    guessed: z.int().meta({ description: "Of these, how many were never built before" }),
  })
  .meta({ id: "Estimate" });
export type EstimateView = z.infer<typeof EstimateView>;

export const PriorityNumber = z
  .int()
  .min(RUN_PRIORITY.least)
  .max(RUN_PRIORITY.most)
  .meta({ description: "How urgent a run is among others: 0 to 10, larger goes first", example: RUN_PRIORITY.usual });

export const ChangeRun = z.strictObject({ priority: PriorityNumber }).meta({ id: "ChangeRun" });
export type ChangeRun = z.infer<typeof ChangeRun>;

export const RunView = z
  .object({
    id: z.uuid(),
    purpose: PurposeView.optional().meta({ description: "Absent: a bootstrap" }),
    blueprint: z.string(),
    blueprintDigest: DigestText,
    seeds: z.array(z.string()),
    arches: z.array(ArchName),
    required: z.enum(RUNGS),
    requestedBy: z.string(),
    priority: PriorityNumber.optional(),
    state: z.enum(RUN_STATES).meta({ example: "succeeded" }),
    createdAt: Time,
    finishedAt: Time.optional(),
    preparation: z.array(SeedView),
    verdict: VerdictView.optional(),
    estimates: z.array(EstimateView).optional().meta({
      description: "Per arch that has something left, as of the run's last event; only where one run is asked for",
    }),
  })
  .meta({ id: "Run" });
export type RunView = z.infer<typeof RunView>;

const VerdictSummaryView = z
  .object({
    required: z.enum(RUNGS),
    holds: z.boolean(),
    packages: z.int().meta({ description: "How many final packages there are", example: 6 }),
    lowest: z
      .enum(RUNGS)
      .optional()
      .meta({ description: "The rung on which every package stands; absent where one stands on none" }),
  })
  .meta({ id: "VerdictSummary" });

/** A run among others: what is large of it is at the run itself. */
export const ListedRunView = z
  .object({
    ...RunView.omit({ verdict: true, estimates: true }).shape,
    verdict: VerdictSummaryView.optional().meta({
      description: "In short; `/v1/runs/{id}/verdict` has it whole. Absent until the run succeeded",
    }),
  })
  .meta({ id: "ListedRun" });
export type ListedRunView = z.infer<typeof ListedRunView>;

export const RunListView = pageOf("RunList", "runs", ListedRunView);

export const StartRun = z
  .strictObject({
    blueprint: NameText.meta({ example: "tiny" }),
    seeds: z
      .array(NameText)
      .min(1)
      .max(20)
      .optional()
      .meta({ example: ["debian"] }),
    arches: z
      .array(ArchName)
      .min(1)
      .max(20)
      .optional()
      .meta({ example: ["x86_64"] }),
    priority: PriorityNumber.optional(),
  })
  .meta({ id: "StartRun" });
export type StartRun = z.infer<typeof StartRun>;

export const StartedRun = z
  .object({ run: RunView, created: z.boolean(), warnings: z.array(DefectView) })
  .meta({ id: "StartedRun" });
export type StartedRun = z.infer<typeof StartedRun>;

/** Which of a run's failed and cancelled builds to try again; all of them without a package. */
export const RetryRun = z.strictObject({ package: NameText.optional() }).meta({ id: "RetryRun" });
export const RetriedView = z
  .object({ retried: z.int().meta({ description: "Builds that are tried again" }) })
  .meta({ id: "Retried" });

export const CancelledView = z
  .object({
    cancelled: z.int().meta({ description: "Builds that are cancelled, or will be when their worker hears of it" }),
  })
  .meta({ id: "Cancelled" });

export const StageView = z
  .object({
    stage: z.string(),
    arch: ArchName,
    state: z.enum(["waiting", "open", "complete", "failed"]).meta({ example: "open" }),
    counts: z.record(z.enum(BUILD_STATES), z.int()),
    cached: z.int(),
    finishAt: Time.optional().meta({ description: "When it is likely to be done; absent where nothing is left" }),
  })
  .meta({ id: "Stage" });
export type StageView = z.infer<typeof StageView>;

export const StageListView = z.object({ stages: z.array(StageView) }).meta({ id: "StageList" });

const StepView = z.object({ index: z.int(), total: z.int(), label: z.string() }).meta({ id: "Step" });

const buildShape = {
  id: z.uuid(),
  runId: z.uuid(),
  stage: z.string(),
  arch: ArchName,
  name: z.string(),
  version: z.string(),
  state: z.enum(BUILD_STATES).meta({ example: "building" }),
  cached: z.boolean(),
  attempt: z.int(),
  wave: z.int(),
  remaining: z.int(),
  waitsFor: z.array(z.string()),
  blockedBy: z.string().optional(),
  worker: z.string().optional(),
  step: StepView.optional(),
  key: DigestText.optional(),
  logDigest: DigestText.optional(),
  failure: FailureView.optional(),
  startedAt: Time.optional(),
  finishedAt: Time.optional(),
};

export const BuildView = z.object(buildShape).meta({ id: "Build" });
export type BuildView = z.infer<typeof BuildView>;

export const BuildListView = pageOf("BuildList", "builds", BuildView);

const StepReportView = z
  .object({
    label: z.string(),
    startedAt: Time,
    finishedAt: Time,
    exitCode: z.int().nullable(),
  })
  .meta({ id: "StepReport" });

const AttemptView = z
  .object({
    number: z.int(),
    state: z.string(),
    worker: z.string().optional(),
    startedAt: Time.optional(),
    finishedAt: Time.optional(),
    failure: FailureView.optional(),
    steps: z.array(StepReportView),
    logDigest: DigestText.optional(),
  })
  .meta({ id: "Attempt" });

const LockedView = z
  .object({
    name: z.string(),
    version: z.string(),
    input: z.string(),
    fileDigest: DigestText,
    contentDigest: DigestText,
  })
  .meta({ id: "Locked" });

const OutputView = z
  .object({
    name: z.string(),
    version: z.string(),
    fileDigest: DigestText,
    contentDigest: DigestText,
    size: z.int(),
    sbom: DigestText,
    attestation: DigestText.optional(),
  })
  .meta({ id: "Output" });

export const BuildDetailView = z
  .object({
    ...buildShape,
    definition: z.object({ file: z.string(), digest: DigestText }),
    steps: z.array(z.string()),
    attempts: z.array(AttemptView),
    environment: z.array(LockedView),
    sources: z.array(z.object({ uri: z.string(), digest: DigestText, from: z.string() })),
    outputs: z.array(OutputView),
    blocks: z.array(z.string()),
  })
  .meta({ id: "BuildDetail" });
export type BuildDetailView = z.infer<typeof BuildDetailView>;

export const RunEventView = z
  .object({
    runId: z.uuid(),
    sequence: z.int(),
    type: z.string(),
    at: Time,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "RunEvent" });
export type RunEventView = z.infer<typeof RunEventView>;
