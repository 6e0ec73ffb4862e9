import type { BuildDetailView } from "@ascent/client";
import { Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useFlight } from "../flight/use-flight.ts";
import type { BuildPartProps } from "./build-page.tsx";
import { Digest } from "./digest.tsx";
import { Origin } from "./origin.tsx";

const SHOWN = 400;

/** What the build's root was made of, package by package, by digest, with the colour of where each came from. */
export function Environment({ build }: BuildPartProps) {
  const [text, setText] = useState("");
  const { data } = useFlight(build.runId);
  const stages = [...new Set((data?.builds ?? []).map(({ stage }) => stage))];
  if (build.environment.length === 0) return <Text c="dimmed">Its environment is resolved when it begins.</Text>;
  const wanted = text.trim().toLowerCase();
  const shown = build.environment.filter(({ name, input }) => `${name} ${input}`.toLowerCase().includes(wanted));
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap={6}>
          {countsOf(build.environment).map(([input, count]) => (
            <Group key={input} gap={4}>
              <Origin input={input} stages={stages} />
              <Text size="sm">{count}</Text>
            </Group>
          ))}
        </Group>
        <TextInput
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder="Name or input"
          aria-label="Find packages"
          leftSection={<IconSearch size={16} aria-hidden />}
        />
      </Group>
      <Packages packages={shown.slice(0, SHOWN)} stages={stages} />
      {shown.length > SHOWN && <Text c="dimmed">and {shown.length - SHOWN} more: search for them by name</Text>}
    </Stack>
  );
}

function countsOf(environment: BuildDetailView["environment"]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { input } of environment) counts.set(input, (counts.get(input) ?? 0) + 1);
  return [...counts];
}

interface PackagesProps {
  readonly packages: BuildDetailView["environment"];
  readonly stages: readonly string[];
}

function Packages({ packages, stages }: PackagesProps) {
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table aria-label="Packages of the environment" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Package</Table.Th>
            <Table.Th>From</Table.Th>
            <Table.Th>Content</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {packages.map(({ name, version, input, contentDigest }) => (
            <Table.Tr key={`${input} ${name}`}>
              <Table.Td>
                {name}{" "}
                <Text component="span" size="sm" c="dimmed">
                  {version}
                </Text>
              </Table.Td>
              <Table.Td>
                <Origin input={input} stages={stages} />
              </Table.Td>
              <Table.Td>
                <Digest digest={contentDigest} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
