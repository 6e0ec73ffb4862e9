import type { PlannedBuild, SurveyedStage } from "@ascent/core";
import { compareText } from "@ascent/core";

/**
 * A plan as a graph in Graphviz's language: one cluster per stage and arch, an arrow from what comes first to what takes
 * it, labelled with the names that were asked for. Arrows inside a stage are what makes a build wait; those between stages
 * are dotted. The same plan gives the same bytes.
 */
export function planDot(stages: readonly SurveyedStage[]): string {
  const lines = [
    "digraph plan {",
    "  rankdir=LR;",
    "  node [shape=box, fontname=monospace];",
    "  edge [fontname=monospace, fontsize=9];",
    ...stages.flatMap(cluster),
    ...stages.flatMap((stage) => buildsOf(stage).flatMap((build) => arrows(build))),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function buildsOf({ builds, unordered }: SurveyedStage): PlannedBuild[] {
  return [...builds, ...unordered];
}

function cluster(stage: SurveyedStage): string[] {
  const stuck = new Set([...stage.blocked, ...stage.unordered.map(({ name }) => name)]);
  const nodes = buildsOf(stage).map(
    ({ name, arch }) =>
      `    ${node(stage.stage, arch, name)} [label=${quoted(name)}${stuck.has(name) ? ", color=red" : ""}];`,
  );
  const title = `${stage.stage} ${stage.arch}`;
  return [`  subgraph ${quoted(`cluster ${title}`)} {`, `    label=${quoted(title)};`, ...nodes, "  }"];
}

function node(stage: string, arch: string, name: string): string {
  return quoted(`${stage}/${arch}/${name}`);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** One per build that something is taken of. */
function arrows({ stage, arch, name, edges }: PlannedBuild): string[] {
  const names = new Map<string, { readonly own: boolean; readonly names: Set<string> }>();
  for (const edge of edges) {
    if (edge.build === undefined) continue;
    const from = node(edge.input, arch, edge.build);
    const known = names.get(from) ?? { own: edge.input === stage, names: new Set() };
    known.names.add(edge.askedBy === undefined ? edge.name : `${edge.name} (${edge.askedBy})`);
    names.set(from, known);
  }
  const to = node(stage, arch, name);
  return [...names]
    .sort(([a], [b]) => compareText(a, b))
    .map(([from, { own, names: asked }]) => {
      const label = quoted([...asked].join(", "));
      return `  ${from} -> ${to} [label=${label}${own ? "" : ", style=dotted, color=gray"}];`;
    });
}
