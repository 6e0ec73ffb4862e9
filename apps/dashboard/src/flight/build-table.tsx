import { Chip, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { SHOWN_STATES, type ShownState, STATE_LABELS, shownState } from "../state/build-states.ts";
import { countBuilds } from "../state/count-builds.ts";
import { BuildRows } from "./build-rows.tsx";
import type { FlightBuild } from "./flight-model.ts";

const RANK = new Map(SHOWN_STATES.map((state, rank) => [state, rank]));

/** Every build, what is wrong first; to be narrowed by state and by name. */
export function BuildTable({ builds }: { readonly builds: readonly FlightBuild[] }) {
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim().toLowerCase(), 120);
  const [states, setStates] = useState<string[]>([]);
  const counts = useMemo(() => countBuilds(builds), [builds]);
  const shown = useMemo(() => chosen(builds, wanted, states), [builds, wanted, states]);
  return (
    <Stack gap="sm" component="section" aria-labelledby="all-builds">
      <Group justify="space-between">
        <Title order={2} size="h4" id="all-builds">
          Builds
        </Title>
        <TextInput
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder="Name, stage, arch or worker"
          aria-label="Find builds"
          leftSection={<IconSearch size={16} aria-hidden />}
          w={{ base: "100%", xs: 280 }}
        />
      </Group>
      <Chip.Group multiple value={states} onChange={setStates}>
        <Group gap={6}>
          {SHOWN_STATES.filter((state) => counts[state] > 0 || states.includes(state)).map((state) => (
            <Chip key={state} value={state} size="xs">
              {counts[state]} {STATE_LABELS[state]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {shown.length > 0 ? <BuildRows builds={shown} /> : <Text c="dimmed">No build is like that.</Text>}
    </Stack>
  );
}

function chosen(builds: readonly FlightBuild[], wanted: string, states: readonly string[]): readonly FlightBuild[] {
  const rankOf = (build: FlightBuild) => RANK.get(shownState(build)) ?? 0;
  return builds
    .filter(
      (build) =>
        (states.length === 0 || states.includes(shownState(build) satisfies ShownState)) && fits(build, wanted),
    )
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

function fits({ name, stage, arch, worker }: FlightBuild, wanted: string): boolean {
  return wanted === "" || `${stage}/${name} ${arch} ${worker ?? ""}`.toLowerCase().includes(wanted);
}
