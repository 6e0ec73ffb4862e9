import { fullVersion, type PlannedBuild, type SurveyedStage, sortedBy } from "@ascent/core";
import { layers, type Spot } from "./layers.ts";

/** Pixels. */
export const LETTER = 7.3;
export const BOX = { height: 22, gap: 8, between: 70, padding: 8 } as const;
export const MARGIN = 20;
/** Of a line's own row in a column that it passes through. */
const LINE_GAP = 10;
/** What waits for nothing, and nothing for it, is put side by side up to here. */
const WIDTH = 1000;

export interface Box {
  readonly build: PlannedBuild;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Where a line passes a column: from its left to its right side. */
export interface Passage {
  readonly y: number;
  readonly left: number;
  readonly right: number;
}

/** Everything of a stage, placed. */
export interface Placed {
  readonly boxes: readonly Box[];
  /** `COLUMN NAME` → where lines of the build of that name pass the column. */
  readonly passages: ReadonlyMap<string, Passage>;
  readonly bottom: number;
}

export function labelOf({ name, recipe }: PlannedBuild): string {
  return `${name}-${fullVersion(recipe)}`;
}

function widthOf(build: PlannedBuild): number {
  return labelOf(build).length * LETTER + 2 * BOX.padding;
}

/** Columns by wave, what cannot be put in order in a last one, and below what has nothing to do with the others. */
export function placeStage({ builds, unordered }: SurveyedStage, top: number): Placed {
  const waited = new Set([...builds, ...unordered].flatMap(({ waitsFor }) => waitsFor));
  const isAlone = ({ name, waitsFor }: PlannedBuild) => waitsFor.length === 0 && !waited.has(name);
  const alone = sortedBy(builds.filter(isAlone), ({ name }) => name);
  const ordered = layers(builds.filter((build) => !isAlone(build)));
  const last = Math.max(-1, ...ordered.map(({ column }) => column)) + 1;
  const rest = unordered.map((build, row): Spot => ({ build, name: build.name, column: last, row }));
  const graph = placeColumns([...ordered, ...rest], top);
  const gap = graph.boxes.length > 0 && alone.length > 0 ? BOX.gap : 0;
  const grid = placeGrid(alone, graph.bottom + gap);
  return { boxes: [...graph.boxes, ...grid.boxes], passages: graph.passages, bottom: grid.bottom };
}

/** Columns from left to right, each as wide as its longest label. */
function placeColumns(spots: readonly Spot[], top: number): Placed {
  const columns: Spot[][] = [];
  for (const spot of spots) {
    columns[spot.column] ??= [];
    columns[spot.column]?.push(spot);
  }
  const boxes: Box[] = [];
  const passages = new Map<string, Passage>();
  let left = MARGIN;
  let bottom = top;
  for (const column of columns) {
    const width = Math.max(0, ...column.flatMap(({ build }) => (build === undefined ? [] : [widthOf(build)])));
    let y = top;
    for (const { build, name, column: at } of column) {
      if (build !== undefined) boxes.push({ build, x: left, y, width });
      else passages.set(`${at} ${name}`, { y: y + LINE_GAP / 2, left, right: left + width });
      y += build === undefined ? LINE_GAP : BOX.height + BOX.gap;
    }
    bottom = Math.max(bottom, y);
    left += width + BOX.between;
  }
  return { boxes, passages, bottom };
}

/** In rows, by name, as many in one as fit. */
function placeGrid(builds: readonly PlannedBuild[], top: number): Placed {
  const width = Math.max(1, ...builds.map(widthOf));
  const inRow = Math.max(1, Math.floor((WIDTH + BOX.gap) / (width + BOX.gap)));
  const boxes = builds.map((build, index): Box => {
    const [row, column] = [Math.floor(index / inRow), index % inRow];
    return { build, x: MARGIN + column * (width + BOX.gap), y: top + row * (BOX.height + BOX.gap), width };
  });
  return { boxes, passages: new Map(), bottom: top + Math.ceil(builds.length / inRow) * (BOX.height + BOX.gap) };
}
