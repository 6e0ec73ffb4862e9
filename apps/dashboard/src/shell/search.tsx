import { ActionIcon } from "@mantine/core";
import { Spotlight, spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { newestRunsQuery } from "../runs/run-queries.ts";
import { useClient } from "../session/session.tsx";
import { usePlaces } from "./navigation.tsx";

export function SearchButton() {
  return (
    <ActionIcon variant="default" size="lg" onClick={spotlight.open} aria-label="Search (Ctrl K)">
      <IconSearch size={18} />
    </ActionIcon>
  );
}

/** Ctrl K: goes to a page or a run by typing. */
export function SearchEverything() {
  const [, go] = useLocation();
  const client = useClient();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery({ ...newestRunsQuery(client), enabled: opened });
  const places = usePlaces().map(({ href, label, icon: Icon }) => ({
    id: href,
    label,
    onClick: () => go(href),
    leftSection: <Icon size={20} aria-hidden />,
  }));
  const runs = (data?.runs ?? []).map((run) => ({
    id: run.id,
    label: `${run.blueprint} · ${run.state}`,
    description: run.id,
    onClick: () => go(`/runs/${run.id}`),
  }));
  return (
    <Spotlight
      actions={[...places, ...runs]}
      onSpotlightOpen={() => setOpened(true)}
      limit={12}
      shortcut={["mod + K", "/"]}
      nothingFound="Nothing of that name"
      attributes={{ content: { "aria-label": "Search" } }}
      searchProps={{
        placeholder: "A page, a blueprint, a run…",
        "aria-label": "Search",
        leftSection: <IconSearch size={18} />,
      }}
    />
  );
}
