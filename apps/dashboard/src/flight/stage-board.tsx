import { Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { memo, useMemo } from "react";
import { BuildState } from "../state/build-state.tsx";
import { SHOWN_STATES } from "../state/build-states.ts";
import { countBuilds } from "../state/count-builds.ts";
import { StateBar } from "../state/state-bar.tsx";
import { BuildCells } from "./build-cells.tsx";
import { type Flight, type FlightStage, stagesOf } from "./flight-model.ts";
import { StageActions, type StageWork } from "./stage-actions.tsx";

/** Every stage of every arch, with a cell for each of its builds. */
export function StageBoard({ flight, runId }: { readonly flight: Flight; readonly runId: string }) {
  const { arches, works } = useMemo(() => boardOf(flight), [flight]);
  return [...arches].map(([arch, stages]) => (
    <Stack key={arch} gap="xs" component="section" aria-label={`Stages for ${arch}`}>
      <Title order={2} size="h4">
        {arch}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2, xl: Math.min(4, stages.length) }} spacing="sm">
        {stages.map((stage) => (
          <StageCard
            key={stage.stage}
            stage={stage}
            runId={runId}
            many={arches.size > 1}
            work={works.get(stage.stage) ?? NO_WORK}
          />
        ))}
      </SimpleGrid>
    </Stack>
  ));
}

const NO_WORK: StageWork = { again: 0, left: 0 };

function boardOf(flight: Flight) {
  const arches = stagesOf(flight);
  return { arches, works: workOf([...arches.values()].flat()) };
}

/** By stage, all arches together: so a stage is retried and cancelled. */
function workOf(stages: readonly FlightStage[]): ReadonlyMap<string, StageWork> {
  const works = new Map<string, StageWork>();
  for (const { stage, builds } of stages) {
    const { again, left } = works.get(stage) ?? NO_WORK;
    const { failed, cancelled, waiting, ready, building } = countBuilds(builds);
    works.set(stage, { again: again + failed + cancelled, left: left + waiting + ready + building });
  }
  return works;
}

interface StageCardProps {
  readonly stage: FlightStage;
  readonly runId: string;
  /** Beside others of the same stage, each of another arch. */
  readonly many: boolean;
  readonly work: StageWork;
}

const StageCard = memo(function StageCard({ stage, ...others }: StageCardProps) {
  const counts = countBuilds(stage.builds);
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={3} size="h5">
            {stage.stage}
          </Title>
          <Text size="sm" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
            {counts.done + counts.cached} of {stage.builds.length}
          </Text>
        </Group>
        <StateBar counts={counts} label={`${stage.stage} for ${stage.arch}`} />
        <BuildCells builds={stage.builds} label={`${stage.stage} for ${stage.arch}, a cell per build`} />
        <Group gap={6}>
          {SHOWN_STATES.filter((state) => counts[state] > 0).map((state) => (
            <BuildState key={state} state={state} count={counts[state]} />
          ))}
        </Group>
        <StageActions stage={stage.stage} {...others} />
      </Stack>
    </Paper>
  );
});
