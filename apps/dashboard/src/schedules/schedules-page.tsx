import type { ScheduleView } from "@ascent/client";
import { Anchor, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconCalendarClock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { useMay } from "../session/rights.ts";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Page } from "../shell/page.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { NewScheduleForm } from "./new-schedule.tsx";

/** Runs that start by themselves. */
export default function SchedulesPage() {
  const client = useClient();
  const may = useMay("maintainer");
  const query = useQuery({ queryKey: ["schedules"], queryFn: () => client.schedules() });
  return (
    <Page title="Schedules">
      {may && <NewScheduleForm />}
      <Asked query={query} what="the schedules" height={160}>
        {({ schedules }) =>
          schedules.length === 0
            ? NOTHING_SCHEDULED
            : schedules.map((schedule) => <ScheduleCard key={schedule.id} schedule={schedule} />)
        }
      </Asked>
    </Page>
  );
}

const NOTHING_SCHEDULED = (
  <Nothing icon={<IconCalendarClock size={28} />} title="Nothing is scheduled">
    A schedule starts a run of a blueprint by itself, every night for example.
  </Nothing>
);

function ScheduleCard({ schedule }: { readonly schedule: ScheduleView }) {
  const { name, request, cron, timezone, enabled, nextAt } = schedule;
  const may = useMay("maintainer");
  return (
    <Paper withBorder p="sm" component="section" aria-label={name}>
      <Group justify="space-between" gap="sm">
        <Stack gap={4}>
          <Group gap="xs">
            <Text fw={650}>{name}</Text>
            <Badge variant="light" tt="none" autoContrast color={enabled ? "green" : "gray"}>
              {enabled ? "on" : "paused"}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {request.blueprint}, at “{cron}” {timezone}
            {nextAt === undefined ? "" : `, next ${new Date(nextAt).toLocaleString()}`}
          </Text>
          <LastFiring schedule={schedule} />
        </Stack>
        {may && <ScheduleActions schedule={schedule} />}
      </Group>
    </Paper>
  );
}

function LastFiring({ schedule: { last } }: { readonly schedule: ScheduleView }) {
  if (last === undefined) return null;
  const when = new Date(last.firedAt).toLocaleString();
  return (
    <Text size="sm">
      Last {last.outcome} {when}
      {last.failure === undefined ? "" : `: ${last.failure.message}`}{" "}
      {last.runId !== undefined && (
        <Anchor component={Link} href={`/runs/${last.runId}`}>
          {last.runState ?? "its run"}
        </Anchor>
      )}
    </Text>
  );
}

function ScheduleActions({ schedule: { id, name, enabled } }: { readonly schedule: ScheduleView }) {
  const client = useClient();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ["schedules"] });
  const fire = useMutation({ mutationFn: () => client.fireSchedule(id), onSuccess });
  const turn = useMutation({ mutationFn: () => client.changeSchedule(id, { enabled: !enabled }), onSuccess });
  const remove = useMutation({ mutationFn: () => client.removeSchedule(id), onSuccess });
  const error = fire.error ?? turn.error ?? remove.error;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={fire.isPending}
          onClick={() => fire.mutate()}
          aria-label={`Start ${name} now`}
        >
          Start now
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={turn.isPending}
          onClick={() => turn.mutate()}
          aria-label={`${enabled ? "Pause" : "Resume"} ${name}`}
        >
          {enabled ? "Pause" : "Resume"}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={remove.isPending}
          onClick={() => remove.mutate()}
          aria-label={`Remove ${name}`}
        >
          Remove
        </Button>
      </Group>
      {error !== null && <Trouble title="That did not work" error={error} />}
    </Stack>
  );
}
