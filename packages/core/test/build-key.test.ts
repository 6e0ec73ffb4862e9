import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildKey, type LockedPackage, lockDigest, type Place, type Recipe } from "../src/index.ts";
import { at, digest, lockOf, offer, recipe, sha256, shuffled } from "./builders.ts";

const step = {
  label: "autoconf/make",
  runs: "make -j1",
  workingDirectory: "/home/build",
  environment: { CFLAGS: "-O2" },
  place: at("stage2/sed.yaml", 30),
};

const fetched = {
  kind: "fetch" as const,
  uri: "https://example.org/sed-4.9.tar.xz",
  algorithm: "sha256" as const,
  expected: "ab".repeat(32),
  fileName: "sed-4.9.tar.xz",
  place: at("stage2/sed.yaml", 20),
};

function sed(changes: Partial<Recipe> = {}): Recipe {
  const plain = recipe("stage2", "sed", { needs: ["tcc", "musl"], runtime: ["musl"], subpackages: { "sed-doc": [] } });
  const [main, ...others] = plain.packages;
  return {
    ...plain,
    packages: [{ ...main, steps: [step] }, ...others],
    sources: [fetched],
    files: [{ path: "fix.patch", digest: digest("patch"), executable: false }],
    ...changes,
  };
}

const environment = ["tcc-1-r0", "musl-1-r0", "make-4-r0"].map((name) => lockOf(offer("stage1", name)));

function key(
  changes: Partial<Recipe> = {},
  more: { environment?: readonly LockedPackage[]; builderVersion?: string } = {},
) {
  return buildKey({ recipe: sed(changes), environment, builderVersion: "1", ...more }, sha256);
}

const main = sed().packages[0];

describe("a build key changes with", () => {
  test.each<[string, Partial<Recipe>]>([
    ["the stage", { stage: "stage3" }],
    ["the arch", { arch: "aarch64" }],
    ["the version", { version: "4.9.1" }],
    ["the epoch", { epoch: 1 }],
    ["a source's expected hash", { sources: [{ ...fetched, expected: "cd".repeat(32) }] }],
    ["a file beside the definition", { files: [{ path: "fix.patch", digest: digest("other"), executable: false }] }],
    ["a file's mode", { files: [{ path: "fix.patch", digest: digest("patch"), executable: true }] }],
    ["what a step runs", { packages: [{ ...main, steps: [{ ...step, runs: "make -j1 all" }] }] }],
    ["a step's environment", { packages: [{ ...main, steps: [{ ...step, environment: { CFLAGS: "-O3" } }] }] }],
    ["where a step runs", { packages: [{ ...main, steps: [{ ...step, workingDirectory: "/home/build/x" }] }] }],
    ["the order of steps", { packages: [{ ...main, steps: [step, { ...step, runs: "true" }] }] }],
    ["a run-time dependency", { packages: [{ ...main, runtime: [{ value: "libc", place: at("x") }] }] }],
    ["a scriptlet", { packages: [{ ...main, scriptlets: { postInstall: "true" } }] }],
    ["a variable", { environment: { ...sed().environment, variables: { LANG: "C" } } }],
    ["a variable that is called place", { environment: { ...sed().environment, variables: { place: "C" } } }],
    ["the source date", { sourceDateEpoch: 1 }],
  ])("%s", (_what, changes) => {
    expect(key(changes)).not.toBe(key());
  });

  test("the builder's version", () => {
    expect(key({}, { builderVersion: "2" })).not.toBe(key());
  });

  test("the contents of any package of the environment, one more and one less", () => {
    const [first, ...rest] = environment;
    const changed = { ...first!, contentDigest: digest("other contents") };
    const keys = [environment, [changed, ...rest], rest, [...environment, changed]].map((locked) =>
      key({}, { environment: locked }),
    );
    expect(new Set(keys).size).toBe(4);
  });

  test("the order of two steps", () => {
    const other = { ...step, runs: "true" };
    expect(key({ packages: [{ ...main, steps: [step, other] }] })).not.toBe(
      key({ packages: [{ ...main, steps: [other, step] }] }),
    );
  });
});

/** The same recipe as if every line of its file had moved. */
function moved<T>(value: T, place: Place): T {
  if (Array.isArray(value)) return value.map((one) => moved(one, place)) as T;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, held]) => [
    name,
    name === "place" && typeof held === "object" ? place : moved(held, place),
  ]);
  return Object.fromEntries(entries) as T;
}

describe("a build key stays the same under", () => {
  test("moved lines", () => {
    const elsewhere = moved(sed(), { file: "other.yaml", line: 999, column: 1 });
    expect(elsewhere.packages[0].place.line).toBe(999);
    expect(buildKey({ recipe: elsewhere, environment, builderVersion: "1" }, sha256)).toBe(key());
  });

  test.each<[string, Partial<Recipe>]>([
    ["another text of the definition (a comment)", { definition: { file: "b.yaml", digest: digest("commented") } }],
    [
      "another step label",
      { packages: [{ ...main, steps: [{ ...step, label: "build" }] }, ...sed().packages.slice(1)] },
    ],
    ["another time limit", { timeoutSeconds: 60 }],
    ["repositories that are not read", { repositories: [{ value: "https://example.org", place: at("x") }] }],
  ])("%s", (_what, changes) => {
    expect(key(changes)).toBe(key());
  });

  test("another order of the environment, other signatures, and another input with the same contents", () => {
    fc.assert(
      fc.property(shuffled(environment), fc.string(), fc.constantFrom("stage1", "seed:x"), (locked, salt, input) => {
        const others = locked.map((one) => ({ ...one, input, fileDigest: digest(salt) }));
        expect(key({}, { environment: others })).toBe(key());
        expect(lockDigest(others, sha256)).toBe(lockDigest(environment, sha256));
      }),
    );
  });

  test("another order of object keys", () => {
    const reversedKeys = Object.fromEntries(Object.entries(sed()).reverse()) as unknown as Recipe;
    expect(buildKey({ recipe: reversedKeys, environment, builderVersion: "1" }, sha256)).toBe(key());
  });
});

test("a lock's digest changes with its contents alone", () => {
  const [first, ...rest] = environment;
  expect(lockDigest(rest, sha256)).not.toBe(lockDigest(environment, sha256));
  expect(lockDigest([{ ...first!, version: "9" }, ...rest], sha256)).toBe(lockDigest(environment, sha256));
});

/** A change here rebuilds everything that was ever built: it must be meant. */
test("the key's form is pinned", () => {
  expect(key()).toMatchInlineSnapshot(`"sha256:d619bce5b390f20e1060c9b14f13387aa2b483bdb7ee75cbf7818a7768762420"`);
  expect(lockDigest(environment, sha256)).toMatchInlineSnapshot(
    `"sha256:a9f1a37aef3551b1d023004f31173f50315a564469dd5a0b86065dfe86e963a6"`,
  );
});
