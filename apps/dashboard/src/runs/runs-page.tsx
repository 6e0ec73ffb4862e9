import type { ListedRunView } from "@ascent/client";
import { Button, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilterOff, IconPlaneDeparture, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useMay } from "../session/rights.ts";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Older, type OlderProps } from "../shell/older.tsx";
import { onDemand } from "../shell/on-demand.tsx";
import { Page } from "../shell/page.tsx";
import { RunCard } from "./run-card.tsx";
import { isNarrow, RunFilters, useRunFilter } from "./run-filters.tsx";
import { type RunFilter, runsQuery } from "./run-queries.ts";

const StartRunDrawer = onDemand(() => import("./start-run-drawer.tsx"));

/** All runs, newest first, and the way to a new one. */
export default function RunsPage() {
  const [opened, { open, close }] = useDisclosure();
  const may = useMay("maintainer");
  const [filter, setFilter] = useRunFilter();
  const start = may && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      Start a run
    </Button>
  );
  return (
    <Page title="Runs" action={start}>
      <RunFilters filter={filter} onChange={setFilter} />
      <RunList filter={filter} onStart={may ? open : undefined} />
      <Suspense>{opened && <StartRunDrawer onClose={close} />}</Suspense>
    </Page>
  );
}

interface RunListProps {
  readonly filter: RunFilter;
  readonly onStart: (() => void) | undefined;
}

function RunList({ filter, onStart }: RunListProps) {
  const query = useInfiniteQuery(runsQuery(useClient(), filter));
  const empty = isNarrow(filter) ? <NoneOfThese /> : <NoRun onStart={onStart} />;
  return (
    <Asked query={query} what="the runs" height={360}>
      {({ pages }) =>
        pages[0]?.runs.length === 0 ? empty : <Runs runs={pages.flatMap(({ runs }) => runs)} more={query} />
      }
    </Asked>
  );
}

function Runs({ runs, more }: { readonly runs: readonly ListedRunView[]; readonly more: OlderProps }) {
  return (
    <>
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label="Runs, newest first">
        {runs.map((run) => (
          <RunCard key={run.id} run={run} />
        ))}
      </Stack>
      <Older {...more} label="Older runs" />
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
