import { Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { memo } from "react";
import { BuildState } from "../state/build-state.tsx";
import { SHOWN_STATES } from "../state/build-states.ts";
import { countBuilds } from "../state/count-builds.ts";
import { StateBar } from "../state/state-bar.tsx";
import { BuildCells } from "./build-cells.tsx";
import { type Flight, type FlightStage, stagesOf } from "./flight-model.ts";

/** Every stage of every arch, with a cell for each of its builds. */
export function StageBoard({ flight }: { readonly flight: Flight }) {
  return [...stagesOf(flight)].map(([arch, stages]) => (
    <Stack key={arch} gap="xs" component="section" aria-label={`Stages for ${arch}`}>
      <Title order={2} size="h4">
        {arch}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2, xl: Math.min(4, stages.length) }} spacing="sm">
        {stages.map((stage) => (
          <StageCard key={stage.stage} stage={stage} />
        ))}
      </SimpleGrid>
    </Stack>
  ));
}

const StageCard = memo(function StageCard({ stage }: { readonly stage: FlightStage }) {
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
      </Stack>
    </Paper>
  );
});
