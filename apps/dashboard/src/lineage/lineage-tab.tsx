import { Group, Select, Skeleton, Stack } from "@mantine/core";
import { IconAffiliate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ArchGraph, type GraphBuild, readGraph } from "../graph/graph-model.ts";
import type { RunTabProps } from "../runs/run-page.tsx";
import { useClient } from "../session/session.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { Ancestry } from "./family.tsx";
import { NearestWay } from "./nearest-way.tsx";

/** From a final package back to what it was made with: the seed's colour, and how it fades from stage to stage. */
export default function LineageTab({ run }: RunTabProps) {
  const client = useClient();
  const { data, error, isPending } = useQuery({
    queryKey: ["run", run.id, "lineage-graph"],
    queryFn: async () => readGraph(await client.graph(run.id)),
    structuralSharing: false,
  });
  if (isPending) return <Skeleton height={320} role="status" aria-label="Loading the lineage" />;
  if (data === undefined) return <Trouble title="The lineage cannot be shown" error={error} />;
  const choices = data.flatMap((graph) => finalBuilds(graph).map((build) => ({ graph, build })));
  if (choices.length > 0) return <Lineage runId={run.id} choices={choices} />;
  return (
    <Nothing icon={<IconAffiliate size={28} />} title="No plan yet">
      A lineage is known once the seed is pinned and something was built.
    </Nothing>
  );
}

function finalBuilds(graph: ArchGraph): readonly GraphBuild[] {
  return graph.builds.filter(({ stage }) => stage === graph.stages.at(-1));
}

interface LineageProps {
  readonly runId: string;
  readonly choices: readonly { readonly graph: ArchGraph; readonly build: GraphBuild }[];
}

function Lineage({ runId, choices }: LineageProps) {
  const [chosen, setChosen] = useState(choices[0]?.build.id ?? null);
  const choice = choices.find(({ build }) => build.id === chosen);
  return (
    <Stack>
      <Group>
        <Select
          label="Final package"
          data={choices.map(({ graph, build }) => ({ value: build.id, label: `${build.name} for ${graph.arch}` }))}
          value={chosen}
          onChange={setChosen}
          searchable
          limit={100}
          allowDeselect={false}
          w={{ base: "100%", xs: 340 }}
        />
      </Group>
      {choice !== undefined && (
        <>
          <Ancestry graph={choice.graph} start={choice.build} />
          <NearestWay key={choice.build.id} runId={runId} arch={choice.graph.arch} name={choice.build.name} />
        </>
      )}
    </Stack>
  );
}
