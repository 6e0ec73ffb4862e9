import { drawnNodes, type PathStart, type ToldPath } from "./drawn-path.ts";

/** A lineage path in Graphviz's language, from the package to what it goes back to. The same path gives the same bytes. */
export function pathDot(start: PathStart, path: ToldPath): string {
  const nodes = drawnNodes(start, path);
  const lines = nodes.map(({ title, from, digest, isSeed }, index) => {
    const label = quoted(`${title}\\n${from}\\n${digest.slice(0, 19)}`);
    return `  n${index} [label=${label}${isSeed ? ', style=filled, fillcolor="#ffd9a8"' : ""}];`;
  });
  const arrows = nodes.slice(1).map(({ as = "" }, index) => `  n${index} -> n${index + 1} [label=${quoted(as)}];`);
  const head = [
    "digraph why {",
    "  rankdir=LR;",
    "  node [shape=box, fontname=monospace];",
    "  edge [fontname=monospace];",
  ];
  return `${[...head, ...lines, ...arrows, "}"].join("\n")}\n`;
}

/** `\n` is Graphviz's own line break and stays. */
function quoted(text: string): string {
  return `"${text.replace(/"/g, '\\"')}"`;
}
