import { Group, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useSearch } from "wouter";
import { useClient } from "../session/session.tsx";
import { blueprintsQuery, type RunFilter } from "./run-queries.ts";

const STATES = [
  { label: "All", value: "" },
  { label: "Going on", value: "preparing,running" },
  { label: "Failed", value: "failed" },
  { label: "Succeeded", value: "succeeded" },
  { label: "Cancelled", value: "cancelled" },
] as const;

export function isNarrow({ state, blueprint }: RunFilter): boolean {
  return state !== undefined || blueprint !== undefined;
}

/** What is looked for is in the address, so that it can be sent to others. */
export function useRunFilter(): readonly [RunFilter, (filter: RunFilter) => void] {
  const asked = new URLSearchParams(useSearch());
  const [, go] = useLocation();
  const state = STATES.find(({ value }) => value !== "" && value === asked.get("state"))?.value;
  const blueprint = asked.get("blueprint") ?? "";
  const change = (filter: RunFilter) => {
    const query = new URLSearchParams(Object.entries(filter)).toString();
    go(query === "" ? "/" : `/?${query}`, { replace: true });
  };
  return [{ ...(state !== undefined && { state }), ...(blueprint !== "" && { blueprint }) }, change];
}

interface RunFiltersProps {
  readonly filter: RunFilter;
  readonly onChange: (filter: RunFilter) => void;
}

/** Which runs to list: by how they stand, and of which blueprint. */
export function RunFilters({ filter, onChange }: RunFiltersProps) {
  const { data } = useQuery(blueprintsQuery(useClient()));
  const { state = "", blueprint } = filter;
  const names = new Set([...(data?.blueprints ?? []).map(({ name }) => name), ...(blueprint ? [blueprint] : [])]);
  return (
    <Group gap="sm">
      <SegmentedControl
        size="xs"
        data={[...STATES]}
        value={state}
        onChange={(chosen) => onChange({ ...(blueprint && { blueprint }), ...(chosen !== "" && { state: chosen }) })}
        aria-label="How they stand"
      />
      <Select
        size="xs"
        data={[...names]}
        value={blueprint ?? null}
        onChange={(chosen) =>
          onChange({ ...(state !== "" && { state }), ...(chosen !== null && { blueprint: chosen }) })
        }
        placeholder="Of all blueprints"
        aria-label="List runs of"
        searchable
        clearable
      />
    </Group>
  );
}
