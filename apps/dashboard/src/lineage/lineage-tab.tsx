import { Group, Select, Stack } from "@mantine/core";
import { IconAffiliate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { type ArchGraph, type GraphBuild, readGraph } from "../graph/graph-model.ts";
import type { RunTabProps } from "../runs/run-tabs.ts";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Ancestry } from "./family.tsx";
import { NearestWay } from "./nearest-way.tsx";

/** From a package back to what it was made with: the seed's colour, and how it fades from stage to stage. */
export default function LineageTab({ run }: RunTabProps) {
  const client = useClient();
  const query = useQuery({
    queryKey: ["run", run.id, "lineage-graph"],
    queryFn: async () => readGraph(await client.graph(run.id)),
    structuralSharing: false,
  });
  return (
    <Asked query={query} what="the lineage" height={320}>
      {(graphs) => <Lineage runId={run.id} graphs={graphs} />}
    </Asked>
  );
}

interface Choice {
  readonly graph: ArchGraph;
  readonly build: GraphBuild;
}

/** The final builds, and before them the one that was asked for if it is another. */
function choicesOf(graphs: readonly ArchGraph[], asked: string | null): readonly Choice[] {
  const all = graphs.flatMap((graph) => graph.builds.map((build) => ({ graph, build })));
  const isFinal = ({ graph, build }: Choice) => build.stage === graph.stages.at(-1);
  return [...all.filter((choice) => !isFinal(choice) && choice.build.id === asked), ...all.filter(isFinal)];
}

interface LineageProps {
  readonly runId: string;
  readonly graphs: readonly ArchGraph[];
}

/** Which build's it is stands in the address, so that others can lead here. */
function Lineage({ runId, graphs }: LineageProps) {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("build");
  const choices = choicesOf(graphs, asked);
  const choice = choices.find(({ build }) => build.id === asked) ?? choices[0];
  if (choice === undefined) {
    return (
      <Nothing icon={<IconAffiliate size={28} />} title="No plan yet">
        A lineage is known once the seed is pinned and something was built.
      </Nothing>
    );
  }
  const { graph, build } = choice;
  return (
    <Stack>
      <Group>
        <Select
          label="Lineage of"
          data={choices.map((one) => ({
            value: one.build.id,
            label: `${one.build.stage}/${one.build.name} for ${one.graph.arch}`,
          }))}
          value={build.id}
          onChange={(id) => id !== null && setSearch({ build: id }, { replace: true })}
          searchable
          limit={100}
          allowDeselect={false}
          w={{ base: "100%", xs: 340 }}
        />
      </Group>
      <Ancestry graph={graph} start={build} />
      <NearestWay key={build.id} runId={runId} arch={graph.arch} build={build} />
    </Stack>
  );
}
