import { type Atom, type Candidate, type Catalog, sortedAtoms } from "./catalog.ts";
import { isOpen, isUnknowable } from "./open-names.ts";
import { type Clash, Selection } from "./selection.ts";

/** An atom that must be answered, and who asks: the definition itself when `asker` is absent. */
export interface Demand<C extends Candidate> {
  readonly atom: Atom<C>;
  readonly asker?: C;
  /** True where no atom asked, but every `install_if` of the package came true. */
  readonly conditional?: true;
}

export interface Answer<C extends Candidate> extends Demand<C> {
  readonly candidate: C;
  /** Did this demand bring the package in? It may answer others, later. */
  readonly isNew: boolean;
  /** The atom that the chain of askers begins with. */
  readonly top: Atom<C> | undefined;
}

/** Why there is no solution. `chain` leads from a package that the definition asked for down to the asker. */
export type Problem<C extends Candidate> =
  | { readonly kind: "unanswered"; readonly demand: Demand<C>; readonly chain: readonly C[] }
  | { readonly kind: "clash"; readonly demand: Demand<C>; readonly chain: readonly C[]; readonly clash: Clash<C> }
  | { readonly kind: "too-hard"; readonly steps: number };

export interface Solution<C extends Candidate> {
  /** Every demand with the package that answers it, in the order of answering; each package that was chosen is new once. */
  readonly answers: readonly Answer<C>[];
}

/** One demand being answered: the point to come back to when the choice turns out wrong. */
interface Frame<C extends Candidate> {
  readonly demand: Demand<C>;
  readonly options: readonly C[];
  /** What was asked before this one was answered. */
  readonly before: Asked;
  /** Earlier frames that had a part in this one's failures. */
  readonly culprits: Set<number>;
  tried: number;
  answer?: C;
  installed: boolean;
}

/** How long the lists of demands are. */
interface Asked {
  readonly demands: number;
  readonly open: number;
  readonly taken: number;
}

/** Real environments need about one step per dependency; only a contrived one comes near. */
const STEP_LIMIT = 20_000;

/**
 * A depth-first search with conflict-directed backjumping (Prosser 1993) over demands in breadth-first, code-unit order.
 *
 * Every atom is answered by the first of its own choices (`Catalog.choicesFor`). One whose name no package has, but several
 * give, comes after all others, as in apk: a package among its choices that is there by then answers, and only else the
 * first (so that `dash-binsh`, asked for, is the `/bin/sh` of those who need one). Only a clash moves an atom to its next
 * choice, and never to a later input: a seed's package must not slip into the place of a stage's because the two cannot
 * live together. A search that takes more than STEP_LIMIT steps ends as "too-hard"; nothing is ever guessed.
 */
export class Solver<C extends Candidate> {
  readonly #catalog: Catalog<C>;
  readonly #selection: Selection<C>;
  readonly #demands: Demand<C>[] = [];
  /** Demands for names that several packages give, in the order of asking; the first #taken are among #demands by now. */
  readonly #open: Demand<C>[] = [];
  #taken = 0;
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
    const before = this.#asked();
    const dependency = { name: candidate.name, conflict: false };
    const demand: Demand<C> = {
      atom: { text: candidate.name, dependency, fitting: undefined, choices: undefined },
      conditional: true,
    };
    this.#demands.push(demand);
    this.#frames.push(newFrame(demand, { options: [candidate], before: this.#asked() }));
    if (this.#search(floor) === undefined) return true;
    this.#undoTo(floor);
    this.#forget(before);
    return false;
  }

  solution(): Solution<C> {
    const tops = new Map<C, Atom<C> | undefined>();
    const answers: Answer<C>[] = [];
    for (const { demand, answer, installed } of this.#frames) {
      if (answer === undefined) continue;
      const top = demand.asker === undefined ? demand.atom : tops.get(demand.asker);
      if (installed) tops.set(answer, top);
      answers.push(answerTo(demand, { candidate: answer, isNew: installed, top }));
    }
    return { answers };
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
    if (known !== undefined) return known;
    const demand = this.#demands[at] ?? this.#takeOpen();
    if (demand === undefined) return undefined;
    const options = this.#optionsFor(demand.atom);
    const frame = newFrame(demand, { options, before: this.#asked() });
    const asked = demand.asker === undefined ? undefined : this.#levels.get(demand.asker);
    if (asked !== undefined) frame.culprits.add(asked);
    this.#frames.push(frame);
    return frame;
  }

  /** Once nothing else is left: the next demand for a name that several packages give. */
  #takeOpen(): Demand<C> | undefined {
    const demand = this.#open[this.#taken];
    if (demand === undefined) return undefined;
    this.#taken += 1;
    this.#demands.push(demand);
    return demand;
  }

  /** Best first; for a name that several packages give, those that are chosen already before all others. */
  #optionsFor(atom: Atom<C>): readonly C[] {
    const choices = this.#catalog.choicesFor(atom);
    if (!isOpen(atom, choices)) return choices;
    const chosen = choices.filter((choice) => this.#selection.has(choice));
    return chosen.length === 0 ? choices : [...new Set([...chosen, ...choices])];
  }

  #asked(): Asked {
    return { demands: this.#demands.length, open: this.#open.length, taken: this.#taken };
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
    if (atom.dependency.conflict || this.#demanded.has(atom)) return;
    if (asker !== undefined && isUnknowable(asker, atom, this.#catalog)) return;
    this.#demanded.add(atom);
    const list = isOpen(atom, this.#catalog.choicesFor(atom)) ? this.#open : this.#demands;
    list.push(asker === undefined ? { atom } : { atom, asker });
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
    this.#forget(frame.before);
    frame.installed = false;
    delete frame.answer;
    this.#frames.length = target + 1;
  }

  /** Drops what was asked after a point; open demands that were asked before it, and answered after, are open again. */
  #forget({ demands, open, taken }: Asked): void {
    const dropped = [...this.#demands.slice(demands), ...this.#open.slice(open)];
    for (const { atom } of dropped) this.#demanded.delete(atom);
    this.#demands.length = demands;
    this.#open.length = open;
    this.#taken = taken;
    for (const { atom } of this.#open.slice(taken)) this.#demanded.add(atom);
    this.#frames.length = Math.min(this.#frames.length, demands);
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
  { options, before }: { readonly options: readonly C[]; readonly before: Asked },
): Frame<C> {
  const culprits = new Set<number>();
  return { demand, options, before, culprits, tried: 0, installed: false };
}

/** Not spread: on Node 20 each answer would have a hidden class of its own, which slows down everyone who reads them. */
function answerTo<C extends Candidate>(
  { atom, asker, conditional }: Demand<C>,
  { candidate, isNew, top }: Omit<Answer<C>, keyof Demand<C>>,
): Answer<C> {
  if (conditional) return { atom, conditional, candidate, isNew, top };
  return asker === undefined ? { atom, candidate, isNew, top } : { atom, asker, candidate, isNew, top };
}
