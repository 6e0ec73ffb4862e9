import { Button, Group, Skeleton, Stack, Title } from "@mantine/core";
import { useDisclosure, useDocumentTitle } from "@mantine/hooks";
import { IconFilterOff, IconPlaneDeparture, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useMay } from "../session/rights.ts";
import { useClient } from "../session/session.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { RunCard } from "./run-card.tsx";
import { isNarrow, RunFilters, useRunFilter } from "./run-filters.tsx";
import { type RunFilter, runsQuery } from "./run-queries.ts";

const StartRunDrawer = lazy(() => import("./start-run-drawer.tsx"));

/** All runs, newest first, and the way to a new one. */
export default function RunsPage() {
  useDocumentTitle("Runs · Ascent");
  const [opened, { open, close }] = useDisclosure();
  const may = useMay("maintainer");
  const [filter, setFilter] = useRunFilter();
  return (
    <Stack maw={1100} mx="auto">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Runs
        </Title>
        {may && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            Start a run
          </Button>
        )}
      </Group>
      <RunFilters filter={filter} onChange={setFilter} />
      <RunList filter={filter} onStart={may ? open : undefined} />
      <Suspense>{opened && <StartRunDrawer onClose={close} />}</Suspense>
    </Stack>
  );
}

interface RunListProps {
  readonly filter: RunFilter;
  readonly onStart: (() => void) | undefined;
}

function RunList({ filter, onStart }: RunListProps) {
  const { data, error, isPending, refetch, ...more } = useInfiniteQuery(runsQuery(useClient(), filter));
  if (isPending) return <Waiting />;
  if (data === undefined)
    return <Trouble title="The runs cannot be shown" error={error} onRetry={() => void refetch()} />;
  const runs = data.pages.flatMap((page) => page.runs);
  if (runs.length === 0) return isNarrow(filter) ? <NoneOfThese /> : <NoRun onStart={onStart} />;
  return (
    <>
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label="Runs, newest first">
        {runs.map((run) => (
          <RunCard key={run.id} run={run} />
        ))}
      </Stack>
      {more.hasNextPage && (
        <Button variant="default" loading={more.isFetchingNextPage} onClick={() => void more.fetchNextPage()}>
          Older runs
        </Button>
      )}
    </>
  );
}

function NoneOfThese() {
  return (
    <Nothing icon={<IconFilterOff size={28} />} title="No run is like that">
      Choose another state or blueprint.
    </Nothing>
  );
}

function NoRun({ onStart }: Pick<RunListProps, "onStart">) {
  return (
    <Nothing icon={<IconPlaneDeparture size={28} />} title="No run yet">
      <p>
        A run builds a blueprint's package set from a seed, stage by stage, and says how free of the seed it came out.
      </p>
      {onStart !== undefined && <Button onClick={onStart}>Start the first run</Button>}
    </Nothing>
  );
}

function Waiting() {
  return (
    <Stack gap="xs" role="status" aria-label="Loading runs">
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} height={84} />
      ))}
    </Stack>
  );
}
