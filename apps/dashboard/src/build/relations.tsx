import { Anchor, Group, Paper, SimpleGrid, Text } from "@mantine/core";
import { Link } from "wouter";
import type { FlightBuild } from "../flight/flight-model.ts";
import { useFlight } from "../flight/use-flight.ts";
import { BuildState } from "../state/build-state.tsx";
import { shownState } from "../state/build-states.ts";
import type { BuildPartProps } from "./build-page.tsx";

const SHOWN = 40;

/** What it waits for, and what waits for it. */
export function Relations({ build }: BuildPartProps) {
  const { data } = useFlight(build.runId);
  const byId = new Map((data?.builds ?? []).map((known) => [known.id, known]));
  const named = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const lists = [
    { title: "Waits for", builds: named(build.waitsFor) },
    { title: "Holds back", builds: named(build.blocks) },
    { title: "Held back by", builds: named(build.blockedBy === undefined ? [] : [build.blockedBy]) },
  ].filter(({ builds }) => builds.length > 0);
  if (lists.length === 0) return null;
  return (
    <SimpleGrid cols={{ base: 1, md: lists.length }} spacing="sm">
      {lists.map(({ title, builds }) => (
        <Related key={title} title={title} builds={builds} />
      ))}
    </SimpleGrid>
  );
}

function Related({ title, builds }: { readonly title: string; readonly builds: readonly FlightBuild[] }) {
  return (
    <Paper withBorder p="sm" component="section" aria-label={title}>
      <Text size="sm" fw={600} mb={6}>
        {title} ({builds.length})
      </Text>
      <Group gap="xs" mah={150} style={{ overflowY: "auto" }}>
        {builds.slice(0, SHOWN).map((other) => (
          <Group key={other.id} gap={4} wrap="nowrap">
            <BuildState state={shownState(other)} />
            <Anchor component={Link} href={`/builds/${other.id}`} size="sm">
              {other.stage}/{other.name}
            </Anchor>
          </Group>
        ))}
        {builds.length > SHOWN && <Text size="sm">and {builds.length - SHOWN} more</Text>}
      </Group>
    </Paper>
  );
}
