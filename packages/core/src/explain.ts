import type { Candidate, Catalog } from "./catalog.ts";
import type { Clash } from "./selection.ts";
import type { Problem } from "./solver.ts";
import { sortedBy } from "./text.ts";

/** At most this many alternatives are told; the rest is counted. */
const TOLD = 4;

/** `zlib-1.3-r0 (stage2)`. */
export function describe(candidate: Candidate): string {
  const version = candidate.version === undefined ? "" : `-${candidate.version}`;
  return `${candidate.name}${version} (${candidate.input})`;
}

/** One sentence without a full stop that says what stands in the way; `inputs` are those that were looked at, in order. */
export function explain<C extends Candidate>(
  problem: Problem<C>,
  { catalog, inputs }: { readonly catalog: Catalog<C>; readonly inputs: readonly string[] },
): string {
  if (problem.kind === "too-hard") {
    return `no solution was found in ${problem.steps} steps; the packages asked for exclude each other in too many ways`;
  }
  const asked = askedBy(problem);
  if (problem.kind === "clash") return `${asked}: ${explainClash(problem.clash)}`;
  const { dependency } = problem.demand.atom;
  return `${asked}, ${whatThereIs(catalog, { name: dependency.name, inputs })}`;
}

/** `c-1 (stage2) needs d>=2 (c is needed by b, needed by a)`. */
function askedBy<C extends Candidate>(problem: Exclude<Problem<C>, { kind: "too-hard" }>): string {
  const { atom } = problem.demand;
  const asker = problem.chain.at(-1);
  if (asker === undefined) return `${atom.text} is asked for`;
  const above = problem.chain.slice(0, -1).reverse();
  const path = above.map((candidate) => `needed by ${candidate.name}`).join(", ");
  return `${describe(asker)}${path === "" ? "" : `, ${path},`} needs ${atom.text}`;
}

/** What goes by the name, when its version was the trouble: `only d-1.0-r0 (stage1) is there`. */
export function whatThereIs<C extends Candidate>(
  catalog: Catalog<C>,
  { name, inputs }: { readonly name: string; readonly inputs: readonly string[] },
): string {
  const there = [...new Set(catalog.givers(name).map((giver) => givenAs(name, giver)))];
  if (there.length === 0) return `which ${noneOf(inputs)}`;
  const told = sortedBy(there, (text) => text).slice(0, TOLD);
  const rest = there.length > TOLD ? ` and ${there.length - TOLD} more` : "";
  return `only ${told.join(", ")}${rest} ${there.length === 1 ? "is" : "are"} there`;
}

function givenAs(
  name: string,
  giver: { readonly candidate: Candidate; readonly version: string | undefined; readonly own: boolean },
): string {
  if (giver.own) return describe(giver.candidate);
  return `${name}${giver.version === undefined ? "" : `=${giver.version}`} of ${describe(giver.candidate)}`;
}

function noneOf(inputs: readonly string[]): string {
  if (inputs.length === 0) return "nothing gives: there is no input";
  if (inputs.length === 1) return `${inputs[0]} does not give`;
  return `none of ${inputs.join(", ")} gives`;
}

/** `dash-1 (stage1) and bash-2 (seed:x) both go by the name sh`. */
export function explainClash<C extends Candidate>({ candidate, rival, cause }: Clash<C>): string {
  if (rival === undefined) {
    return `${describe(candidate)} is ruled out by ${cause.kind === "forbidden" ? cause.atom : cause.name}`;
  }
  const pair = `${describe(candidate)} and ${describe(rival)} cannot be installed together`;
  if (cause.kind === "forbidden") return `${pair}: one of them has ${cause.atom}`;
  return `${pair}: the name ${cause.name} can belong to one of them only`;
}
