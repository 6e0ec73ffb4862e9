import type { Defect, Place } from "./defect.ts";
import { edgesOf } from "./drawing.ts";
import { explain } from "./explain.ts";
import { shortestLoops } from "./graph.ts";
import { nearNames } from "./near-names.ts";
import type { Edge } from "./plan.ts";
import type { DraftBuild, Obstacle, StageScope } from "./plan-stage.ts";
import type { PlannedCandidate } from "./planned-candidate.ts";
import { sortedBy } from "./text.ts";

/** Everything that any input of the run offers, for ways out: input → packages. */
export type Offers = ReadonlyMap<string, readonly PlannedCandidate[]>;

/** Builds named in one message; the rest is counted. */
const NAMED = 5;
/** Near names are looked for this often at most: one slip may be in thousands of definitions. */
const NEAR_LIMIT = 20;

/** One defect for each place and atom, however many builds it stops. */
export function obstacleDefects(obstacles: readonly Obstacle[], offers: Offers): Defect[] {
  const groups = new Map<string, Obstacle[]>();
  for (const obstacle of obstacles) {
    const key = JSON.stringify([obstacle.scope.stage, codeOf(obstacle), atomOf(obstacle), obstacle.place]);
    groups.set(key, [...(groups.get(key) ?? []), obstacle]);
  }
  return [...groups.values()].flatMap((group, index) => {
    const [first] = sortedBy(group, ({ recipe }) => recipe.name);
    return first === undefined ? [] : [obstacleDefect(first, { group, offers, suggest: index < NEAR_LIMIT })];
  });
}

function atomOf({ problem }: Obstacle): string {
  return problem.kind === "too-hard" ? "" : problem.demand.atom.text;
}

function codeOf({ problem, scope }: Obstacle): string {
  if (problem.kind !== "unanswered") return "environment-conflict";
  const { name } = problem.demand.atom.dependency;
  return scope.catalog.givers(name).length === 0 ? "name-not-provided" : "version-not-satisfied";
}

interface Telling {
  readonly group: readonly Obstacle[];
  readonly offers: Offers;
  readonly suggest: boolean;
}

function obstacleDefect(obstacle: Obstacle, telling: Telling): Defect {
  const { scope, problem, place } = obstacle;
  const why = explain(problem, { catalog: scope.catalog, inputs: lookedAt(scope) });
  const builds = named(telling.group.map(({ recipe }) => recipe.name));
  const message = `${why}; so ${builds} cannot be built in ${scope.stage}.`;
  return { severity: "defect", code: codeOf(obstacle), place, message, wayOut: wayOutOf(obstacle, telling) };
}

function lookedAt({ inputs, stage }: StageScope): string[] {
  return [...inputs, `${stage} itself`];
}

export function named(names: readonly string[]): string {
  const sorted = [...new Set(names)].sort();
  const rest = sorted.length > NAMED ? ` and ${sorted.length - NAMED} more` : "";
  return `${sorted.slice(0, NAMED).join(", ")}${rest}`;
}

function wayOutOf({ problem, scope }: Obstacle, { offers, suggest }: Telling): string {
  if (problem.kind !== "unanswered") return "Ask for only one of them, or give one of them another name or version.";
  const { name, constraint } = problem.demand.atom.dependency;
  if (constraint !== undefined && scope.catalog.givers(name).length > 0) {
    return `Ask for a version that is there, or let ${scope.stage} take an input that has it.`;
  }
  const elsewhere = inputsGiving(name, offers).filter((input) => input !== scope.stage);
  if (elsewhere.length > 0) return `It is in ${named(elsewhere)}: name that among the inputs of ${scope.stage}.`;
  const near = suggest ? nearNames(name, scope.catalog.names()) : [];
  const add = `add a definition that gives it to ${scope.stage}, or an input that has it.`;
  return near.length === 0 ? `A${add.slice(1)}` : `Did you mean ${near.join(" or ")}? If not, ${add}`;
}

function inputsGiving(name: string, offers: Offers): string[] {
  const gives = (one: PlannedCandidate) => one.name === name || one.provides.some((given) => given.name === name);
  return [...offers].filter(([, candidates]) => candidates.some(gives)).map(([input]) => input);
}

/** One defect for each knot of builds that wait for each other, shown as its shortest loop. */
export function cycleDefects(stage: string, builds: readonly DraftBuild[]): Defect[] {
  const byName = new Map(builds.map((build) => [build.recipe.name, build]));
  const loops = shortestLoops(new Map(builds.map(({ recipe, drawing }) => [recipe.name, drawing.waitsFor])));
  return loops.flatMap((loop) => {
    const steps = loop.map((name, index) => ({
      name,
      edge: edgeBetween(byName.get(name), loop[index + 1] ?? loop[0]),
    }));
    const place = steps[0]?.edge?.place;
    return place === undefined ? [] : [cycleDefect(stage, { steps, place })];
  });
}

interface Loop {
  readonly steps: readonly { readonly name: string; readonly edge: Edge | undefined }[];
  readonly place: Place;
}

function cycleDefect(stage: string, { steps, place }: Loop): Defect {
  const names = [...steps, ...steps.slice(0, 1)].map(({ name }) => name).join(" → ");
  const why = steps.slice(0, NAMED).flatMap(({ name, edge }) => (edge === undefined ? [] : [`${name} ${asks(edge)}`]));
  return {
    severity: "defect",
    code: "cycle",
    place,
    message: `The builds of ${stage} cannot be put in order: ${names} (${why.join("; ")}).`,
    wayOut: `Give one of these names by an input of ${stage} (earlier inputs come before the own stage), or drop one dependency.`,
  };
}

function asks({ name, askedBy, build }: Edge): string {
  return `needs ${name}${askedBy === undefined ? "" : ` through ${askedBy}`} from ${build ?? "itself"}`;
}

function edgeBetween(build: DraftBuild | undefined, to: string | undefined): Edge | undefined {
  if (build === undefined) return undefined;
  const { recipe, drawing } = build;
  return edgesOf(recipe, drawing.lines).find((edge) => edge.build === to && edge.input === recipe.stage);
}
