import { Chip, Group, Stack } from "@mantine/core";
import { IconSitemap } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FlightBuild } from "../flight/flight-model.ts";
import { useFlight } from "../flight/use-flight.ts";
import type { RunTabProps } from "../runs/run-tabs.ts";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { type ArchGraph, readGraph } from "./graph-model.ts";
import { GraphPicture } from "./graph-picture.tsx";

/** What the builds take from each other, arch by arch. */
export default function GraphTab({ run }: RunTabProps) {
  const client = useClient();
  const flight = useFlight(run.id);
  const arches = new Set(flight.data?.builds.map(({ arch }) => arch)).size;
  const query = useQuery({
    // Another arch's plan comes in when its seed is locked.
    queryKey: ["run", run.id, "graph", arches],
    queryFn: async () => readGraph(await client.graph(run.id)),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  return (
    <Asked query={query} what="the graph" height={480}>
      {(graphs) => <Graphs graphs={graphs} builds={flight.data?.builds ?? []} />}
    </Asked>
  );
}

interface GraphsProps {
  readonly graphs: readonly ArchGraph[];
  readonly builds: readonly FlightBuild[];
}

function Graphs({ graphs, builds }: GraphsProps) {
  const [chosen, setChosen] = useState<string>();
  const graph = graphs.find(({ arch }) => arch === chosen) ?? graphs[0];
  if (graph === undefined) {
    return (
      <Nothing icon={<IconSitemap size={28} />} title="No plan yet">
        The graph comes with the plan, as soon as a seed is pinned.
      </Nothing>
    );
  }
  return (
    <Stack gap="sm">
      {graphs.length > 1 && (
        <Chip.Group value={graph.arch} onChange={setChosen}>
          <Group gap={6}>
            {graphs.map(({ arch }) => (
              <Chip key={arch} value={arch} size="sm">
                {arch}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      <GraphPicture key={graph.arch} graph={graph} builds={builds} />
    </Stack>
  );
}
