import { compareText, type PlannedBuild } from "@ascent/core";

/** Something that has a place in a column of a drawing: a build, or a line that passes through between two. */
export interface Spot {
  /** Absent for a line that passes through. */
  readonly build?: PlannedBuild;
  /** Of the build; for a line, of the build that it comes from. */
  readonly name: string;
  readonly column: number;
  /** From 0, from top to bottom, lines counted. */
  readonly row: number;
}

/** Enough for a picture; further sweeps hardly move anything. */
const SWEEPS = 4;

/**
 * Builds in columns by wave. A line that leads further than to the next column has a row of its own in each column between,
 * so that it never runs behind a box; lines of one build share it. Inside a column all are ordered by where their
 * neighbours are (the barycentre method of Sugiyama, Tagawa and Toda, 1981), so that few lines cross; ties by name.
 */
export function layers(builds: readonly PlannedBuild[]): Spot[] {
  const columns = columnsOf(builds);
  const rows = new Map<string, number>();
  for (const column of columns) number(column, rows);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of columns) arrange(column, { rows, near: ({ before }) => before });
    for (const column of columns.toReversed()) arrange(column, { rows, near: ({ after }) => after });
  }
  return columns.flatMap((column, index) =>
    column.map(({ name, build }, row) => ({ name, column: index, row, ...(build !== undefined && { build }) })),
  );
}

interface Node {
  readonly key: string;
  readonly name: string;
  readonly build?: PlannedBuild;
  /** Keys of nodes in the column before, and in the one after. */
  readonly before: string[];
  readonly after: string[];
}

function keyAt(name: string, column: number): string {
  return `${column} ${name}`;
}

function columnsOf(builds: readonly PlannedBuild[]): Node[][] {
  const nodes = new Map<string, Node>();
  const columns: Node[][] = Array.from({ length: Math.max(-1, ...builds.map(({ wave }) => wave)) + 1 }, () => []);
  const add = (name: string, column: number, build?: PlannedBuild): Node => {
    const key = keyAt(name, column);
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const node: Node = { key, name, before: [], after: [], ...(build !== undefined && { build }) };
    nodes.set(key, node);
    columns[column]?.push(node);
    return node;
  };
  for (const build of builds) add(build.name, build.wave, build);
  const waveOf = new Map(builds.map(({ name, wave }) => [name, wave]));
  for (const { name, wave, waitsFor } of builds) {
    for (const first of waitsFor) {
      const from = waveOf.get(first);
      if (from !== undefined) connect(add, { first, from, name, wave });
    }
  }
  for (const column of columns) column.sort(byName);
  return columns;
}

interface Wait {
  readonly first: string;
  /** Column of `first`. */
  readonly from: number;
  readonly name: string;
  readonly wave: number;
}

/** Through every column between, each link once. */
function connect(add: (name: string, column: number) => Node, { first, from, name, wave }: Wait): void {
  for (let column = from + 1; column <= wave; column++) {
    const left = add(first, column - 1);
    const right = add(column === wave ? name : first, column);
    if (left.after.includes(right.key)) continue;
    left.after.push(right.key);
    right.before.push(left.key);
  }
}

function byName(a: Node, b: Node): number {
  return compareText(a.name, b.name);
}

function number(column: readonly Node[], rows: Map<string, number>): void {
  for (const [row, { key }] of column.entries()) rows.set(key, row);
}

interface Sweep {
  readonly rows: Map<string, number>;
  readonly near: (node: Node) => readonly string[];
}

function arrange(column: Node[], { rows, near }: Sweep): void {
  const centres = new Map(column.map((node) => [node, centreOf(node, { rows, near })]));
  column.sort((a, b) => (centres.get(a) ?? 0) - (centres.get(b) ?? 0) || byName(a, b));
  number(column, rows);
}

/** Mean row of the neighbours; what has none stays where it is. */
function centreOf(node: Node, { rows, near }: Sweep): number {
  const neighbours = near(node).flatMap((key) => rows.get(key) ?? []);
  if (neighbours.length === 0) return rows.get(node.key) ?? 0;
  return neighbours.reduce((sum, row) => sum + row, 0) / neighbours.length;
}
