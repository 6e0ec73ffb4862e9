import { type Atom, type Candidate, type Catalog, candidateGives, namesOf } from "./catalog.ts";

/** Why two packages cannot be installed together. */
export type ClashCause =
  | { readonly kind: "same-name"; readonly name: string }
  | { readonly kind: "forbidden"; readonly atom: string };

/** What stands in a candidate's way. `rival` is absent where the definition itself forbids it (`!name`). */
export interface Clash<C extends Candidate> {
  readonly candidate: C;
  readonly rival?: C;
  readonly cause: ClashCause;
}

interface Claim<C extends Candidate> {
  readonly candidate: C;
  /** Its own name or a versioned provision: nobody else may go by it. Unversioned provisions may be shared. */
  readonly owned: boolean;
}

interface Ban<C extends Candidate> {
  readonly atom: Atom<C>;
  readonly asker?: C;
}

/**
 * The packages chosen so far. Adding checks apk's rules of living together (apk-package(5), "provides"): a name that is a
 * package's own or provided with a version belongs to that package alone, names provided without a version are shared,
 * and nothing may satisfy a `!atom` of another. Packages are taken out in the reverse order of adding.
 *
 * One rule is for a single input only, because it is about a single repository: that a shared name cannot be another
 * package's own. Across inputs it can: `provides: musl` lets a stage's libc answer for the name while the seed's tools
 * still run on the seed's own musl.
 */
export class Selection<C extends Candidate> {
  readonly #catalog: Catalog<C>;
  readonly #claims = new Map<string, Claim<C>[]>();
  readonly #bans = new Map<string, Ban<C>[]>();
  readonly #chosen: C[] = [];
  readonly #members = new Set<C>();

  constructor(catalog: Catalog<C>, forbidden: readonly Atom<C>[]) {
    this.#catalog = catalog;
    for (const atom of forbidden) append(this.#bans, atom.dependency.name, { atom });
  }

  has(candidate: C): boolean {
    return this.#members.has(candidate);
  }

  /** In the order of adding. */
  chosen(): readonly C[] {
    return this.#chosen;
  }

  /** Chosen packages that go by a name. */
  holders(name: string): readonly C[] {
    return (this.#claims.get(name) ?? []).map((claim) => claim.candidate);
  }

  /** The first thing that keeps a candidate out, or undefined when it can be added. */
  clashOf(candidate: C): Clash<C> | undefined {
    for (const given of namesOf(candidate)) {
      const owned = given.own || given.version !== undefined;
      const rival = this.#claims.get(given.name)?.find((claim) => {
        const either = owned || claim.owned;
        return claim.candidate.input === candidate.input ? either : owned && claim.owned;
      });
      if (rival !== undefined) {
        return { candidate, rival: rival.candidate, cause: { kind: "same-name", name: given.name } };
      }
      const ban = this.#banOn(candidate, given.name);
      if (ban !== undefined) return ban;
    }
    return this.#bannedBy(candidate);
  }

  #banOn(candidate: C, name: string): Clash<C> | undefined {
    const ban = this.#bans.get(name)?.find(({ atom }) => candidateGives(candidate, atom.dependency));
    if (ban === undefined) return undefined;
    const rival = ban.asker === undefined ? {} : { rival: ban.asker };
    return { candidate, ...rival, cause: { kind: "forbidden", atom: ban.atom.text } };
  }

  #bannedBy(candidate: C): Clash<C> | undefined {
    for (const atom of this.#catalog.conflictsOf(candidate)) {
      const rival = this.holders(atom.dependency.name).find((holder) => candidateGives(holder, atom.dependency));
      if (rival !== undefined) return { candidate, rival, cause: { kind: "forbidden", atom: atom.text } };
    }
    return undefined;
  }

  add(candidate: C): void {
    this.#chosen.push(candidate);
    this.#members.add(candidate);
    for (const given of namesOf(candidate)) {
      append(this.#claims, given.name, { candidate, owned: given.own || given.version !== undefined });
    }
    for (const atom of this.#catalog.conflictsOf(candidate))
      append(this.#bans, atom.dependency.name, { atom, asker: candidate });
  }

  /** Takes out what was added last. */
  removeLast(): void {
    const candidate = this.#chosen.pop();
    if (candidate === undefined) return;
    this.#members.delete(candidate);
    for (const given of namesOf(candidate)) this.#claims.get(given.name)?.pop();
    for (const atom of this.#catalog.conflictsOf(candidate)) this.#bans.get(atom.dependency.name)?.pop();
  }
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
