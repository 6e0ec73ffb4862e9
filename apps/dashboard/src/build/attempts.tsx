import type { BuildDetailView } from "@ascent/client";
import { Anchor, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { Link } from "wouter";
import { secondsBetween, tellSeconds } from "../state/durations.ts";
import type { BuildPartProps } from "./build-page.tsx";

type Attempt = BuildDetailView["attempts"][number];

/** Every attempt, the newest first, with its steps and how long each took. */
export function Attempts({ build }: BuildPartProps) {
  if (build.attempts.length === 0) return <Text c="dimmed">It has not been tried yet.</Text>;
  return (
    <Stack>
      {build.attempts.toReversed().map((attempt) => (
        <AttemptCard key={attempt.number} attempt={attempt} buildId={build.id} />
      ))}
    </Stack>
  );
}

function AttemptCard({ attempt, buildId }: { readonly attempt: Attempt; readonly buildId: string }) {
  const { number, state, worker, startedAt, finishedAt, failure, steps } = attempt;
  const took = startedAt && finishedAt ? ` in ${tellSeconds(secondsBetween(startedAt, finishedAt, 0))}` : "";
  return (
    <Paper withBorder p="sm">
      <Title order={2} size="h5">
        Attempt {number}: {state}
        {took}
      </Title>
      {worker !== undefined && (
        <Text size="sm" c="dimmed">
          on {worker}
        </Text>
      )}
      {failure !== undefined && <Text size="sm">{failure.message}</Text>}
      <Anchor component={Link} href={`/builds/${buildId}?attempt=${number}`} size="sm">
        The log of attempt {number}
      </Anchor>
      {steps.length > 0 && <Steps steps={steps} />}
    </Paper>
  );
}

function Steps({ steps }: { readonly steps: Attempt["steps"] }) {
  return (
    <Table mt="xs" aria-label="Steps">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Step</Table.Th>
          <Table.Th ta="right">Took</Table.Th>
          <Table.Th ta="right">Exit code</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {steps.map(({ label, startedAt, finishedAt, exitCode }) => (
          <Table.Tr key={`${label} ${startedAt}`}>
            <Table.Td>{label}</Table.Td>
            <Table.Td ta="right">{tellSeconds(secondsBetween(startedAt, finishedAt, 0))}</Table.Td>
            <Table.Td ta="right" fw={exitCode === 0 ? 400 : 700}>
              {exitCode ?? "none"}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
