import type { ArchForecast, PlanView } from "@ascent/client";
import { Alert, List, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconRoute } from "@tabler/icons-react";
import { tellSeconds } from "../state/durations.ts";
import { builds } from "./run-control.tsx";

/** What a run would do: what of each stage would be built, what comes from the cache, how long it lasts, what is doubtful. */
export function PlanSummary({ plan }: { readonly plan: PlanView }) {
  const planned = plan.stages.reduce((sum, stage) => sum + stage.builds.length, 0);
  const arches = plan.forecast?.arches ?? [];
  const cached = arches.flatMap(({ stages }) => stages.flatMap((stage) => stage.cached)).length;
  return (
    <Alert icon={<IconRoute />} title={`${builds(planned)} from ${plan.seed}`} color="slate" role="status">
      {plan.forecast !== undefined && (
        <Text size="sm">
          {builds(planned - cached)} would be built, {cached} likely come from the cache.
        </Text>
      )}
      {arches.map((arch) => (
        <Text key={arch.arch} size="sm">
          {tellArch(arch)}
        </Text>
      ))}
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={6} aria-label="Planned stages">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Stage</Table.Th>
            <Table.Th ta="right">Builds</Table.Th>
            <Table.Th ta="right">From the cache</Table.Th>
            <Table.Th ta="right">In a row</Table.Th>
            <Table.Th ta="right">Takes</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.stages.map((stage) => (
            <StageRow key={`${stage.arch}/${stage.stage}`} planned={stage} forecast={forecastOf(arches, stage)} />
          ))}
        </Table.Tbody>
      </Table>
      <Warnings plan={plan} />
    </Alert>
  );
}

type PlannedStage = PlanView["stages"][number];
type StageForecast = ArchForecast["stages"][number];

function forecastOf(arches: readonly ArchForecast[], { arch, stage }: PlannedStage): StageForecast | undefined {
  return arches.find((one) => one.arch === arch)?.stages.find((one) => one.stage === stage);
}

function tellArch({ arch, seconds, slots, guessed }: ArchForecast): string {
  const guesses = guessed === 0 ? "" : `, ${builds(guessed)} guessed`;
  const workers = slots === 0 ? "; no worker for it is there now" : "";
  return `${arch}: about ${tellSeconds(seconds)} once the seed is there${guesses}${workers}.`;
}

interface StageRowProps {
  readonly planned: PlannedStage;
  readonly forecast: StageForecast | undefined;
}

function StageRow({ planned: { stage, arch, builds: all }, forecast }: StageRowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        {stage} {arch}
      </Table.Td>
      <Table.Td ta="right">{all.length}</Table.Td>
      <Table.Td ta="right">{forecast?.cached.length}</Table.Td>
      <Table.Td ta="right">{all.reduce((most, { remaining }) => Math.max(most, remaining), 0)}</Table.Td>
      <Table.Td ta="right">{forecast?.seconds === undefined ? "" : tellSeconds(forecast.seconds)}</Table.Td>
    </Table.Tr>
  );
}

function Warnings({ plan }: { readonly plan: PlanView }) {
  if (plan.warnings.length === 0) return <Text size="sm">No defect and nothing doubtful was found.</Text>;
  return (
    <List size="sm" icon={<IconAlertTriangle size={16} aria-label="Warning" />}>
      {plan.warnings.map(({ place, code, message }) => (
        <List.Item key={`${place.file}:${place.line}:${place.column}:${code}:${message}`}>
          {place.file}:{place.line} {message}
        </List.Item>
      ))}
    </List>
  );
}
