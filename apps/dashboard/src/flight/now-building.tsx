import { Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Link } from "wouter";
import { stateColor } from "../state/build-states.ts";
import { useNow } from "../state/clock.ts";
import { tellSeconds } from "../state/durations.ts";
import type { FlightBuild } from "./flight-model.ts";

const SHOWN = 24;

/** What builds at this moment, where, at which step, and for how long; the longest first. */
export function NowBuilding({ builds }: { readonly builds: readonly FlightBuild[] }) {
  const now = useNow();
  const building = builds.filter(({ state }) => state === "building");
  if (building.length === 0) return null;
  const longestFirst = building.toSorted((a, b) => (a.startedAt ?? now) - (b.startedAt ?? now));
  return (
    <Stack gap="xs" component="section" aria-labelledby="now">
      <Title order={2} size="h4" id="now">
        Building now ({building.length})
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3, xl: 4 }} spacing="xs">
        {longestFirst.slice(0, SHOWN).map((build) => (
          <BuildingCard key={build.id} build={build} now={now} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function BuildingCard({ build, now }: { readonly build: FlightBuild; readonly now: number }) {
  const seconds = build.startedAt === undefined ? 0 : Math.max(0, (now - build.startedAt) / 1000);
  const share = build.expected > 0 ? Math.min(99, (100 * seconds) / build.expected) : 0;
  return (
    <Paper withBorder p="xs" style={{ position: "relative" }}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Link href={`/builds/${build.id}`} className="plain-link covers clip">
          <Text component="span" fw={600} size="sm" className="names-it">
            {build.name}
          </Text>{" "}
          <Text component="span" size="xs" c="dimmed">
            {build.stage} {build.arch}
          </Text>
        </Link>
        <Text size="sm" style={{ fontVariantNumeric: "tabular-nums", flexShrink: 0 }}>
          {tellSeconds(seconds)}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" className="clip">
        {build.step ?? "is being prepared"}
        {build.worker === undefined ? "" : ` on ${build.worker}`}
      </Text>
      <Progress
        value={share}
        size={4}
        mt={6}
        color={stateColor("building")}
        aria-label={`${build.name}, share of the time that it is likely to take`}
      />
    </Paper>
  );
}
