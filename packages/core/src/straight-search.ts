import { type Atom, type Candidate, type Catalog, namesOf, sortedAtoms } from "./catalog.ts";
import { GENERATED, isOpen } from "./open-names.ts";
import type { Answer, Solution } from "./solver.ts";

/** A name in one environment: who goes by it, and whether anything there forbids some of those. */
interface Slot<C extends Candidate> {
  /** The search that the rest is about; of any other, nothing is known. */
  search: number;
  /** The first `count` of these; taking out the others would take longer. */
  readonly claims: Claim<C>[];
  count: number;
  banned: boolean;
}

interface Claim<C extends Candidate> {
  readonly slot: Slot<C>;
  readonly candidate: C;
  /** As `Selection` has it: its own name, or one that it provides with a version. */
  readonly owned: boolean;
}

/** A package, with all that a search asks about it. */
interface Piece<C extends Candidate> {
  readonly candidate: C;
  readonly claims: readonly Claim<C>[];
  /** Names of its `!atoms`. */
  readonly bans: readonly Slot<C>[];
  readonly asks: readonly Question<C>[];
  /** The last search that chose it, and the atom of the environment that led there. */
  search: number;
  top: Atom<C> | undefined;
}

/** An atom, with what is known of its choices as long as those stay the same. */
interface Question<C extends Candidate> {
  readonly atom: Atom<C>;
  readonly generated: boolean;
  choices: readonly C[] | undefined;
  first: Piece<C> | undefined;
  open: boolean;
  /** How often the catalog had changed when these were looked at. */
  known: number;
  /** The last search that asked it. */
  search: number;
}

/** So long an environment is left to the search that counts its steps. */
const LONGEST = 10_000;

/**
 * What `Solver` does when no choice ever clashes: every atom is answered by its first choice, in the same order. That is so for
 * nearly every real environment, and then needs neither frames to come back to nor a map of what was chosen. Undefined at
 * the first sign of anything else: a name of two packages, a `!name` that might be about one of them, an atom that nobody
 * answers. Nothing is decided here that the solver would not decide alike.
 */
export class StraightSearch<C extends Candidate> {
  readonly #catalog: Catalog<C>;
  readonly #slots = new Map<string, Slot<C>>();
  readonly #pieces = new Map<C, Piece<C>>();
  readonly #questions = new Map<Atom<C>, Question<C>>();
  #search = 0;
  /** What is asked, in the order of answering, and who asks; then the same of names that several packages give. */
  #asked: Question<C>[] = [];
  #askers: (Piece<C> | undefined)[] = [];
  #open: Question<C>[] = [];
  #openAskers: (Piece<C> | undefined)[] = [];

  constructor(catalog: Catalog<C>) {
    this.#catalog = catalog;
  }

  solve(wanted: readonly Atom<C>[]): Solution<C> | undefined {
    const answers: Answer<C>[] = [];
    return this.#answerAll(wanted, answers) ? { answers } : undefined;
  }

  /** Would {@link solve} find something? */
  finds(wanted: readonly Atom<C>[]): boolean {
    return this.#answerAll(wanted, undefined);
  }

  #begin(wanted: readonly Atom<C>[]): void {
    this.#search += 1;
    this.#asked = [];
    this.#askers = [];
    this.#open = [];
    this.#openAskers = [];
    for (const atom of sortedAtoms(wanted)) {
      if (atom.dependency.conflict) this.#slot(atom.dependency.name).banned = true;
      else this.#ask(this.#question(atom), undefined);
    }
  }

  #answerAll(wanted: readonly Atom<C>[], answers: Answer<C>[] | undefined): boolean {
    this.#begin(wanted);
    let taken = 0;
    for (let at = 0; at < LONGEST; at++) {
      if (at === this.#asked.length && !this.#takeOpen(taken++)) return true;
      if (!this.#answer(at, answers)) return false;
    }
    return false;
  }

  /** Once nothing else is left: the next name that several packages give. */
  #takeOpen(at: number): boolean {
    const question = this.#open[at];
    if (question === undefined) return false;
    this.#asked.push(question);
    this.#askers.push(this.#openAskers[at]);
    return true;
  }

  #answer(at: number, answers: Answer<C>[] | undefined): boolean {
    const question = this.#asked[at];
    const piece = question === undefined ? undefined : this.#pieceFor(question);
    if (question === undefined || piece === undefined) return false;
    const { atom } = question;
    const { candidate } = piece;
    const asker = this.#askers[at];
    const top = asker === undefined ? atom : asker.top;
    const isNew = piece.search !== this.#search;
    if (isNew && !this.#install(piece, top)) return false;
    if (asker === undefined) answers?.push({ atom, candidate, isNew, top });
    else answers?.push({ atom, asker: asker.candidate, candidate, isNew, top });
    return true;
  }

  #pieceFor({ choices, first, open }: Question<C>): Piece<C> | undefined {
    if (!open) return first;
    for (const choice of choices ?? []) {
      const piece = this.#piece(choice);
      if (piece.search === this.#search) return piece;
    }
    return first;
  }

  /** False where it might not live together with the others. */
  #install(piece: Piece<C>, top: Atom<C> | undefined): boolean {
    if (!this.#fits(piece)) return false;
    const { claims, bans, asks } = piece;
    const { pending } = piece.candidate;
    for (const claim of claims) claim.slot.claims[claim.slot.count++] = claim;
    for (const name of bans) name.banned = true;
    piece.search = this.#search;
    piece.top = top;
    for (const question of asks) {
      const isUnknowable = pending && question.generated && !this.#isAnswerable(question);
      if (!isUnknowable) this.#ask(question, piece);
    }
    return true;
  }

  #fits({ claims, bans }: Piece<C>): boolean {
    for (const claim of claims) if (!this.#isFree(claim)) return false;
    for (const name of bans) if (this.#fresh(name).count > 0) return false;
    return true;
  }

  /** As {@link Selection.clashOf} has it, but for names that anything is forbidden of. */
  #isFree(claim: Claim<C>): boolean {
    const { banned, claims, count } = this.#fresh(claim.slot);
    for (let at = 0; at < count; at++) if (excludes(claim, claims[at])) return false;
    return !banned;
  }

  #ask(question: Question<C>, asker: Piece<C> | undefined): void {
    if (question.search === this.#search) return;
    question.search = this.#search;
    this.#isAnswerable(question);
    (question.open ? this.#open : this.#asked).push(question);
    (question.open ? this.#openAskers : this.#askers).push(asker);
  }

  /** Looks at the choices again if they may be others than before. */
  #isAnswerable(question: Question<C>): boolean {
    if (question.known !== this.#catalog.changes) this.#look(question);
    return question.first !== undefined;
  }

  #look(question: Question<C>): void {
    question.known = this.#catalog.changes;
    const choices = this.#catalog.choicesFor(question.atom);
    if (question.choices === choices) return;
    const [first] = choices;
    question.choices = choices;
    question.first = first === undefined ? undefined : this.#piece(first);
    question.open = isOpen(question.atom, choices);
  }

  #fresh(slot: Slot<C>): Slot<C> {
    if (slot.search === this.#search) return slot;
    slot.search = this.#search;
    slot.count = 0;
    slot.banned = false;
    return slot;
  }

  #slot(name: string): Slot<C> {
    const slot = this.#slots.get(name) ?? { search: 0, claims: [], count: 0, banned: false };
    this.#slots.set(name, slot);
    return this.#fresh(slot);
  }

  #question(atom: Atom<C>): Question<C> {
    const known = this.#questions.get(atom);
    if (known !== undefined) return known;
    const generated = GENERATED.test(atom.text);
    const question = { atom, generated, choices: undefined, first: undefined, open: false, known: -1, search: 0 };
    this.#questions.set(atom, question);
    return question;
  }

  #piece(candidate: C): Piece<C> {
    const known = this.#pieces.get(candidate);
    if (known !== undefined) return known;
    const piece = this.#newPiece(candidate);
    this.#pieces.set(candidate, piece);
    return piece;
  }

  #newPiece(candidate: C): Piece<C> {
    const claims = namesOf(candidate).map(({ name, version, own }) => {
      return { slot: this.#slot(name), candidate, owned: own || version !== undefined };
    });
    const bans = this.#catalog.conflictsOf(candidate).map(({ dependency }) => this.#slot(dependency.name));
    const atoms = this.#catalog.dependsOf(candidate).filter(({ dependency }) => !dependency.conflict);
    const asks = atoms.map((atom) => this.#question(atom));
    return { candidate, claims, bans, asks, search: 0, top: undefined };
  }
}

function excludes<C extends Candidate>({ candidate, owned }: Claim<C>, other: Claim<C> | undefined): boolean {
  if (other === undefined) return false;
  return other.candidate.input === candidate.input ? owned || other.owned : owned && other.owned;
}
