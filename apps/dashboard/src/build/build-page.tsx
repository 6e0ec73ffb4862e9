import type { BuildDetailView } from "@ascent/client";
import { Stack, Tabs } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconHammerOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useParams } from "wouter";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { NoSuch } from "../shell/nothing.tsx";
import { TabList } from "../shell/tab-list.tsx";
import { Attempts } from "./attempts.tsx";
import { BuildHeader } from "./build-header.tsx";
import { BuildLog } from "./build-log.tsx";
import { buildQuery } from "./build-queries.ts";
import { Environment } from "./environment.tsx";
import { BuildFailure } from "./failure.tsx";
import { Outputs } from "./outputs.tsx";
import { Relations } from "./relations.tsx";
import { Sources } from "./sources.tsx";

/** One build: how it went, what it said, what it was made from, what it made. */
export default function BuildPage() {
  const { id = "" } = useParams();
  const query = useQuery(buildQuery(useClient(), id));
  const { data } = query;
  useDocumentTitle(data === undefined ? "Build · Ascent" : `${data.name} ${data.state} · Ascent`);
  return (
    <Asked query={query} what="the build" height={240} unknown={NO_BUILD}>
      {(build) => <Build build={build} key={build.id} />}
    </Asked>
  );
}

const NO_BUILD = (
  <NoSuch
    icon={<IconHammerOff size={28} />}
    what="build"
    why="It may be of another installation."
    back={{ href: "/", label: "All runs" }}
  />
);

const TABS = {
  log: { label: "Log", page: BuildLog },
  attempts: { label: "Steps and attempts", page: Attempts },
  environment: { label: "Environment", page: Environment },
  sources: { label: "Sources", page: Sources },
  outputs: { label: "Outputs", page: Outputs },
} as const;

export interface BuildPartProps {
  readonly build: BuildDetailView;
}

function Build({ build }: BuildPartProps) {
  const { tab = "log" } = useParams();
  const [, go] = useLocation();
  const shown = tab in TABS ? tab : "log";
  const show = (next: string | null) =>
    go(next === "log" || next === null ? `/builds/${build.id}` : `/builds/${build.id}/${next}`);
  const counts: Readonly<Record<string, number>> = {
    attempts: build.attempts.length,
    environment: build.environment.length,
    sources: build.sources.length,
    outputs: build.outputs.length,
  };
  return (
    <Stack>
      <BuildHeader build={build} />
      <BuildFailure build={build} />
      <Relations build={build} />
      <Tabs value={shown} onChange={show} keepMounted={false}>
        <TabList label="Parts of the build" active={shown}>
          {Object.entries(TABS).map(([name, { label }]) => (
            <Tabs.Tab key={name} value={name}>
              {counts[name] === undefined ? label : `${label} (${counts[name]})`}
            </Tabs.Tab>
          ))}
        </TabList>
        {Object.entries(TABS).map(([name, { page: Part }]) => (
          <Tabs.Panel key={name} value={name} pt="md">
            <Part build={build} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}
