import { z } from "zod";
import { pageOf } from "./page.ts";
import { DefectView, PlaceView } from "./problem.ts";
import { ArchName, NameText } from "./run.ts";

const EdgeView = z
  .object({
    name: z.string(),
    input: z.string(),
    build: z.string().optional(),
    assumed: z.boolean(),
    place: PlaceView,
  })
  .meta({ id: "PlanEdge" });

const PlannedBuildView = z
  .object({
    name: z.string(),
    version: z.string(),
    wave: z.int(),
    remaining: z.int(),
    waitsFor: z.array(z.string()),
    edges: z.array(EdgeView),
  })
  .meta({ id: "PlannedBuild" });

const PlannedStageView = z
  .object({ stage: z.string(), arch: ArchName, inputs: z.array(z.string()), builds: z.array(PlannedBuildView) })
  .meta({ id: "PlannedStage" });

const Seconds = z.int().min(0).meta({ example: 420 });

const ArchForecastView = z
  .object({
    arch: ArchName,
    seconds: Seconds.meta({ description: "Until all is done, once the seed is there", example: 420 }),
    workSeconds: Seconds.meta({ description: "Were all of it done one after the other", example: 900 }),
    pathSeconds: Seconds.meta({ description: "Of the longest chain: no number of workers is faster", example: 300 }),
    slots: z
      .int()
      .meta({ description: "Builds that the arch's workers do at once; 0: none is there, and one is assumed" }),
    guessed: z.int().meta({ description: "Of the builds that are to be done: how many have no earlier time" }),
    stages: z.array(
      z.object({
        stage: z.string(),
        builds: z.int().meta({ example: 12 }),
        cached: z
          .array(z.string().meta({ example: "sed" }))
          .meta({ description: "Names of those that are likely to come from the cache" }),
        waves: z.int().meta({ example: 3 }),
        seconds: Seconds.optional().meta({
          description: "Until it is done; absent where nothing of it is to be built",
        }),
      }),
    ),
  })
  .meta({ id: "ArchForecast" });

export const ForecastView = z
  .object({
    against: z.uuid().optional().meta({ description: "The newest succeeded bootstrap, by which it is foretold" }),
    arches: z.array(ArchForecastView),
  })
  .meta({ id: "Forecast" });

export const PlanView = z
  .object({
    blueprint: z.string(),
    seed: z.string(),
    stages: z.array(PlannedStageView),
    warnings: z.array(DefectView),
    forecast: ForecastView.optional().meta({
      description: "What is likely to be built, and how long it is likely to take",
    }),
  })
  .meta({ id: "Plan" });
export type PlanView = z.infer<typeof PlanView>;

export const BlueprintView = z
  .object({
    name: z.string(),
    digest: z.string(),
    description: z.string().meta({ description: "What it is for, as its bootstrap.yaml says" }),
    arches: z.array(ArchName),
    stages: z.array(z.object({ name: z.string(), inputs: z.array(z.string()) })),
    seeds: z.array(z.object({ name: z.string(), type: z.string(), reason: z.string() })),
  })
  .meta({ id: "Blueprint" });
export type BlueprintView = z.infer<typeof BlueprintView>;

export const BlueprintListView = z.object({ blueprints: z.array(BlueprintView) }).meta({ id: "BlueprintList" });

export const SeedLockView = z
  .object({
    digest: z.string(),
    seed: z.string(),
    arch: ArchName,
    origin: z.string(),
    packages: z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        fileDigest: z.string(),
        contentDigest: z.string(),
        upstream: z.object({ url: z.string(), sha256: z.string() }),
      }),
    ),
  })
  .meta({ id: "SeedLock" });
export type SeedLockView = z.infer<typeof SeedLockView>;

export const SeedLockListView = pageOf("SeedLockList", "locks", SeedLockView);

export const LockSeed = z
  .strictObject({
    blueprint: NameText.meta({ example: "tiny" }),
    seed: NameText.meta({ example: "debian" }),
    arch: ArchName,
    /** Forget the lock of this installation and resolve anew. */
    renew: z.boolean().default(false),
  })
  .meta({ id: "LockSeed" });
export type LockSeed = z.input<typeof LockSeed>;

export const WorkerView = z
  .object({
    id: z.string(),
    arch: ArchName,
    host: z.string(),
    concurrency: z.int(),
    startedAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    building: z.array(z.string()).meta({ description: "Ids of the builds that it works on" }),
    draining: z.boolean().optional().meta({ description: "It is to take nothing new" }),
    state: z
      .enum(["working", "idle", "draining", "drained", "silent"])
      .optional()
      .meta({ description: "`drained`: nothing runs on it any more; `silent`: it was not heard of for a minute" }),
    load: z.number().optional().meta({ description: "Share of its places that are taken, 0 to 1" }),
  })
  .meta({ id: "Worker" });
export type WorkerView = z.infer<typeof WorkerView>;

export const WorkerListView = pageOf("WorkerList", "workers", WorkerView);
