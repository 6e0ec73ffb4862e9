import { Catalog as CandidateCatalog } from "./catalog.ts";
import type { Located } from "./defect.ts";
import { type Dependency, parseDependency } from "./dependency.ts";
import { explain } from "./explain.ts";
import { type OfferedCandidate, offeredCandidate } from "./offered-candidate.ts";
import type { InputName, OfferedPackage } from "./package.ts";
import { solve } from "./solve.ts";
import type { Demand, Problem, Solution } from "./solver.ts";
import { sortedBy } from "./text.ts";

/** The lookup maps over what ordered inputs offer; made once by `createCatalog`, then asked for many environments. */
export interface Catalog {
  /** In order, those that offer nothing left out. */
  readonly inputs: readonly InputName[];
  readonly candidates: CandidateCatalog<OfferedCandidate>;
}

/** Why one package is in an environment. */
export interface ResolutionReason {
  readonly name: string;
  /** The atom that brought it in; absent where every `install_if` of the package came true. */
  readonly atom?: string;
  /** Package whose run-time dependency the atom is; absent where the definition asked itself. */
  readonly askedBy?: string;
}

export interface ResolutionProblem {
  /** Nothing goes by the name · something does, in no fitting version · two packages exclude each other · gave up. */
  readonly kind: "missing" | "version" | "conflict" | "too-hard";
  /** Absent for "too-hard". */
  readonly atom?: string;
  /** Packages from one that was asked for directly down to the one that asks for the atom; empty when it was direct. */
  readonly chain: readonly string[];
  /** One sentence without a full stop. */
  readonly message: string;
}

export type Resolution =
  | {
      readonly ok: true;
      /** Sorted by name in code-unit order; no two have the same name. */
      readonly packages: readonly OfferedPackage[];
      /** One for each package, in the same order. */
      readonly reasons: readonly ResolutionReason[];
    }
  | {
      readonly ok: false;
      readonly problems: readonly ResolutionProblem[];
      /** The problems' messages. */
      readonly reasons: readonly string[];
    };

/** Builds the lookup maps: `groups` in the order of the inputs, an earlier one wins; order inside a group is no matter. */
export function createCatalog(groups: readonly (readonly OfferedPackage[])[]): Catalog {
  const inputs = new Set(groups.flatMap((group) => group.slice(0, 1).map((offer) => offer.input)));
  return { inputs: [...inputs], candidates: new CandidateCatalog(groups.map((group) => group.map(offeredCandidate))) };
}

/**
 * Locks a build environment: which packages answer `wanted`, with all that they need at run time.
 *
 * An atom is answered by the first input, in order, that has a package satisfying it; later inputs are looked at only
 * when no earlier one has it. Within that input: the package whose own name it is before a virtual provider, then higher
 * provider_priority, higher version, name by code units. Versions, `provides` (with a version: owned by one package and
 * good for constraints; without: shared and good for bare names only), `!name` and `install_if` as in apk-package(5);
 * `replaces` plays no part. Where choices exclude each other, the atom's other choices in the same input are tried,
 * never those of a later one.
 *
 * The same packages and atoms, in any order, give the same result. Throws Fault "bad-dependency" for an unreadable atom.
 */
export function resolveEnvironment(request: {
  readonly wanted: readonly (Located<string> | Dependency)[];
  readonly inputs: Catalog | readonly (readonly OfferedPackage[])[];
}): Resolution {
  const catalog = "candidates" in request.inputs ? request.inputs : createCatalog(request.inputs);
  const wanted = request.wanted.map((one) => ("value" in one ? parseDependency(one.value) : one));
  const solved = solve(
    catalog.candidates,
    wanted.map((dependency) => catalog.candidates.atom(dependency)),
  );
  if (solved.ok) return resolved(solved.solution);
  const problems = solved.problems.map((problem) => problemOf(problem, catalog));
  return { ok: false, problems, reasons: problems.map((problem) => problem.message) };
}

function resolved({ answers }: Solution<OfferedCandidate>): Resolution {
  const chosen = answers.filter(({ isNew }) => isNew);
  const sorted = sortedBy(chosen, ({ candidate }) => candidate.name);
  return {
    ok: true,
    packages: sorted.map(({ candidate }) => candidate.offer),
    reasons: sorted.map((answer) => reasonOf(answer.candidate.name, answer)),
  };
}

function reasonOf(name: string, { atom, asker, conditional }: Demand<OfferedCandidate>): ResolutionReason {
  if (conditional) return { name };
  return { name, atom: atom.text, ...(asker === undefined ? {} : { askedBy: asker.name }) };
}

function problemOf(problem: Problem<OfferedCandidate>, { candidates, inputs }: Catalog): ResolutionProblem {
  const message = explain(problem, { catalog: candidates, inputs });
  if (problem.kind === "too-hard") return { kind: "too-hard", chain: [], message };
  const { atom } = problem.demand;
  const chain = problem.chain.map((candidate) => candidate.name);
  if (problem.kind === "clash") return { kind: "conflict", atom: atom.text, chain, message };
  const kind = candidates.givers(atom.dependency.name).length === 0 ? "missing" : "version";
  return { kind, atom: atom.text, chain, message };
}
