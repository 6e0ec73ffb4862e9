import { type PlannedBuild, type SurveyedStage, summarizeStage } from "@ascent/core";
import { escaped } from "../svg-text.ts";
import { BOX, type Box, LETTER, labelOf, MARGIN, type Placed, placeStage } from "./placing.ts";

const TITLE = 34;

const STYLE = [
  "svg{background:#fff}",
  "text{font:12px monospace;fill:#1b1f24}",
  ".title{font-weight:bold;font-size:14px}",
  "rect{fill:#f3f6fa;stroke:#8c99a8}",
  ".stuck rect{fill:#fde7e7;stroke:#c43d3d}",
  "path{fill:none;stroke:#8c99a8}",
  "path:hover{stroke:#1b1f24;stroke-width:2}",
  "polygon{fill:#8c99a8}",
].join("");

const ARROW =
  '<defs><marker id="arrow" markerWidth="7" markerHeight="8" refX="6" refY="4" orient="auto"><polygon points="0,1 6,4 0,7"/></marker></defs>';

/** A stage's drawing, placed. */
interface Block {
  readonly text: readonly string[];
  readonly width: number;
  readonly height: number;
}

/**
 * A plan as a picture: a block for each stage and arch, in it a column for each wave, and an arrow from each build to those
 * that wait for it; below them the builds that have to do with none of their stage. Builds that are stuck are red; those that
 * cannot be put in order stand in a last column. Where a viewer shows titles, boxes and arrows tell what is taken from where.
 * Needs no other program; the same plan gives the same bytes.
 */
export function planSvg(stages: readonly SurveyedStage[]): string {
  const parts: string[] = [];
  let top = MARGIN;
  let width = 0;
  for (const stage of stages) {
    const block = stageBlock(stage, top);
    parts.push(...block.text);
    top += block.height + MARGIN;
    width = Math.max(width, block.width);
  }
  const size = `width="${number(width + 2 * MARGIN)}" height="${number(top)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${number(width + 2 * MARGIN)} ${number(top)}">`,
    `<style>${STYLE}</style>`,
    ARROW,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function stageBlock(stage: SurveyedStage, top: number): Block {
  const placed = placeStage(stage, top + TITLE);
  const byName = new Map(placed.boxes.map((box) => [box.build.name, box]));
  const title = titleOf(stage);
  const stuck = new Set([...stage.blocked, ...stage.unordered.map(({ name }) => name)]);
  const text = [
    `<text class="title" x="${MARGIN}" y="${number(top + 18)}">${escaped(title)}</text>`,
    ...placed.boxes.flatMap((box) => arrows(box, byName, placed)),
    ...placed.boxes.map((box) => boxText(box, stuck.has(box.build.name))),
  ];
  const right = Math.max(0, ...placed.boxes.map((box) => box.x + box.width - MARGIN));
  // The title's letters are larger.
  return { text, width: Math.max(title.length * LETTER * (14 / 12), right), height: placed.bottom - top };
}

function titleOf(stage: SurveyedStage): string {
  const { builds, waves } = summarizeStage(stage);
  const stuck = stage.blocked.length + stage.unordered.length;
  const counts = `${builds} ${builds === 1 ? "build" : "builds"}, ${waves} ${waves === 1 ? "wave" : "waves"}`;
  const red = stuck === 0 ? "" : `, ${stuck} stuck`;
  return `${stage.stage} ${stage.arch} (from ${stage.inputs.join(", ")}): ${counts}${red}`;
}

/** From each build that comes first: out of its right side, past the columns between, into the left side. */
function arrows(to: Box, byName: ReadonlyMap<string, Box>, placed: Placed): string[] {
  return to.build.waitsFor.flatMap((name) => {
    const from = byName.get(name);
    if (from === undefined) return [];
    const path = pathBetween(from, to, placed);
    return [`<path d="${path}" marker-end="url(#arrow)"><title>${escaped(reasonOf(to.build, name))}</title></path>`];
  });
}

function pathBetween(from: Box, to: Box, { passages }: Placed): string {
  let [x, y] = [from.x + from.width, from.y + BOX.height / 2];
  let path = `M${number(x)} ${number(y)}`;
  for (let column = from.build.wave + 1; column < to.build.wave; column++) {
    const passage = passages.get(`${column} ${from.build.name}`);
    if (passage === undefined) continue;
    path += `${curve([x, y], [passage.left, passage.y])}H${number(passage.right)}`;
    [x, y] = [passage.right, passage.y];
  }
  return path + curve([x, y], [to.x, to.y + BOX.height / 2]);
}

type Point = readonly [x: number, y: number];

function curve([x1, y1]: Point, [x2, y2]: Point): string {
  const bend = (x1 + x2) / 2;
  return `C${number(bend)} ${number(y1)} ${number(bend)} ${number(y2)} ${number(x2)} ${number(y2)}`;
}

/** `texinfo waits for perl: perl (for automake)`. */
function reasonOf({ stage, name, edges }: PlannedBuild, first: string): string {
  const asked = edges.filter(({ input, build }) => input === stage && build === first).map(asking);
  return `${name} waits for ${first}: ${[...new Set(asked)].join(", ")}`;
}

function asking({ name, askedBy }: PlannedBuild["edges"][number]): string {
  return askedBy === undefined ? name : `${name} (for ${askedBy})`;
}

function boxText({ x, y, width, build }: Box, stuck: boolean): string {
  const title = `<title>${escaped(takenBy(build))}</title>`;
  const rect = `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${BOX.height}" rx="3"/>`;
  const text = `<text x="${number(x + BOX.padding)}" y="${number(y + 15)}">${escaped(labelOf(build))}</text>`;
  return `<g${stuck ? ' class="stuck"' : ""}>${title}${rect}${text}</g>`;
}

/** One line for each input: `stage2: binutils, gcc (for build-base)`. */
function takenBy(build: PlannedBuild): string {
  const byInput = new Map<string, Set<string>>();
  for (const edge of build.edges) {
    byInput.set(edge.input, (byInput.get(edge.input) ?? new Set()).add(asking(edge)));
  }
  const lines = [...byInput].map(([input, names]) => `${input}: ${[...names].join(", ")}`);
  return [labelOf(build), ...lines].join("\n");
}

/** At most one decimal, so that no rounding of a platform shows. */
function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
