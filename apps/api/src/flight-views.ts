import type { Expectation } from "@ascent/core";
import type { ArchEstimate, FlightRecord, RunGraph } from "@ascent/engine";
import { estimatesOf } from "./estimate-views.ts";
import type { FlightRow, FlightView, GraphView } from "./schema/flight.ts";
import type { StageView } from "./schema/run.ts";

export interface FlightParts {
  readonly version: number;
  readonly stages: readonly StageView[];
  readonly builds: readonly FlightRecord[];
  readonly expected: ReadonlyMap<string, Expectation>;
  readonly estimates: readonly ArchEstimate[];
}

export function flightView({ version, stages, builds, expected, estimates }: FlightParts): FlightView {
  const places = placesOf(builds);
  return {
    version,
    stages: [...stages],
    ...estimatesOf(estimates),
    paths: estimates.map(({ arch, path }) => ({ arch, builds: path.flatMap((id) => places.get(id) ?? []) })),
    builds: builds.map(
      (build): FlightRow => [
        ...([build.id, build.arch, build.stage, build.name, build.version] as const),
        ...([build.state, build.cached, build.attempt, build.wave, build.worker ?? null] as const),
        build.startedAt?.getTime() ?? null,
        build.finishedAt?.getTime() ?? null,
        expected.get(build.id)?.seconds ?? 0,
        places.get(build.blockedBy ?? "") ?? null,
        build.failureCode ?? null,
        stepText(build.step),
      ],
    ),
  };
}

function stepText(step: FlightRecord["step"]): string | null {
  return step === undefined ? null : `${step.index}/${step.total} ${step.label}`;
}

export function graphView({ nodes, links, criticalPaths }: RunGraph): GraphView {
  const places = placesOf(nodes);
  const place = (id: string) => places.get(id) ?? 0;
  return {
    nodes: nodes.map(({ id, arch, stage, name, wave, expected }) => {
      return [id, arch, stage, name, wave, expected.seconds, expected.from];
    }),
    edges: links.map(({ from, build, waits, name, askedBy }) => {
      return [place(from), place(build), waits ? "waits" : "takes", name ?? null, askedBy ?? null];
    }),
    criticalPaths: criticalPaths.map(({ arch, builds, seconds }) => ({ arch, builds: builds.map(place), seconds })),
  };
}

function placesOf(builds: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  return new Map(builds.map(({ id }, index) => [id, index]));
}
