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
import { Suspense } from "react";
import { useLocation, useParams } from "wouter";
import { useLiveRun } from "../flight/use-flight.ts";
import { Asked } from "../shell/asked.tsx";
import { NoSuch } from "../shell/nothing.tsx";
import { PageLoader } from "../shell/page-loader.tsx";
import { TabList } from "../shell/tab-list.tsx";
import { RunHeader } from "./run-header.tsx";
import { RUN_TABS, type RunTab, type RunTabProps, runTabOf } from "./run-tabs.ts";

const HEADS: Readonly<Record<RunTab, { readonly label: string; readonly icon: typeof IconGridDots }>> = {
  flight: { label: "Flight", icon: IconGridDots },
  graph: { label: "Graph", icon: IconSitemap },
  verdict: { label: "Verdict", icon: IconStairsUp },
  lineage: { label: "Lineage", icon: IconAffiliate },
  compare: { label: "Compare", icon: IconArrowsDiff },
};

/** One run: its head, and one of the ways to look at it. */
export default function RunPage() {
  const { id = "", tab } = useParams();
  const { run, flight } = useLiveRun(id);
  useDocumentTitle(run.data === undefined ? "Run · Ascent" : `${run.data.blueprint} ${run.data.state} · Ascent`);
  return (
    <Asked query={run} what="the run" height={160} unknown={NO_RUN}>
      {(known) => (
        <Stack>
          <RunHeader run={known} flight={flight.data} />
          <RunTabs run={known} tab={runTabOf(tab)} />
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

function RunTabs({ run, tab }: RunTabProps & { readonly tab: RunTab }) {
  const [, go] = useLocation();
  const show = (next: string | null) =>
    go(next === "flight" || next === null ? `/runs/${run.id}` : `/runs/${run.id}/${next}`);
  const Page = RUN_TABS[tab];
  return (
    <Tabs value={tab} onChange={show} keepMounted={false}>
      <TabList label="Ways to look at the run" active={tab}>
        {Object.entries(HEADS).map(([name, { label, icon: Icon }]) => (
          <Tabs.Tab key={name} value={name} leftSection={<Icon size={16} aria-hidden />}>
            {label}
          </Tabs.Tab>
        ))}
      </TabList>
      <Tabs.Panel value={tab} pt="md">
        <Suspense fallback={<PageLoader />}>
          <Page run={run} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}
