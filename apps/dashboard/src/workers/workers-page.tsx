import type { WorkerView } from "@ascent/client";
import { Anchor, Badge, Group, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconServerOff } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Page } from "../shell/page.tsx";
import { useNow } from "../state/clock.ts";
import { secondsBetween, tellSeconds, tellWhen } from "../state/durations.ts";
import { StateBar } from "../state/state-bar.tsx";
import { Drain } from "./drain.tsx";
import { loadCounts } from "./load-counts.ts";
import { WorkerState } from "./worker-state.tsx";
import { workersQuery } from "./workers-query.ts";

/** Workers give a sign of life every few seconds; one that is silent for this long may be gone. */
const QUIET_SECONDS = 30;

/** Who builds: for which arch, how busy, on what, and when it was last heard of. */
export default function WorkersPage() {
  const query = useQuery(workersQuery(useClient()));
  return (
    <Page title="Workers">
      <Asked query={query} what="the workers" height={120}>
        {({ workers }) => (workers.length === 0 ? NO_WORKER : <Workers workers={workers} />)}
      </Asked>
    </Page>
  );
}

const NO_WORKER = (
  <Nothing icon={<IconServerOff size={28} />} title="No worker">
    Nothing is built until one gives a sign of life. `ascent up` starts one for its own host, `ascent worker` on others.
  </Nothing>
);

function Workers({ workers }: { readonly workers: readonly WorkerView[] }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
      {workers.map((worker) => (
        <WorkerCard key={worker.id} worker={worker} />
      ))}
    </SimpleGrid>
  );
}

function WorkerCard({ worker }: { readonly worker: WorkerView }) {
  const now = useNow();
  const quiet = secondsBetween(worker.seenAt, undefined, now) > QUIET_SECONDS;
  return (
    <Paper withBorder p="sm" component="section" aria-label={worker.id}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={650} className="clip" title={worker.id}>
            {worker.id}
          </Text>
          <Group gap={6} wrap="nowrap" className="keeps-size">
            {worker.state !== undefined && <WorkerState state={worker.state} />}
            <Badge variant="light" tt="none" autoContrast color="blue">
              {worker.arch}
            </Badge>
          </Group>
        </Group>
        <StateBar counts={loadCounts(worker)} label={`Load of ${worker.id}`} />
        <Text size="sm">
          {worker.building.length} of {worker.concurrency} places taken on {worker.host}
        </Text>
        <Text size="sm" c={quiet ? "var(--mantine-color-error)" : "dimmed"} fw={quiet ? 600 : 400}>
          last heard of {tellWhen(worker.seenAt, now)}, up for{" "}
          {tellSeconds(secondsBetween(worker.startedAt, undefined, now))}
        </Text>
        <Building ids={worker.building} />
        <Drain worker={worker} />
      </Stack>
    </Paper>
  );
}

function Building({ ids }: { readonly ids: readonly string[] }) {
  const client = useClient();
  const builds = useQueries({
    queries: ids.slice(0, 8).map((id) => ({ queryKey: ["build", id], queryFn: () => client.build(id) })),
  });
  return builds.map(
    ({ data }) =>
      data && (
        <Anchor key={data.id} component={Link} href={`/builds/${data.id}`} size="sm">
          {data.stage}/{data.name} {data.version}
        </Anchor>
      ),
  );
}
