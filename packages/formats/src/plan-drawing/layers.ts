import { compareText, type PlannedBuild } from "@ascent/core";

/** Where a build stands in a drawing: its wave, and its row in the wave. */
export interface Spot {
  readonly build: PlannedBuild;
  readonly column: number;
  readonly row: number;
}

/** Enough for a picture; further sweeps hardly move anything. */
const SWEEPS = 4;

/**
 * Builds in columns by wave. Inside a column they are ordered by where the builds are that they wait for (the barycentre
 * method of Sugiyama, Tagawa and Toda, 1981), so that few lines cross; ties by name.
 */
export function layers(builds: readonly PlannedBuild[]): Spot[] {
  const columns = columnsOf(builds);
  const rows = new Map<string, number>();
  for (const column of columns) number(column, rows);
  const after = waitersOf(builds);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of columns) arrange(column, { rows, near: ({ waitsFor }) => waitsFor });
    for (const column of columns.toReversed()) arrange(column, { rows, near: ({ name }) => after.get(name) ?? [] });
  }
  return columns.flatMap((column, index) => column.map((build, row) => ({ build, column: index, row })));
}

function columnsOf(builds: readonly PlannedBuild[]): PlannedBuild[][] {
  const columns: PlannedBuild[][] = [];
  for (const build of builds) {
    while (columns.length <= build.wave) columns.push([]);
    columns[build.wave]?.push(build);
  }
  for (const column of columns) column.sort((a, b) => compareText(a.name, b.name));
  return columns;
}

function number(column: readonly PlannedBuild[], rows: Map<string, number>): void {
  for (const [row, { name }] of column.entries()) rows.set(name, row);
}

function waitersOf(builds: readonly PlannedBuild[]): Map<string, string[]> {
  const after = new Map<string, string[]>();
  for (const { name, waitsFor } of builds) {
    for (const first of waitsFor) after.set(first, [...(after.get(first) ?? []), name]);
  }
  return after;
}

interface Sweep {
  readonly rows: Map<string, number>;
  readonly near: (build: PlannedBuild) => readonly string[];
}

function arrange(column: PlannedBuild[], { rows, near }: Sweep): void {
  const centres = new Map(column.map((build) => [build.name, centreOf(build, { rows, near })]));
  column.sort((a, b) => (centres.get(a.name) ?? 0) - (centres.get(b.name) ?? 0) || compareText(a.name, b.name));
  number(column, rows);
}

/** Mean row of the neighbours; a build without any stays where it is. */
function centreOf(build: PlannedBuild, { rows, near }: Sweep): number {
  const neighbours = near(build).flatMap((name) => rows.get(name) ?? []);
  if (neighbours.length === 0) return rows.get(build.name) ?? 0;
  return neighbours.reduce((sum, row) => sum + row, 0) / neighbours.length;
}
