import { BUILD_STATES } from "@ascent/core";
import { z } from "zod";
import { ArchName, EstimateView, StageView } from "./run.ts";

/** Milliseconds since 1970, as `Date.now()` gives them. */
const Millis = z.int().nullable();
/** Place of a build in `builds` or `nodes`, from 0. */
const Place = z.int().nonnegative();

/** A build as one row: thousands of them are small, and quick to read. */
export const FlightRow = z
  .tuple([
    z.uuid().meta({ description: "id" }),
    ArchName.meta({ description: "arch" }),
    z.string().meta({ description: "stage" }),
    z.string().meta({ description: "name" }),
    z.string().meta({ description: "version" }),
    z.enum(BUILD_STATES).meta({ description: "state" }),
    z.boolean().meta({ description: "cached: the result came from the cache" }),
    z.int().meta({ description: "attempt: the newest; 0 before the first" }),
    z.int().meta({ description: "wave: rounds of its stage that come before it" }),
    z.string().nullable().meta({ description: "worker" }),
    Millis.meta({ description: "startedAt: milliseconds since 1970" }),
    Millis.meta({ description: "finishedAt: milliseconds since 1970" }),
    z.number().meta({ description: "expected: seconds that it is likely to take" }),
    Place.nullable().meta({ description: "blockedBy: place of the root cause" }),
    z.string().nullable().meta({ description: "failure: stable code" }),
    z.string().nullable().meta({ description: "step: what it does now, `2/5 autoconf/make`" }),
  ])
  .meta({ id: "FlightRow" });
export type FlightRow = z.infer<typeof FlightRow>;

export const FlightView = z
  .object({
    version: z.int().meta({ description: "Number of the run's newest event that is in here: listen from there on" }),
    stages: z.array(StageView),
    estimates: z.array(EstimateView).optional(),
    paths: z
      .array(z.object({ arch: ArchName, builds: z.array(Place) }))
      .meta({ description: "Per arch the longest chain of builds that are left" }),
    builds: z.array(FlightRow).meta({ description: "By arch, stage and build order; the same places as in the graph" }),
  })
  .meta({ id: "Flight" });
export type FlightView = z.infer<typeof FlightView>;

export const GraphNodeRow = z
  .tuple([
    z.uuid().meta({ description: "id" }),
    ArchName.meta({ description: "arch" }),
    z.string().meta({ description: "stage" }),
    z.string().meta({ description: "name" }),
    z.int().meta({ description: "wave" }),
    z.number().meta({ description: "expected: seconds" }),
    z
      .enum(["history", "stage", "guess"])
      .meta({ description: "from: earlier runs, the median of its stage, or a declared guess" }),
  ])
  .meta({ id: "GraphNode" });
export type GraphNodeRow = z.infer<typeof GraphNodeRow>;

export const GraphEdgeRow = z
  .tuple([
    Place.meta({ description: "from: the build that gives" }),
    Place.meta({ description: "to: the build that takes" }),
    z
      .enum(["waits", "takes"])
      .meta({ description: "`waits`: of the same stage, it holds the other back; `takes`: of an earlier stage" }),
    z.string().nullable().meta({ description: "name: the dependency that was asked for" }),
    z.string().nullable().meta({ description: "askedBy: package whose run-time dependency that is" }),
  ])
  .meta({ id: "GraphEdge" });
export type GraphEdgeRow = z.infer<typeof GraphEdgeRow>;

export const GraphView = z
  .object({
    nodes: z.array(GraphNodeRow),
    edges: z.array(GraphEdgeRow),
    criticalPaths: z
      .array(z.object({ arch: ArchName, builds: z.array(Place), seconds: z.number() }))
      .meta({ description: "Per arch the chain of builds that takes longest, from the first stage to the last" }),
  })
  .meta({ id: "Graph" });
export type GraphView = z.infer<typeof GraphView>;
