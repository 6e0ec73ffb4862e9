import type { Edge, Node } from "@xyflow/react";
import type { FlightBuild } from "../flight/flight-model.ts";
import type { Counts } from "../state/build-states.ts";
import { countBuilds } from "../state/count-builds.ts";
import type { ArchGraph, GraphBuild } from "./graph-model.ts";
import type { StageLayout } from "./layout-stage.ts";
import { NODE } from "./node-size.ts";

export type BuildNode = Node<
  {
    readonly build: GraphBuild;
    readonly now: FlightBuild | undefined;
    readonly critical: boolean;
    readonly found: boolean;
  },
  "build"
>;
export type StageNode = Node<
  {
    readonly stage: string;
    readonly open: boolean;
    readonly counts: Counts;
    readonly onToggle: (stage: string) => void;
  },
  "stage"
>;
export type GraphNode = BuildNode | StageNode;

export interface PictureOf {
  readonly graph: ArchGraph;
  readonly layouts: ReadonlyMap<string, StageLayout>;
  readonly states: ReadonlyMap<string, FlightBuild>;
  readonly found: ReadonlySet<string>;
  readonly onToggle: (stage: string) => void;
}

const PADDING = 18;
const HEAD = 92;
const CLOSED_WIDTH = 250;
const BETWEEN = 90;
/** More lines than this from stage to stage hide what they connect. */
const MOST_LINES = 600;

/** Stages from left to right, each a frame with its builds, or closed with its counts alone. */
export function drawNodes(picture: PictureOf): GraphNode[] {
  const { graph, layouts } = picture;
  const critical = new Set(graph.critical);
  let left = 0;
  return graph.stages.flatMap((stage): GraphNode[] => {
    const layout = layouts.get(stage);
    const builds = graph.builds.filter((build) => build.stage === stage);
    const width = layout === undefined ? CLOSED_WIDTH : Math.max(CLOSED_WIDTH, layout.width + 2 * PADDING);
    const frame = frameNode(picture, { stage, left, width, builds, layout });
    const inside =
      layout === undefined
        ? []
        : builds.map((build, place) => {
            const [x, y] = layout.places[place] ?? [0, 0];
            const position = { x: left + PADDING + x, y: HEAD + y };
            return buildNode(picture, { build, position, critical: critical.has(build.id) });
          });
    left += width + BETWEEN;
    return [frame, ...inside];
  });
}

interface FrameOf {
  readonly stage: string;
  readonly left: number;
  readonly width: number;
  readonly builds: readonly GraphBuild[];
  readonly layout: StageLayout | undefined;
}

/** The node that a stage's frame is. */
export function frameId(stage: string): string {
  return `stage ${stage}`;
}

function frameNode({ states, onToggle }: PictureOf, { stage, left, width, builds, layout }: FrameOf): StageNode {
  const counts = countBuilds(builds.flatMap(({ id }) => states.get(id) ?? []));
  const height = layout === undefined ? HEAD + 8 : HEAD + layout.height + PADDING;
  return {
    id: frameId(stage),
    type: "stage",
    position: { x: left, y: 0 },
    data: { stage, open: layout !== undefined, counts, onToggle },
    ...{ width, height, zIndex: 0, draggable: false, selectable: false },
  };
}

interface PlacedBuild {
  readonly build: GraphBuild;
  readonly position: { readonly x: number; readonly y: number };
  readonly critical: boolean;
}

function buildNode({ states, found }: PictureOf, { build, position, critical }: PlacedBuild): BuildNode {
  return {
    id: build.id,
    type: "build",
    position: { ...position },
    data: { build, now: states.get(build.id), critical, found: found.has(build.id) },
    ...{ ...NODE, zIndex: 2, draggable: false },
  };
}

/**
 * `next` with the very nodes of `before` wherever they show the same: what is the same object is not drawn again, and of
 * thousands of builds only a few change at once.
 */
export function keepSame(before: ReadonlyMap<string, GraphNode>, next: readonly GraphNode[]): GraphNode[] {
  return next.map((node) => {
    const known = before.get(node.id);
    return known !== undefined && isSame(known, node) ? known : node;
  });
}

function isSame(a: GraphNode, b: GraphNode): boolean {
  const samePlace = a.position.x === b.position.x && a.position.y === b.position.y && a.width === b.width;
  if (!samePlace || a.type !== "build" || b.type !== "build") return false;
  return a.data.now === b.data.now && a.data.found === b.data.found && a.data.critical === b.data.critical;
}

/** Lines between what is drawn: builds of open stages, and stages where one is closed. The critical path is always there. */
export function drawEdges({ graph, layouts }: Pick<PictureOf, "graph" | "layouts">): Edge[] {
  const stageOf = new Map(graph.builds.map(({ id, stage }) => [id, stage]));
  const endOf = (id: string) => (layouts.has(stageOf.get(id) ?? "") ? id : frameId(stageOf.get(id) ?? ""));
  const steps = graph.critical.slice(1).map((to, index) => ({ from: graph.critical[index] ?? "", to, critical: true }));
  const others = graph.links.map((link) => ({ ...link, critical: false }));
  const few = others.length <= MOST_LINES;
  const edges = new Map<string, Edge>();
  for (const { from, to, critical, ...link } of [...steps, ...others]) {
    const [source, target] = [endOf(from), endOf(to)];
    const withinStage = "waits" in link && link.waits;
    if (source === target || edges.has(`${source} ${target}`)) continue;
    if (critical || few || withinStage || source.startsWith("stage ") || target.startsWith("stage ")) {
      edges.set(`${source} ${target}`, line({ source, target, critical, faint: !withinStage }));
    }
  }
  return [...edges.values()];
}

interface LineOf {
  readonly source: string;
  readonly target: string;
  readonly critical: boolean;
  readonly faint: boolean;
}

function line({ source, target, critical, faint }: LineOf): Edge {
  const className = critical ? "line-critical" : faint ? "line-faint" : "line-waits";
  return { id: `${source} ${target}`, source, target, className, zIndex: 1, focusable: false, selectable: false };
}
