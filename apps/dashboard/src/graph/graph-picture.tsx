import { Button, Group, Skeleton, Text, TextInput, useComputedColorScheme } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { Background, Controls, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from "react";
import type { FlightBuild } from "../flight/flight-model.ts";
import { shownState } from "../state/build-states.ts";
import { tellSeconds } from "../state/durations.ts";
import type { ArchGraph } from "./graph-model.ts";
import { BuildBox, StageFrame } from "./nodes.tsx";
import { drawEdges, drawNodes, frameId, type GraphNode, keepSame, type PictureOf } from "./picture.ts";
import { useLayout } from "./use-layout.ts";
import "@xyflow/react/dist/style.css";
import "./graph.css";

const NODE_TYPES = { build: BuildBox, stage: StageFrame };
/** A name of few letters is of thousands: marking them all would mark nothing. */
const MOST_FOUND = 100;
const MARK_AFTER_MS = 200;
/** Larger graphs begin with their stages closed. */
const ALL_OPEN = 200;
const WHOLE = { padding: "12px" } as const;

interface GraphPictureProps {
  readonly graph: ArchGraph;
  readonly builds: readonly FlightBuild[];
}

export function GraphPicture(props: GraphPictureProps) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}

function useOpenStages(graph: ArchGraph) {
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(graph.builds.length <= ALL_OPEN ? graph.stages : []),
  );
  const toggle = useCallback((stage: string) => {
    setOpen((before) =>
      before.has(stage) ? new Set([...before].filter((other) => other !== stage)) : new Set([...before, stage]),
    );
  }, []);
  return { open, setOpen, toggle };
}

/** The picture's nodes, the same objects for as long as they show the same. */
function useNodes(picture: PictureOf | undefined): GraphNode[] {
  const before = useRef<ReadonlyMap<string, GraphNode>>(new Map());
  const { graph, layouts, states, found, onToggle } = picture ?? {};
  return useMemo(() => {
    if (!(graph && layouts && states && found && onToggle)) return [];
    const nodes = keepSame(before.current, drawNodes({ graph, layouts, states, found, onToggle }));
    before.current = new Map(nodes.map((node) => [node.id, node]));
    return nodes;
  }, [graph, layouts, states, found, onToggle]);
}

function Picture({ graph, builds }: GraphPictureProps) {
  const scheme = useComputedColorScheme("light");
  const { open, setOpen, toggle } = useOpenStages(graph);
  const layouts = useLayout(graph, open);
  const [found, setFound] = useState<ReadonlySet<string>>(new Set());
  const states = useMemo(() => new Map(builds.map((build) => [build.id, build])), [builds]);
  const nodes = useNodes(layouts && { graph, layouts, states, found, onToggle: toggle });
  const edges = useMemo(() => (layouts === undefined ? [] : drawEdges({ graph, layouts })), [graph, layouts]);
  const isNarrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  // All stages beside each other are too small to read on a phone: it begins at the one that matters.
  const view = isNarrow ? { ...WHOLE, maxZoom: 1.2, nodes: [{ id: frameId(stageOfInterest(graph, states)) }] } : WHOLE;
  if (layouts === undefined) return <Skeleton height={480} role="status" aria-label="Laying the graph out" />;
  const openAll = (all: boolean) => setOpen(new Set(all ? graph.stages : []));
  return (
    <>
      <Group justify="space-between" gap="sm">
        <FindBuild graph={graph} nodes={nodes} onFound={setFound} onOpen={toggle} />
        <Text size="sm" c="dimmed">
          The critical path is {graph.critical.length} builds, likely {tellSeconds(graph.criticalSeconds)}
        </Text>
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={() => openAll(true)}>
            Open all stages
          </Button>
          <Button variant="default" size="xs" onClick={() => openAll(false)}>
            Close all
          </Button>
        </Group>
      </Group>
      <section className="graph" aria-label="Build graph" style={{ aspectRatio: shapeOf(nodes) }}>
        <ReactFlow<GraphNode>
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          colorMode={scheme}
          onlyRenderVisibleElements
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          minZoom={0.03}
          fitView
          fitViewOptions={view}
        >
          <Background />
          <Controls showInteractive={false} fitViewOptions={WHOLE} />
          {graph.builds.length > ALL_OPEN && (
            <MiniMap<GraphNode> pannable zoomable nodeColor={colorOf} ariaLabel="The whole graph, small" />
          )}
        </ReactFlow>
      </section>
    </>
  );
}

/** The first that is not done, or the last. */
function stageOfInterest({ stages, builds }: ArchGraph, states: ReadonlyMap<string, FlightBuild>): string {
  const left = new Set(builds.filter(({ id }) => states.get(id)?.state !== "done").map(({ stage }) => stage));
  return stages.find((stage) => left.has(stage)) ?? stages.at(-1) ?? "";
}

/** Of the frame, so that there is no more of it than what is in it needs: width by height. */
function shapeOf(nodes: readonly GraphNode[]): string {
  const width = Math.max(1, ...nodes.map(({ position, width = 0 }) => position.x + width));
  const height = Math.max(1, ...nodes.map(({ position, height = 0 }) => position.y + height));
  return `${width} / ${height}`;
}

function colorOf(node: GraphNode): string {
  if (node.type === "stage") return "transparent";
  return node.data.now === undefined ? "var(--state-waiting)" : `var(--state-${shownState(node.data.now)})`;
}

interface FindBuildProps {
  readonly graph: ArchGraph;
  readonly nodes: readonly GraphNode[];
  readonly onFound: (ids: ReadonlySet<string>) => void;
  readonly onOpen: (stage: string) => void;
}

/** Marks the builds of a name; Enter goes to the first, opening its stage if need be. */
function FindBuild({ graph, nodes, onFound, onOpen }: FindBuildProps) {
  const { setCenter } = useReactFlow();
  const [text, setText] = useState("");
  const matches = (wanted: string) =>
    graph.builds.filter(({ name }) => wanted.length > 1 && name.toLowerCase().includes(wanted)).slice(0, MOST_FOUND);
  const mark = useDebouncedCallback(
    (typed: string) => onFound(new Set(matches(typed.trim().toLowerCase()).map(({ id }) => id))),
    MARK_AFTER_MS,
  );
  const find = (typed: string) => {
    setText(typed);
    mark(typed);
  };
  const goTo = ({ key }: KeyboardEvent) => {
    const [first] = matches(text.trim().toLowerCase());
    if (key !== "Enter" || first === undefined) return;
    const node = nodes.find(({ id }) => id === first.id);
    if (node === undefined) onOpen(first.stage);
    else void setCenter(node.position.x + 75, node.position.y + 17, { zoom: 1, duration: 300 });
  };
  return (
    <TextInput
      value={text}
      onChange={(event) => find(event.currentTarget.value)}
      onKeyDown={goTo}
      placeholder="Name of a build"
      aria-label="Find a build in the graph"
      leftSection={<IconSearch size={16} aria-hidden />}
    />
  );
}
