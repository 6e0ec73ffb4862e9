import { type Atom, type Candidate, type Catalog, sortedAtoms } from "./catalog.ts";
import { type Clash, Selection } from "./selection.ts";

/** An atom that must be answered, and who asks: the definition itself when `asker` is absent. */
export interface Demand<C extends Candidate> {
  readonly atom: Atom<C>;
  readonly asker?: C;
  /** True where no atom asked, but every `install_if` of the package came true. */
  readonly conditional?: true;
}

/** Why there is no solution. `chain` leads from a package that the definition asked for down to the asker. */
export type Problem<C extends Candidate> =
  | { readonly kind: "unanswered"; readonly demand: Demand<C>; readonly chain: readonly C[] }
  | { readonly kind: "clash"; readonly demand: Demand<C>; readonly chain: readonly C[]; readonly clash: Clash<C> }
  | { readonly kind: "too-hard"; readonly steps: number };

export interface Solution<C extends Candidate> {
  /** Every chosen package and the demand that brought it in, in the order of choosing. */
  readonly chosen: ReadonlyMap<C, Demand<C>>;
  readonly answers: ReadonlyMap<Atom<C>, C>;
}

/** One demand being answered: the point to come back to when the choice turns out wrong. */
interface Frame<C extends Candidate> {
  readonly demand: Demand<C>;
  readonly options: readonly C[];
  /** Length of the list of demands before this one was answered. */
  readonly demandsBefore: number;
  /** Earlier frames that had a part in this one's failures. */
  readonly culprits: Set<number>;
  tried: number;
  answer?: C;
  installed: boolean;
}

/** Real environments need about one step per dependency; only a contrived one comes near. */
const STEP_LIMIT = 20_000;

/**
 * A depth-first search with conflict-directed backjumping (Prosser 1993) over demands in breadth-first, code-unit order.
 *
 * Every atom is answered by the first of its own choices (`Catalog.choicesFor`), whatever else is chosen, so an
 * environment is a function of its atoms alone. Only a clash moves an atom to its next choice, and never to a later input:
 * a seed's package must not slip into the place of a stage's because the two cannot live together. A search that takes
 * more than STEP_LIMIT steps ends as "too-hard"; nothing is ever guessed.
 */
export class Solver<C extends Candidate> {
  readonly #catalog: Catalog<C>;
  readonly #selection: Selection<C>;
  readonly #demands: Demand<C>[] = [];
  readonly #demanded = new Set<Atom<C>>();
  readonly #frames: Frame<C>[] = [];
  /** Frame that installed each chosen package. */
  readonly #levels = new Map<C, number>();
  #steps = 0;
  #firstProblem: Problem<C> | undefined;

  constructor(catalog: Catalog<C>, wanted: Iterable<Atom<C>>) {
    this.#catalog = catalog;
    const atoms = sortedAtoms(wanted);
    this.#selection = new Selection(
      catalog,
      atoms.filter((atom) => atom.dependency.conflict),
    );
    for (const atom of atoms) this.#ask({ atom });
  }

  get selection(): Selection<C> {
    return this.#selection;
  }

  /** Answers every demand; undefined when it worked. */
  run(): Problem<C> | undefined {
    return this.#search(0);
  }

  /** Adds a package with all that it needs if that changes no earlier choice; false, and nothing changed, otherwise. */
  tryAdd(candidate: C): boolean {
    const floor = this.#frames.length;
    const demands = this.#demands.length;
    const dependency = { name: candidate.name, conflict: false };
    const demand: Demand<C> = { atom: { text: candidate.name, dependency }, conditional: true };
    this.#demands.push(demand);
    this.#frames.push(newFrame(demand, { options: [candidate], demandsBefore: demands + 1 }));
    if (this.#search(floor) === undefined) return true;
    this.#undoTo(floor);
    this.#truncateDemands(demands);
    return false;
  }

  solution(): Solution<C> {
    const chosen = new Map<C, Demand<C>>();
    const answers = new Map<Atom<C>, C>();
    for (const frame of this.#frames) {
      if (frame.answer === undefined) continue;
      if (frame.installed) chosen.set(frame.answer, frame.demand);
      if (frame.demand.conditional === undefined) answers.set(frame.demand.atom, frame.answer);
    }
    return { chosen, answers };
  }

  /** Frames below `floor` stay as they are. Undefined when every demand is answered. */
  #search(floor: number): Problem<C> | undefined {
    for (let at: number | undefined = floor; at === undefined || at >= floor; at = this.#step(at, floor)) {
      if (at === undefined) return undefined;
      if (++this.#steps > STEP_LIMIT) return { kind: "too-hard", steps: STEP_LIMIT };
    }
    return this.#firstProblem;
  }

  /** The frame to look at next; below `floor` when there is no way on, undefined when all is answered. */
  #step(at: number, floor: number): number | undefined {
    const frame = this.#frameAt(at);
    if (frame === undefined) return undefined;
    return this.#advance(frame, at) ? at + 1 : this.#backjump(at, floor);
  }

  #frameAt(at: number): Frame<C> | undefined {
    const known = this.#frames[at];
    const demand = this.#demands[at];
    if (known !== undefined || demand === undefined) return known;
    const options = this.#catalog.choicesFor(demand.atom);
    const frame = newFrame(demand, { options, demandsBefore: this.#demands.length });
    const asked = demand.asker === undefined ? undefined : this.#levels.get(demand.asker);
    if (asked !== undefined) frame.culprits.add(asked);
    this.#frames.push(frame);
    return frame;
  }

  /** Takes the next option that can be added. */
  #advance(frame: Frame<C>, at: number): boolean {
    let clash: Clash<C> | undefined;
    while (frame.tried < frame.options.length) {
      const option = frame.options[frame.tried++];
      if (option === undefined) break;
      const found = this.#selection.has(option) ? undefined : this.#selection.clashOf(option);
      if (found === undefined) {
        this.#accept(frame, { option, at });
        return true;
      }
      clash ??= found;
      this.#blame(frame, found);
    }
    this.#firstProblem ??= this.#problemOf(frame, clash);
    return false;
  }

  #accept(frame: Frame<C>, { option, at }: { option: C; at: number }): void {
    frame.answer = option;
    frame.installed = !this.#selection.has(option);
    if (!frame.installed) return;
    this.#selection.add(option);
    this.#levels.set(option, at);
    for (const atom of this.#catalog.dependsOf(option)) this.#ask({ atom, asker: option });
  }

  /** Remembers whose choice is in the way. */
  #blame(frame: Frame<C>, { rival }: Clash<C>): void {
    const level = rival === undefined ? undefined : this.#levels.get(rival);
    if (level !== undefined) frame.culprits.add(level);
  }

  #ask(demand: Demand<C>): void {
    const { atom, asker } = demand;
    if (atom.dependency.conflict || this.#demanded.has(atom) || this.#isUnknowable(demand)) return;
    this.#demanded.add(atom);
    this.#demands.push(asker === undefined ? { atom } : { atom, asker });
  }

  #isUnknowable({ atom, asker }: Demand<C>): boolean {
    return asker !== undefined && isUnknowable(asker, atom, this.#catalog);
  }

  /** Goes back to the latest frame that had a part in the failure; below `floor` when there is none. */
  #backjump(at: number, floor: number): number {
    const culprits = this.#frames[at]?.culprits ?? new Set<number>();
    const target = Math.max(-1, ...culprits);
    if (target < floor) return -1;
    this.#undoTo(target);
    const frame = this.#frames[target];
    for (const culprit of culprits) if (culprit !== target) frame?.culprits.add(culprit);
    return target;
  }

  /** Undoes frame `target`'s choice and drops all frames after it. */
  #undoTo(target: number): void {
    for (let level = this.#frames.length - 1; level >= target; level--) {
      const frame = this.#frames[level];
      if (frame?.installed && frame.answer !== undefined) {
        this.#selection.removeLast();
        this.#levels.delete(frame.answer);
      }
    }
    const frame = this.#frames[target];
    if (frame === undefined) return;
    this.#truncateDemands(frame.demandsBefore);
    frame.installed = false;
    delete frame.answer;
    this.#frames.length = target + 1;
  }

  #truncateDemands(length: number): void {
    for (const { atom } of this.#demands.slice(length)) this.#demanded.delete(atom);
    this.#demands.length = length;
    this.#frames.length = Math.min(this.#frames.length, length);
  }

  #problemOf({ demand }: Frame<C>, clash: Clash<C> | undefined): Problem<C> {
    const chain = this.#chainTo(demand.asker);
    return clash === undefined ? { kind: "unanswered", demand, chain } : { kind: "clash", demand, chain, clash };
  }

  #chainTo(asker: C | undefined): C[] {
    const chain: C[] = [];
    for (let at = asker; at !== undefined; ) {
      chain.unshift(at);
      const level = this.#levels.get(at);
      at = level === undefined ? undefined : this.#frames[level]?.demand.asker;
    }
    return chain;
  }
}

function newFrame<C extends Candidate>(
  demand: Demand<C>,
  { options, demandsBefore }: { readonly options: readonly C[]; readonly demandsBefore: number },
): Frame<C> {
  const culprits = new Set<number>();
  return { demand, options, demandsBefore, culprits, tried: 0, installed: false };
}

const GENERATED = /^(?:so|cmd|pc):/;

/**
 * A package that is not built yet may name what only scanning its files, or another's, will bring out (`so:`, `cmd:`,
 * `pc:`): while nobody is known to give it, it says nothing.
 */
export function isUnknowable<C extends Candidate>(asker: C, atom: Atom<C>, catalog: Catalog<C>): boolean {
  return asker.pending && GENERATED.test(atom.text) && catalog.choicesFor(atom).length === 0;
}
