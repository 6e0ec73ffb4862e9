import type { PlanView } from "@ascent/client";
import { Alert, List, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconRoute } from "@tabler/icons-react";

/** How many builds each stage has and how long its longest chain is, with what is doubtful about the blueprint. */
export function PlanSummary({ plan }: { readonly plan: PlanView }) {
  const builds = plan.stages.reduce((sum, stage) => sum + stage.builds.length, 0);
  return (
    <Alert icon={<IconRoute />} title={`${builds} builds from ${plan.seed}`} color="slate" role="status">
      <Table withRowBorders={false} verticalSpacing={2} aria-label="Planned stages">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Stage</Table.Th>
            <Table.Th>Builds</Table.Th>
            <Table.Th>One after another</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.stages.map(({ stage, arch, builds: planned }) => (
            <Table.Tr key={`${arch}/${stage}`}>
              <Table.Td>
                {stage} {arch}
              </Table.Td>
              <Table.Td>{planned.length}</Table.Td>
              <Table.Td>{planned.reduce((most, { remaining }) => Math.max(most, remaining), 0)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Warnings plan={plan} />
    </Alert>
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
