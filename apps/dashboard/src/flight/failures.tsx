import { Alert, Anchor, Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { buildQuery } from "../build/build-queries.ts";
import { plainText } from "../build/log-lines.ts";
import { ControlOutcome, useRunControl } from "../runs/run-control.tsx";
import { useMay } from "../session/rights.ts";
import { useClient } from "../session/session.tsx";
import type { FlightBuild } from "./flight-model.ts";

const SHOWN = 6;
const TAIL_LINES = 6;

/** What failed comes first: each with what it said last, how much it holds back, and the way to try it again. */
export function Failures({ builds }: { readonly builds: readonly FlightBuild[] }) {
  const failed = builds.filter(({ state }) => state === "failed");
  if (failed.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Failures">
      {failed.slice(0, SHOWN).map((build) => (
        <FailureCard key={build.id} build={build} />
      ))}
      {failed.length > SHOWN && <Text c="dimmed">and {failed.length - SHOWN} more, in the table below</Text>}
    </Stack>
  );
}

function FailureCard({ build }: { readonly build: FlightBuild }) {
  const client = useClient();
  const { data } = useQuery(buildQuery(client, build.id));
  const failure = data?.failure;
  return (
    <Alert color="red" icon={<IconX />} title={<FailureTitle build={build} />}>
      <Stack gap="xs">
        <Text size="sm">{failure?.message ?? build.failure}</Text>
        {failure !== undefined && failure.logTail.length > 0 && (
          <Code block>
            {failure.logTail
              .slice(-TAIL_LINES)
              .map((text) => plainText({ text, colors: "" }))
              .join("\n")}
          </Code>
        )}
        <FailureActions build={build} runId={data?.runId} blocks={data?.blocks.length ?? 0} />
      </Stack>
    </Alert>
  );
}

function FailureTitle({ build }: { readonly build: FlightBuild }) {
  return (
    <Anchor component={Link} href={`/builds/${build.id}`} fw={650} c="inherit" inherit>
      {build.stage}/{build.name} failed for {build.arch}
    </Anchor>
  );
}

interface FailureActionsProps {
  readonly build: FlightBuild;
  readonly runId: string | undefined;
  readonly blocks: number;
}

function FailureActions({ build, runId, blocks }: FailureActionsProps) {
  const control = useRunControl(runId ?? "");
  const { retry } = control;
  const may = useMay("maintainer");
  return (
    <Group gap="sm">
      <Button component={Link} href={`/builds/${build.id}#log`} size="xs" variant="default">
        Read the log
      </Button>
      {may && runId !== undefined && (
        <Button size="xs" color="red.9" loading={retry.isPending} onClick={() => retry.mutate({ build: build.id })}>
          Retry {build.name}
        </Button>
      )}
      <ControlOutcome {...control} />
      {blocks > 0 && (
        <Text size="sm">
          It holds back {blocks} other build{blocks === 1 ? "" : "s"}, which a retry lets wait again.
        </Text>
      )}
    </Group>
  );
}
