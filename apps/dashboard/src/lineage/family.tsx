import type { BuildDetailView } from "@ascent/client";
import { isSeedInput } from "@ascent/core";
import { Paper, Stack, Text, Title } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import type { ArchGraph, GraphBuild } from "../graph/graph-model.ts";
import { useClient } from "../session/session.tsx";
import { ancestorsOf, byStage, distances, seedTint } from "./ancestry.ts";
import "./family.css";

/** Details are asked for build by build: of larger families only the nearest way is told. */
const MOST = 120;

interface AncestryProps {
  readonly graph: ArchGraph;
  readonly start: GraphBuild;
}

/** Everything that a package goes back to, a column per stage, down to seeds and sources. */
export function Ancestry({ graph, start }: AncestryProps) {
  const ids = useMemo(() => ancestorsOf(graph, start.id), [graph, start.id]);
  if (ids.size <= MOST) return <Family graph={graph} ids={ids} />;
  return (
    <Text c="dimmed">
      {start.name} goes back to {ids.size} builds, which are too many to be drawn: see the graph, and the nearest way
      below.
    </Text>
  );
}

function Family({ graph, ids }: { readonly graph: ArchGraph; readonly ids: ReadonlySet<string> }) {
  const client = useClient();
  const details = useQueries({
    queries: [...ids].map((id) => ({ queryKey: ["build", id], queryFn: () => client.build(id), staleTime: 60_000 })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const distance = distances(
    graph,
    details.map(({ id, environment }) => ({ id, inputs: environment.map(({ input }) => input) })),
  );
  const byId = new Map(details.map((detail) => [detail.id, detail]));
  return (
    <div className="ancestry">
      {byStage(graph, ids).map(([stage, builds]) => (
        <Stack key={stage} gap={6} className="ancestry-column">
          <Title order={2} size="h5">
            {stage}
          </Title>
          {builds.map((build) => (
            <Ancestor key={build.id} build={build} detail={byId.get(build.id)} distance={distance.get(build.id)} />
          ))}
        </Stack>
      ))}
      <Leaves details={details} />
    </div>
  );
}

interface AncestorProps {
  readonly build: GraphBuild;
  readonly detail: BuildDetailView | undefined;
  readonly distance: number | undefined;
}

function Ancestor({ build, detail, distance }: AncestorProps) {
  const environment = detail?.environment ?? [];
  const fromSeed = environment.filter(({ input }) => isSeedInput(input)).length;
  return (
    <Link href={`/builds/${build.id}`} className="plain-link">
      <Paper withBorder p={8} style={{ background: seedTint(distance) }}>
        <Text size="sm" fw={600} className="names-it">
          {build.name}
        </Text>
        <Text size="xs">{detail === undefined ? "…" : tell({ distance, fromSeed, all: environment.length })}</Text>
      </Paper>
    </Link>
  );
}

interface Share {
  readonly distance: number | undefined;
  readonly fromSeed: number;
  readonly all: number;
}

function tell({ distance, fromSeed, all }: Share): string {
  if (all === 0) return "not built yet";
  if (fromSeed > 0) return `${fromSeed} of ${all} packages from the seed`;
  if (distance === undefined) return "no seed behind it";
  return `none of ${all} from the seed, ${distance} stage${distance === 1 ? "" : "s"} away`;
}

/** The leaves of every lineage: seeds, and what people wrote. */
function Leaves({ details }: { readonly details: readonly BuildDetailView[] }) {
  const seeds = new Map<string, Set<string>>();
  const sources = new Set(details.flatMap((detail) => detail.sources.map(({ uri }) => uri)));
  for (const { input, contentDigest } of details.flatMap(({ environment }) => environment)) {
    if (isSeedInput(input)) seeds.set(input, (seeds.get(input) ?? new Set()).add(contentDigest));
  }
  return (
    <Stack gap={6} className="ancestry-column">
      <Title order={2} size="h5">
        seeds and sources
      </Title>
      {[...seeds].map(([seed, packages]) => (
        <Paper key={seed} withBorder p={8} style={{ background: seedTint(0) }}>
          <Text size="sm" fw={600}>
            {seed}
          </Text>
          <Text size="xs">{packages.size} packages</Text>
        </Paper>
      ))}
      {[...sources].map((uri) => (
        <Paper key={uri} withBorder p={8}>
          <Text size="xs" style={{ overflowWrap: "anywhere" }}>
            {uri}
          </Text>
        </Paper>
      ))}
    </Stack>
  );
}
