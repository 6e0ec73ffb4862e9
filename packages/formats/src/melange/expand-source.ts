import type { Place, SourceRef } from "@ascent/core";
import { SANDBOX } from "@ascent/core";
import type { Complaints, Scope } from "./scope.ts";

/** The built-in pipelines whose work begins outside the sandbox. */
export const SOURCE_PIPELINES: ReadonlySet<string> = new Set(["fetch", "git-checkout"]);

/** The sources of one recipe. The same bytes asked for twice are one source; no two sources share a file name. */
export class SourceTable {
  readonly #byIdentity = new Map<string, SourceRef>();
  readonly #names = new Set<string>();

  list(): SourceRef[] {
    return [...this.#byIdentity.values()];
  }

  add(ref: SourceRef): SourceRef {
    const identity =
      ref.kind === "fetch"
        ? `fetch ${ref.uri} ${ref.expected}`
        : `git ${ref.repository} ${ref.commit} ${ref.submodules}`;
    const known = this.#byIdentity.get(identity);
    if (known !== undefined) return known;
    const named = { ...ref, fileName: this.#freeName(ref.fileName) };
    this.#byIdentity.set(identity, named);
    return named;
  }

  #freeName(wanted: string): string {
    const safe = wanted.replace(/[^A-Za-z0-9._+~@=,%-]/g, "_").slice(-200);
    let name = safe;
    // In front, so that the suffix, which tells how to unpack it, stays.
    for (let count = 2; this.#names.has(name); count++) name = `${count}-${safe}`;
    this.#names.add(name);
    return name;
  }
}

interface SourceStep {
  readonly scope: Scope;
  /** Where the definition asks for it. */
  readonly place: Place;
  readonly complaints: Complaints;
}

/**
 * Notes the source that a `fetch` or `git-checkout` step brings in, and tells its script where the file will be
 * (`source.file`) and what the definition knows it by (`source.name`). Defects: `source-without-checksum`,
 * `bad-checksum`, `bad-uri`, `git-checkout-without-commit`, `cherry-picks-unsupported`.
 */
export function addSource(pipeline: string, step: SourceStep, table: SourceTable): void {
  const ref = pipeline === "fetch" ? fetchRef(step) : gitRef(step);
  if (ref === undefined) {
    step.scope.set("source.file", "");
    step.scope.set("source.name", "");
    return;
  }
  const known = table.add(ref);
  step.scope.set("source.file", `${SANDBOX.sources}/${known.fileName}`);
  step.scope.set("source.name", ref.fileName);
}

function input(step: SourceStep, name: string): string {
  return (step.scope.lookup(`inputs.${name}`) ?? "").trim();
}

function complain(step: SourceStep, code: string, [message, wayOut]: readonly [string, string]): undefined {
  step.complaints.add({ code, place: step.place, message, wayOut });
  return undefined;
}

function fetchRef(step: SourceStep): SourceRef | undefined {
  const uri = input(step, "uri");
  if (uri === "" || !isFetchable(uri, step)) return undefined;
  const checksum = checksumOf(uri, step);
  if (checksum === undefined) return undefined;
  return { kind: "fetch", uri, ...checksum, fileName: lastPart(uri), place: step.place };
}

/** Characters that no URI holds unencoded (RFC 3986, 2), and the quote, which would end the script's own quoting. */
const NOT_IN_URI = /[\s"'`<>\\^{|}]|[^\x21-\x7e]/;

function isFetchable(uri: string, step: SourceStep): boolean {
  if (/^https?:\/\/[^/]/.test(uri) && !NOT_IN_URI.test(uri) && lastPart(uri) !== "") return true;
  complain(step, "bad-uri", [
    `"${uri}" is not the address of a file that can be fetched.`,
    "Give an http:// or https:// URI that ends in a file's name, with special characters percent-encoded.",
  ]);
  return false;
}

/** As basename(1) has it: without a trailing slash. */
function lastPart(uri: string): string {
  const path = uri.replace(/^[a-z]+:\/\/[^/]*/, "").replace(/\/+$/, "");
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === "." || name === ".." ? "" : name;
}

const HEX_LENGTH = { sha256: 64, sha512: 128 } as const;

function checksumOf(uri: string, step: SourceStep) {
  const algorithm = input(step, "expected-sha256") === "" ? "sha512" : "sha256";
  const expected = input(step, `expected-${algorithm}`).toLowerCase();
  if (expected === "") {
    return complain(step, "source-without-checksum", [
      `The source ${uri} has no checksum, so nothing says which bytes it should be.`,
      "Add expected-sha256: with the SHA-256 of the file.",
    ]);
  }
  if (isHex(expected, HEX_LENGTH[algorithm])) return { algorithm, expected } as const;
  return complain(step, "bad-checksum", [
    `expected-${algorithm} of ${uri} is "${expected}", which is not ${HEX_LENGTH[algorithm]} hexadecimal digits.`,
    `Run ${algorithm}sum on the file that is meant and write what it prints.`,
  ]);
}

function isHex(text: string, length: number): boolean {
  return text.length === length && /^[0-9a-f]*$/.test(text);
}

function gitRef(step: SourceStep): SourceRef | undefined {
  const repository = input(step, "repository");
  if (repository === "") return undefined;
  const commit = commitOf(repository, step);
  const picked = input(step, "cherry-picks");
  if (picked.split("\n").some((line) => line.replace(/#.*/, "").trim() !== "")) {
    complain(step, "cherry-picks-unsupported", [
      `${repository} is checked out as the tree of one commit, without history to pick other commits from.`,
      "Put the changes beside the definition as patch files and apply them with uses: patch.",
    ]);
  }
  if (commit === undefined) return undefined;
  const name = lastPart(repository).replace(/\.git$/, "") || "source";
  const tag = input(step, "tag");
  const branch = input(step, "branch");
  return {
    kind: "git",
    repository,
    commit,
    ...(tag === "" ? {} : { tag }),
    ...(branch === "" ? {} : { branch }),
    submodules: input(step, "recurse-submodules") === "true",
    fileName: `${name}-${commit.slice(0, 12)}.tar`,
    place: step.place,
  };
}

function commitOf(repository: string, step: SourceStep): string | undefined {
  const commit = input(step, "expected-commit").toLowerCase();
  if (commit === "") {
    return complain(step, "git-checkout-without-commit", [
      `The checkout of ${repository} names no expected-commit, and a tag or branch can move.`,
      "Add expected-commit: with the full commit id.",
    ]);
  }
  if (isHex(commit, 40) || isHex(commit, 64)) return commit;
  return complain(step, "bad-checksum", [
    `expected-commit of ${repository} is "${commit}", which is not a full commit id of 40 hexadecimal digits.`,
    "Write the id that git rev-parse prints.",
  ]);
}
