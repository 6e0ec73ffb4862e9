import { type Arch, type Expectation, expectSeconds, longestChain } from "@ascent/core";
import type { BuildLink, FlightRecord, LedgerReader, StageRecord } from "../ports.ts";

export interface GraphNode extends Pick<FlightRecord, "id" | "arch" | "stage" | "name" | "version" | "wave"> {
  readonly expected: Expectation;
}

export interface CriticalPath {
  readonly arch: Arch;
  /** Build ids, first to last. */
  readonly builds: readonly string[];
  /** How long it is likely to take, were nothing else in the way. */
  readonly seconds: number;
}

export interface RunGraph {
  /** In the order of the flight. */
  readonly nodes: readonly GraphNode[];
  readonly links: readonly BuildLink[];
  readonly criticalPaths: readonly CriticalPath[];
}

export type GraphLedger = Pick<LedgerReader, "flight" | "links" | "earlierSeconds" | "stages">;

/** What the builds of a run take from each other, and the chain that takes longest. Changes only when an arch is planned. */
export async function graphOfRun(ledger: GraphLedger, runId: string): Promise<RunGraph> {
  const stages = await ledger.stages(runId);
  const flight = await ledger.flight(runId);
  const links = await ledger.links(runId);
  const expected = expectationsOf(flight, await ledger.earlierSeconds(runId));
  const nodes = flight.map(({ id, arch, stage, name, version, wave }): GraphNode => {
    return { id, arch, stage, name, version, wave, expected: expectationIn(expected, id) };
  });
  return { nodes, links, criticalPaths: criticalPathsOf(stages, { nodes, waits: waitsOf(links) }) };
}

export function expectationsOf(
  flight: readonly FlightRecord[],
  earlier: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, Expectation> {
  return expectSeconds(flight.map(({ id, arch, stage }) => ({ id, arch, stage, earlier: earlier.get(id) ?? [] })));
}

export function expectationIn(expected: ReadonlyMap<string, Expectation>, id: string): Expectation {
  return expected.get(id) ?? { seconds: 0, from: "guess" };
}

/** What holds a build back, by its id. */
export function waitsOf(links: readonly BuildLink[]): ReadonlyMap<string, readonly string[]> {
  const waits = new Map<string, string[]>();
  for (const { build, from, waits: holds } of links) {
    if (!holds) continue;
    const known = waits.get(build);
    if (known === undefined) waits.set(build, [from]);
    else known.push(from);
  }
  return waits;
}

function criticalPathsOf(
  stages: readonly StageRecord[],
  of: { readonly nodes: readonly GraphNode[]; readonly waits: ReadonlyMap<string, readonly string[]> },
): CriticalPath[] {
  return [...new Set(stages.map(({ arch }) => arch))].map((arch) => {
    const own = of.nodes.filter((node) => node.arch === arch);
    const order = stages.filter((stage) => stage.arch === arch).map(({ stage }) => stage);
    const { ids, seconds } = longestChain(
      order,
      own.map(({ id, stage, expected }) => {
        return { id, stage, waitsFor: of.waits.get(id) ?? [], seconds: expected.seconds };
      }),
    );
    return { arch, builds: ids, seconds };
  });
}
