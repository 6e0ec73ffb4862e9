import dagre from "@dagrejs/dagre";
import { NODE } from "./node-size.ts";

/** A stage to be laid out: its builds with their wave, and who comes before whom, by place in `waves`. */
export interface StageShape {
  readonly stage: string;
  readonly waves: readonly number[];
  readonly links: readonly (readonly [number, number])[];
}

export interface StageLayout {
  readonly stage: string;
  /** Left upper corners, in the order of `waves`. */
  readonly places: readonly (readonly [number, number])[];
  readonly width: number;
  readonly height: number;
}

const GAP = { x: 46, y: 12 } as const;
/** Beyond this a layered drawing takes long and shows no more than waves do. */
const DRAWN_BY_LAYERS = 250;
const ROWS = 40;

/** From left to right: what comes first is left. */
export function layoutStage(shape: StageShape): StageLayout {
  return shape.waves.length <= DRAWN_BY_LAYERS ? byLayers(shape) : byWaves(shape);
}

function byLayers({ stage, waves, links }: StageShape): StageLayout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: GAP.y, ranksep: GAP.x });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const place of waves.keys()) graph.setNode(String(place), { ...NODE });
  for (const [from, to] of links) graph.setEdge(String(from), String(to));
  dagre.layout(graph);
  const places = waves.map((_, place): readonly [number, number] => {
    const { x = 0, y = 0 } = graph.node(String(place));
    return [x - NODE.width / 2, y - NODE.height / 2];
  });
  return boxed(stage, places);
}

/** A wave as a block of columns, one block after the other. */
function byWaves({ stage, waves }: StageShape): StageLayout {
  const blocks = new Map<number, number[]>();
  for (const [place, wave] of waves.entries()) blocks.set(wave, [...(blocks.get(wave) ?? []), place]);
  const places: (readonly [number, number])[] = [];
  let left = 0;
  for (const wave of [...blocks.keys()].sort((a, b) => a - b)) {
    const block = blocks.get(wave) ?? [];
    for (const [index, place] of block.entries()) {
      const x = left + Math.floor(index / ROWS) * (NODE.width + GAP.y);
      places[place] = [x, (index % ROWS) * (NODE.height + GAP.y)];
    }
    left += Math.ceil(block.length / ROWS) * (NODE.width + GAP.y) + GAP.x;
  }
  return boxed(stage, places);
}

function boxed(stage: string, places: readonly (readonly [number, number])[]): StageLayout {
  const width = Math.max(0, ...places.map(([x]) => x + NODE.width));
  const height = Math.max(0, ...places.map(([, y]) => y + NODE.height));
  return { stage, places, width, height };
}
