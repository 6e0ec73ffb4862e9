import type { BuildDetailView } from "@ascent/client";
import { Anchor, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { useFlight } from "../flight/use-flight.ts";
import type { BuildPartProps } from "./build-page.tsx";
import { Digest } from "./digest.tsx";
import { Origin } from "./origin.tsx";

const SHOWN = 400;

/** What the build's root was made of, package by package, by digest, with the colour of where each came from. */
export function Environment({ build }: BuildPartProps) {
  const [text, setText] = useState("");
  const { data } = useFlight(build.runId);
  const builds = (data?.builds ?? []).filter(({ arch }) => arch === build.arch);
  const stages = [...new Set(builds.map(({ stage }) => stage))];
  const makers = new Map(builds.map(({ stage, name, id }) => [`${stage} ${name}`, id]));
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
      <Packages packages={shown.slice(0, SHOWN)} stages={stages} makers={makers} />
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
  /** Ids of the run's builds, by stage and name. */
  readonly makers: ReadonlyMap<string, string>;
}

function Packages({ packages, stages, makers }: PackagesProps) {
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
                <PackageName name={name} maker={makers.get(`${input} ${name}`)} />{" "}
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

interface PackageNameProps {
  readonly name: string;
  /** The build of this run that made it; undefined for what came from a seed, and for subpackages. */
  readonly maker: string | undefined;
}

function PackageName({ name, maker }: PackageNameProps) {
  if (maker === undefined) return name;
  return (
    <Anchor component={Link} href={`/builds/${maker}`} fz="inherit">
      {name}
    </Anchor>
  );
}
