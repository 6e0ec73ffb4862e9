import type { RunView } from "@ascent/client";
import { Stack, Tabs } from "@mantine/core";
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
import { FlightTab } from "../flight/flight-on-demand.ts";
import { useLiveRun } from "../flight/use-flight.ts";
import { Asked } from "../shell/asked.tsx";
import { NoSuch } from "../shell/nothing.tsx";
import { PageLoader } from "../shell/page-loader.tsx";
import { TabList } from "../shell/tab-list.tsx";
import { RunHeader } from "./run-header.tsx";

export interface RunTabProps {
  readonly run: RunView;
}

const TABS: Readonly<Record<string, { label: string; icon: typeof IconGridDots; page: ComponentType<RunTabProps> }>> = {
  flight: { label: "Flight", icon: IconGridDots, page: FlightTab },
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
  return (
    <Asked query={run} what="the run" height={160} unknown={NO_RUN}>
      {(known) => (
        <Stack>
          <RunHeader run={known} flight={flight.data} />
          <RunTabs run={known} tab={tab in TABS ? tab : "flight"} />
        </Stack>
      )}
    </Asked>
  );
}

const NO_RUN = (
  <NoSuch
    icon={<IconPlaneOff size={28} />}
    what="run"
    why="It may be of another installation."
    back={{ href: "/", label: "All runs" }}
  />
);

function RunTabs({ run, tab }: RunTabProps & { readonly tab: string }) {
  const [, go] = useLocation();
  const show = (next: string | null) =>
    go(next === "flight" || next === null ? `/runs/${run.id}` : `/runs/${run.id}/${next}`);
  const Page = TABS[tab]?.page;
  return (
    <Tabs value={tab} onChange={show} keepMounted={false}>
      <TabList label="Ways to look at the run" active={tab}>
        {Object.entries(TABS).map(([name, { label, icon: Icon }]) => (
          <Tabs.Tab key={name} value={name} leftSection={<Icon size={16} aria-hidden />}>
            {label}
          </Tabs.Tab>
        ))}
      </TabList>
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
