import { Anchor, Breadcrumbs, Button, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconAffiliate, IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { builds, ControlOutcome, useRunControl } from "../runs/run-control.tsx";
import { runQuery } from "../runs/run-queries.ts";
import { useMay } from "../session/rights.ts";
import { useClient } from "../session/session.tsx";
import { ConfirmButton } from "../shell/confirm-button.tsx";
import { BuildState } from "../state/build-state.tsx";
import { shownState } from "../state/build-states.ts";
import { useNow } from "../state/clock.ts";
import { secondsBetween, tellSeconds, tellWhen } from "../state/durations.ts";
import type { BuildPartProps } from "./build-page.tsx";

const AGAIN: ReadonlySet<string> = new Set(["failed", "cancelled"]);
const LEFT: ReadonlySet<string> = new Set(["waiting", "ready", "building"]);

export function BuildHeader({ build }: BuildPartProps) {
  const client = useClient();
  const { data: run } = useQuery(runQuery(client, build.runId));
  const control = useRunControl(build.runId);
  return (
    <Stack gap="sm">
      <Breadcrumbs>
        <Anchor component={Link} href="/">
          Runs
        </Anchor>
        <Anchor component={Link} href={`/runs/${build.runId}`}>
          {run?.blueprint ?? "run"}
        </Anchor>
        <Text component="span">{build.stage}</Text>
      </Breadcrumbs>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1} size="h2">
            {build.name}{" "}
            <Text component="span" c="dimmed" fz="lg" fw={400}>
              {build.version}
            </Text>
          </Title>
          <BuildState state={shownState(build)} />
        </Group>
        <Group gap="xs">
          <Button
            component={Link}
            href={`/runs/${build.runId}/lineage?build=${build.id}`}
            variant="default"
            leftSection={<IconAffiliate size={16} aria-hidden />}
          >
            Lineage
          </Button>
          <BuildActions build={build} control={control} />
        </Group>
      </Group>
      <ControlOutcome {...control} />
      <Facts build={build} />
    </Stack>
  );
}

interface BuildActionsProps extends BuildPartProps {
  readonly control: ReturnType<typeof useRunControl>;
}

function BuildActions({ build, control: { retry, cancel } }: BuildActionsProps) {
  if (!useMay("maintainer")) return null;
  if (AGAIN.has(build.state)) {
    return (
      <Button
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={retry.isPending}
        onClick={() => retry.mutate({ build: build.id })}
        title="It is tried once more; what it held back waits again"
      >
        Retry
      </Button>
    );
  }
  if (!LEFT.has(build.state)) return null;
  const held = build.blocks.length === 0 ? "" : ` ${builds(build.blocks.length)} that wait for it are blocked.`;
  return (
    <ConfirmButton
      leftSection={<IconPlayerStop size={16} aria-hidden />}
      loading={cancel.isPending}
      ask={{
        title: `Cancel ${build.name}?`,
        text: `It is not built, or stops when its worker hears of it, within seconds.${held} Everything else of the run goes on.`,
        yes: "Cancel the build",
      }}
      onConfirm={() => cancel.mutate({ build: build.id })}
    >
      Cancel
    </ConfirmButton>
  );
}

function Facts({ build }: BuildPartProps) {
  const now = useNow();
  const { startedAt, finishedAt, step } = build;
  const facts: (readonly [string, string])[] = [
    ["Stage", `${build.stage} for ${build.arch}`],
    ["Attempt", build.attempt === 0 ? "none yet" : String(build.attempt)],
    ["Worker", build.worker ?? "none"],
  ];
  if (startedAt !== undefined) {
    facts.push(["Began", tellWhen(startedAt, now)]);
    facts.push([finishedAt === undefined ? "For" : "Took", tellSeconds(secondsBetween(startedAt, finishedAt, now))]);
  }
  if (build.state === "building" && step !== undefined)
    facts.push(["Step", `${step.index} of ${step.total}: ${step.label}`]);
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, md: 6 }} spacing="sm">
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text size="xs" c="dimmed">
            {name}
          </Text>
          <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
