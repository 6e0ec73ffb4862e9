import type { ArchEstimate, StageRecord } from "@ascent/engine";
import type { EstimateView, StageView } from "./schema/run.ts";

/** What a run's view says about how long it still takes; nothing where nothing is left. */
export function estimatesOf(estimates: readonly ArchEstimate[]): { readonly estimates?: EstimateView[] } {
  if (estimates.length === 0) return {};
  return {
    estimates: estimates.map(({ arch, finishAt, workSeconds, pathSeconds, slots, left, guessed }) => {
      return { arch, finishAt: finishAt.toISOString(), workSeconds, pathSeconds, slots, left, guessed };
    }),
  };
}

export function stageViews(stages: readonly StageRecord[], estimates: readonly ArchEstimate[]): StageView[] {
  const ends = new Map(
    estimates.flatMap(({ arch, stages: own }) => own.map(({ stage, finishAt }) => [`${arch} ${stage}`, finishAt])),
  );
  return stages.map((stage) => {
    const finishAt = ends.get(`${stage.arch} ${stage.stage}`);
    return { ...stage, ...(finishAt === undefined ? {} : { finishAt: finishAt.toISOString() }) };
  });
}
