import { escaped } from "../svg-text.ts";
import { type DrawnNode, drawnNodes, type PathStart, type ToldPath } from "./drawn-path.ts";

const LETTER = 7.8;
const BOX = { height: 60, gap: 46, padding: 14 } as const;
const MARGIN = 20;

const STYLE = [
  "svg{background:#fff}",
  "text{font:13px monospace;fill:#1b1f24}",
  ".faint{fill:#5b6673}",
  "rect{fill:#f3f6fa;stroke:#8c99a8}",
  ".seed rect{fill:#ffd9a8;stroke:#c47a1d}",
  "path{fill:none;stroke:#8c99a8}",
  "polygon{fill:#8c99a8}",
].join("");

/** A lineage path as a picture, top down: what is asked about, then what each build used. Needs no other program. */
export function pathSvg(start: PathStart, path: ToldPath): string {
  const nodes = drawnNodes(start, path);
  const width = Math.ceil(Math.max(...nodes.map(widthOf)));
  const height = nodes.length * BOX.height + (nodes.length - 1) * BOX.gap;
  const size = `${width + 2 * MARGIN} ${height + 2 * MARGIN}`;
  const [w, h] = size.split(" ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${size}">`,
    `<style>${STYLE}</style>`,
    ...nodes.flatMap((node, index) => drawn(node, index, width)),
    "</svg>",
    "",
  ].join("\n");
}

function linesOf({ title, from, digest }: DrawnNode): [string, string] {
  return [title, `${from}  ${digest.slice(0, 19)}…`];
}

function widthOf(node: DrawnNode): number {
  return Math.max(...linesOf(node).map((line) => line.length)) * LETTER + 2 * BOX.padding;
}

function drawn(node: DrawnNode, index: number, width: number): string[] {
  const top = MARGIN + index * (BOX.height + BOX.gap);
  const [title, below] = linesOf(node);
  const x = MARGIN + BOX.padding;
  return [
    ...(index === 0 ? [] : arrow(node.as ?? "", { top, middle: MARGIN + width / 2 })),
    `<g${node.isSeed ? ' class="seed"' : ""}>`,
    `<rect x="${MARGIN}" y="${top}" width="${width}" height="${BOX.height}" rx="4"/>`,
    `<text x="${x}" y="${top + 25}">${escaped(title)}</text>`,
    `<text x="${x}" y="${top + 46}" class="faint">${escaped(below)}</text>`,
    "</g>",
  ];
}

function arrow(as: string, { top, middle }: { readonly top: number; readonly middle: number }): string[] {
  return [
    `<path d="M${middle} ${top - BOX.gap}V${top - 8}"/>`,
    `<polygon points="${middle - 5},${top - 9} ${middle + 5},${top - 9} ${middle},${top - 1}"/>`,
    `<text x="${middle + 10}" y="${top - BOX.gap / 2 + 4}">${escaped(as)}</text>`,
  ];
}
