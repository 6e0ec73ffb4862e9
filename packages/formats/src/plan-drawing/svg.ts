import { fullVersion, type SurveyedStage } from "@ascent/core";
import { escaped } from "../svg-text.ts";
import { layers, type Spot } from "./layers.ts";

const LETTER = 7.3;
const BOX = { height: 22, gap: 8, between: 70, padding: 8 } as const;
const MARGIN = 20;
const TITLE = 34;

const STYLE = [
  "svg{background:#fff}",
  "text{font:12px monospace;fill:#1b1f24}",
  ".title{font-weight:bold;font-size:14px}",
  "rect{fill:#f3f6fa;stroke:#8c99a8}",
  ".stuck rect{fill:#fde7e7;stroke:#c43d3d}",
  "path{fill:none;stroke:#8c99a8}",
].join("");

/** A stage's drawing, placed. */
interface Block {
  readonly text: readonly string[];
  readonly width: number;
  readonly height: number;
}

/**
 * A plan as a picture: a block for each stage and arch, in it a column for each wave, and a line from each build to those
 * that wait for it. Builds that are stuck are red; those that cannot be put in order stand in a last column. Needs no
 * other program; the same plan gives the same bytes.
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
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly spot: Spot;
}

function stageBlock(stage: SurveyedStage, top: number): Block {
  const ordered = layers(stage.builds);
  const last = Math.max(-1, ...ordered.map(({ column }) => column)) + 1;
  const rest = stage.unordered.map((build, row): Spot => ({ build, column: last, row }));
  const boxes = place([...ordered, ...rest], top + TITLE);
  const byName = new Map(boxes.map((box) => [box.spot.build.name, box]));
  const title = `${stage.stage} ${stage.arch} (from ${stage.inputs.join(", ")})`;
  const stuck = new Set([...stage.blocked, ...stage.unordered.map(({ name }) => name)]);
  const text = [
    `<text class="title" x="${MARGIN}" y="${number(top + 18)}">${escaped(title)}</text>`,
    ...boxes.flatMap((box) => lines(box, byName)),
    ...boxes.map((box) => boxText(box, stuck.has(box.spot.build.name))),
  ];
  const width = Math.max(title.length * LETTER, ...boxes.map((box) => box.x + box.width - MARGIN));
  const bottom = Math.max(top + TITLE, ...boxes.map((box) => box.y + BOX.height));
  return { text, width, height: bottom - top };
}

function label({ build }: Spot): string {
  return `${build.name}-${fullVersion(build.recipe)}`;
}

/** Columns from left to right, each as wide as its longest label. */
function place(spots: readonly Spot[], top: number): Box[] {
  const widths: number[] = [];
  for (const spot of spots) {
    const width = label(spot).length * LETTER + 2 * BOX.padding;
    widths[spot.column] = Math.max(widths[spot.column] ?? 0, width);
  }
  const lefts: number[] = [];
  let left = MARGIN;
  for (const [column, width] of widths.entries()) {
    lefts[column] = left;
    left += (width ?? 0) + BOX.between;
  }
  return spots.map((spot) => ({
    spot,
    x: lefts[spot.column] ?? MARGIN,
    y: top + spot.row * (BOX.height + BOX.gap),
    width: widths[spot.column] ?? 0,
  }));
}

/** From each build that comes first: out of its right side, into the left one. */
function lines(to: Box, byName: ReadonlyMap<string, Box>): string[] {
  return to.spot.build.waitsFor.flatMap((name) => {
    const from = byName.get(name);
    if (from === undefined) return [];
    const [x1, y1] = [from.x + from.width, from.y + BOX.height / 2];
    const [x2, y2] = [to.x, to.y + BOX.height / 2];
    const bend = (x1 + x2) / 2;
    return [
      `<path d="M${number(x1)} ${number(y1)}C${number(bend)} ${number(y1)} ${number(bend)} ${number(y2)} ${number(x2)} ${number(y2)}"/>`,
    ];
  });
}

function boxText({ x, y, width, spot }: Box, stuck: boolean): string {
  const rect = `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${BOX.height}" rx="3"/>`;
  const text = `<text x="${number(x + BOX.padding)}" y="${number(y + 15)}">${escaped(label(spot))}</text>`;
  return `<g${stuck ? ' class="stuck"' : ""}>${rect}${text}</g>`;
}

/** At most one decimal, so that no rounding of a platform shows. */
function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
