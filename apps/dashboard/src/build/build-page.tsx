import { ApiFault, type BuildDetailView } from "@ascent/client";
import { Skeleton, Stack, Tabs } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconHammerOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "wouter";
import { useClient } from "../session/session.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Trouble } from "../shell/trouble.tsx";
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
  const { data, error, isPending, refetch } = useQuery(buildQuery(useClient(), id));
  useDocumentTitle(data === undefined ? "Build · Ascent" : `${data.name} ${data.state} · Ascent`);
  if (data !== undefined) return <Build build={data} key={data.id} />;
  if (isPending) return <Skeleton height={240} role="status" aria-label="Loading the build" />;
  const unknown = error instanceof ApiFault && (error.status === 404 || error.status === 400);
  if (!unknown) return <Trouble title="The build cannot be shown" error={error} onRetry={() => void refetch()} />;
  return (
    <Nothing icon={<IconHammerOff size={28} />} title="There is no such build">
      It may be of another installation.
    </Nothing>
  );
}

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
  const [tab, setTab] = useState<string | null>("log");
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
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List
          aria-label="Parts of the build"
          style={{ flexWrap: "nowrap", overflowX: "auto", overflowY: "hidden" }}
        >
          {Object.entries(TABS).map(([name, { label }]) => (
            <Tabs.Tab key={name} value={name} style={{ flexShrink: 0 }}>
              {counts[name] === undefined ? label : `${label} (${counts[name]})`}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {Object.entries(TABS).map(([name, { page: Part }]) => (
          <Tabs.Panel key={name} value={name} pt="md">
            <Part build={build} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}
