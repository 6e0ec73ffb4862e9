import type { RunView } from "@ascent/client";
import { Anchor, Badge, Breadcrumbs, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Flight } from "../flight/flight-model.ts";
import { addCounts, totalOf } from "../state/build-states.ts";
import { useNow } from "../state/clock.ts";
import { countBuilds } from "../state/count-builds.ts";
import { secondsBetween, tellSeconds } from "../state/durations.ts";
import { StateBar } from "../state/state-bar.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunPriority } from "./run-priority.tsx";
import { isOver, RunState } from "./run-state.tsx";
import { purposeOf, seedsOf, shortId, verdictOf } from "./run-words.ts";
import { countUnplanned } from "./unplanned.ts";

interface RunHeaderProps {
  readonly run: RunView;
  readonly flight: Flight | undefined;
}

/** What the run is, how far it is, when it will be there, and what can be done about it. */
export function RunHeader({ run, flight }: RunHeaderProps) {
  const verdict = verdictOf(run);
  return (
    <Stack gap="sm">
      <Breadcrumbs>
        <Anchor component={Link} href="/">
          Runs
        </Anchor>
        <Text component="span" ff="monospace" size="sm" title={run.id}>
          {shortId(run.id)}
        </Text>
      </Breadcrumbs>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1} size="h2">
            {run.blueprint}
          </Title>
          <RunState state={run.state} />
          {verdict !== undefined && (
            <Badge variant="outline" size="lg" color={verdict.holds ? "green" : "orange"} tt="none">
              {verdict.words}
            </Badge>
          )}
        </Group>
        <RunActions run={run} flight={flight} />
      </Group>
      <Paper withBorder p="sm">
        <SimpleGrid cols={{ base: 2, sm: 3, md: 6 }} spacing="sm">
          <Fact name="What">{purposeOf(run)}</Fact>
          <Fact name="Seed">{seedsOf(run)}</Fact>
          <Fact name={run.arches.length === 1 ? "Arch" : "Arches"}>{run.arches.join(", ")}</Fact>
          <Fact name="Must reach">{run.required}</Fact>
          <Fact name="Priority">
            <RunPriority run={run} />
          </Fact>
          <Times run={run} />
        </SimpleGrid>
        {flight !== undefined && flight.builds.length > 0 && <Overall run={run} flight={flight} />}
      </Paper>
    </Stack>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" fw={600} component="div">
        {children}
      </Text>
    </div>
  );
}

/** The service estimates from earlier durations, arch by arch: the run is there when the last one is. */
function Times({ run }: { readonly run: RunView }) {
  const now = useNow();
  const ran = tellSeconds(secondsBetween(run.createdAt, run.finishedAt, now));
  if (isOver(run)) return <Fact name="Took">{ran}</Fact>;
  const ends = (run.estimates ?? []).map(({ finishAt }) => Date.parse(finishAt));
  if (ends.length === 0) return <Fact name="So far">{ran}</Fact>;
  const left = (Math.max(...ends) - now) / 1000;
  return <Fact name="So far / about left">{`${ran} / ${left < 1 ? "any moment" : tellSeconds(left)}`}</Fact>;
}

function Overall({ run, flight }: { readonly run: RunView; readonly flight: Flight }) {
  const counts = countBuilds(flight.builds);
  const over = counts.done + counts.cached;
  const unplanned = countUnplanned(
    run,
    flight.builds.map(({ arch }) => arch),
  );
  return (
    <Group gap="sm" mt="sm" wrap="nowrap">
      <div style={{ flex: 1 }}>
        <StateBar counts={addCounts([counts])} label={`Progress of ${run.blueprint}`} size={14} unplanned={unplanned} />
      </div>
      <Text size="sm" fw={600} style={{ fontVariantNumeric: "tabular-nums" }} data-testid="progress">
        {over} of {unplanned === 0 ? totalOf(counts) : `about ${totalOf(counts) + unplanned}`}
      </Text>
    </Group>
  );
}
