import { Chip, Group, Skeleton, Stack } from "@mantine/core";
import { IconSitemap } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFlight } from "../flight/use-flight.ts";
import type { RunTabProps } from "../runs/run-page.tsx";
import { useClient } from "../session/session.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { readGraph } from "./graph-model.ts";
import { GraphPicture } from "./graph-picture.tsx";

/** What the builds take from each other, arch by arch. */
export default function GraphTab({ run }: RunTabProps) {
  const client = useClient();
  const [chosen, setChosen] = useState<string>();
  const flight = useFlight(run.id);
  const arches = new Set(flight.data?.builds.map(({ arch }) => arch)).size;
  const { data, error, isPending, refetch } = useQuery({
    // Another arch's plan comes in when its seed is locked.
    queryKey: ["run", run.id, "graph", arches],
    queryFn: async () => readGraph(await client.graph(run.id)),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  if (isPending) return <Skeleton height={480} role="status" aria-label="Loading the graph" />;
  if (data === undefined)
    return <Trouble title="The graph cannot be shown" error={error} onRetry={() => void refetch()} />;
  const graph = data.find(({ arch }) => arch === chosen) ?? data[0];
  if (graph === undefined) {
    return (
      <Nothing icon={<IconSitemap size={28} />} title="No plan yet">
        The graph comes with the plan, as soon as a seed is pinned.
      </Nothing>
    );
  }
  return (
    <Stack gap="sm">
      {data.length > 1 && (
        <Chip.Group value={graph.arch} onChange={setChosen}>
          <Group gap={6}>
            {data.map(({ arch }) => (
              <Chip key={arch} value={arch} size="sm">
                {arch}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      <GraphPicture key={graph.arch} graph={graph} builds={flight.data?.builds ?? []} />
    </Stack>
  );
}
