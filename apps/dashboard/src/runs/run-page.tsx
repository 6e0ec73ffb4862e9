import type { RunView } from "@ascent/client";
import { ApiFault } from "@ascent/client";
import { Skeleton, Stack, Tabs } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import {
  IconAffiliate,
  IconArrowsDiff,
  IconGridDots,
  IconPlaneOff,
  IconSitemap,
  IconStairsUp,
} from "@tabler/icons-react";
import { type ComponentType, lazy, Suspense } from "react";
import { useLocation, useParams } from "wouter";
import { useLiveRun } from "../flight/use-flight.ts";
import { Nothing } from "../shell/nothing.tsx";
import { PageLoader } from "../shell/page-loader.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { RunHeader } from "./run-header.tsx";

export interface RunTabProps {
  readonly run: RunView;
}

const TABS: Readonly<Record<string, { label: string; icon: typeof IconGridDots; page: ComponentType<RunTabProps> }>> = {
  flight: { label: "Flight", icon: IconGridDots, page: lazy(() => import("../flight/flight-tab.tsx")) },
  graph: { label: "Graph", icon: IconSitemap, page: lazy(() => import("../graph/graph-tab.tsx")) },
  verdict: { label: "Verdict", icon: IconStairsUp, page: lazy(() => import("../verdict/verdict-tab.tsx")) },
  lineage: { label: "Lineage", icon: IconAffiliate, page: lazy(() => import("../lineage/lineage-tab.tsx")) },
  compare: { label: "Compare", icon: IconArrowsDiff, page: lazy(() => import("../compare/compare-tab.tsx")) },
};

/** One run: its head, and one of the ways to look at it. */
export default function RunPage() {
  const { id = "", tab = "flight" } = useParams();
  const { run, flight } = useLiveRun(id);
  useDocumentTitle(run.data === undefined ? "Run · Ascent" : `${run.data.blueprint} ${run.data.state} · Ascent`);
  if (run.data === undefined)
    return <NoRun error={run.error} pending={run.isPending} onRetry={() => void run.refetch()} />;
  return (
    <Stack>
      <RunHeader run={run.data} flight={flight.data} />
      <RunTabs run={run.data} tab={tab in TABS ? tab : "flight"} />
    </Stack>
  );
}

interface NoRunProps {
  readonly error: unknown;
  readonly pending: boolean;
  readonly onRetry: () => void;
}

function NoRun({ error, pending, onRetry }: NoRunProps) {
  if (pending) return <Skeleton height={160} role="status" aria-label="Loading the run" />;
  const unknown = error instanceof ApiFault && (error.status === 404 || error.status === 400);
  if (!unknown) return <Trouble title="The run cannot be shown" error={error} onRetry={onRetry} />;
  return (
    <Nothing icon={<IconPlaneOff size={28} />} title="There is no such run">
      It may be of another installation.
    </Nothing>
  );
}

function RunTabs({ run, tab }: RunTabProps & { readonly tab: string }) {
  const [, go] = useLocation();
  const show = (next: string | null) =>
    go(next === "flight" || next === null ? `/runs/${run.id}` : `/runs/${run.id}/${next}`);
  const Page = TABS[tab]?.page;
  return (
    <Tabs value={tab} onChange={show} keepMounted={false}>
      <Tabs.List
        aria-label="Ways to look at the run"
        style={{ flexWrap: "nowrap", overflowX: "auto", overflowY: "hidden" }}
      >
        {Object.entries(TABS).map(([name, { label, icon: Icon }]) => (
          <Tabs.Tab key={name} value={name} leftSection={<Icon size={16} aria-hidden />} style={{ flexShrink: 0 }}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {Page !== undefined && (
        <Tabs.Panel value={tab} pt="md">
          <Suspense fallback={<PageLoader />}>
            <Page run={run} />
          </Suspense>
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
