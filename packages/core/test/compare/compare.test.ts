import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Blueprint,
  comparePlan,
  type EarlierBuild,
  fullVersion,
  type PlannedBuild,
  type Recipe,
  type SurveyedStage,
  surveyArch,
} from "../../src/index.ts";
import { at, blueprint, recipe, seed, sha256 } from "../builders.ts";

const PRINT: Blueprint = blueprint({ one: ["seed"], two: ["one"] }, { seeds: [seed("x", { sh: [] }), seed("y")] });

/** `cc` and `libc` in both stages; in stage two libc is built with cc of stage one, and tool with both. */
function recipes(change: (recipe: Recipe) => Recipe = (same) => same): Recipe[] {
  return [
    recipe("one", "cc", { needs: ["sh"] }),
    recipe("one", "libc", { needs: ["cc"] }),
    recipe("two", "cc", { needs: ["cc", "libc"] }),
    recipe("two", "alone", { needs: [] }),
    recipe("two", "tool", { needs: ["fresh"] }),
    recipe("two", "fresh", { needs: ["libc"] }),
  ].map(change);
}

function plan(all: readonly Recipe[], options: { seed?: string; print?: Blueprint } = {}): SurveyedStage[] {
  const { print = PRINT } = options;
  const byStage = new Map(print.stages.map(({ name }) => [name, all.filter(({ stage }) => stage === name)]));
  const request = { blueprint: print, seed: options.seed ?? "x", arch: "x86_64", recipes: byStage } as const;
  return [...surveyArch({ ...request, offer: { kind: "assumed" } }).stages];
}

/** As if the plan had been carried out, with `libm` as something that only linking brings in. */
function carriedOut(stages: readonly SurveyedStage[]): EarlierBuild[] {
  return stages.flatMap(({ builds }) => builds.map(built));
}

function built(build: PlannedBuild): EarlierBuild {
  const { stage, arch, name, recipe: made, edges } = build;
  const environment = edges.map((edge) => ({
    name: edge.name,
    version: "1.0-r0",
    input: edge.input,
    contentDigest: sha256(`${edge.input} ${edge.name}`),
  }));
  const outputs = made.packages.map((output) => output.name);
  // What comes back from a database has lost what JSON does not hold.
  const stored = JSON.parse(JSON.stringify(made)) as Recipe;
  return { stage, arch, name, state: "done", recipe: stored, environment, outputs, otherBuilder: false };
}

function told(stages: readonly SurveyedStage[], earlier: readonly EarlierBuild[], more = {}) {
  const { stages: compared, counts } = comparePlan({ stages, earlier, ...more });
  const builds = compared.flatMap(({ stage, builds: own }) =>
    own
      .filter(({ outcome }) => outcome !== "cached")
      .map(({ name, outcome, causes }) => ({ at: `${stage}/${name}`, outcome, causes })),
  );
  return {
    counts,
    builds,
    removed: compared.flatMap(({ stage, removed }) => removed.map(({ name }) => `${stage}/${name}`)),
  };
}

const changing = (where: string, how: (recipe: Recipe) => Partial<Recipe>) => (one: Recipe) =>
  `${one.stage}/${one.name}` === where ? { ...one, ...how(one) } : one;

describe("a plan beside an earlier run", () => {
  test("takes everything from the cache when nothing is another, whatever moved in the files", () => {
    const moved = recipes((one) => ({
      ...one,
      definition: { ...one.definition, digest: sha256("with a comment") },
      packages: [{ ...one.packages[0], place: at("elsewhere.yaml", 99) }],
      timeoutSeconds: 7,
    }));
    expect(told(plan(moved), carriedOut(plan(recipes())))).toEqual({
      counts: { added: 0, removed: 0, rebuilt: 0, cached: 6 },
      builds: [],
      removed: [],
    });
  });

  test("an edited definition is rebuilt, and with it what it is in the environment of, but nothing else", () => {
    const edited = recipes(
      changing("one/libc", (one) => ({ version: "1.1", definition: { ...one.definition, digest: sha256("edited") } })),
    );
    expect(told(plan(edited), carriedOut(plan(recipes())))).toEqual({
      counts: { added: 0, removed: 0, rebuilt: 4, cached: 2 },
      builds: [
        { at: "one/libc", outcome: "rebuilt", causes: [{ kind: "definition", details: ["version 1.0-r0 → 1.1-r0"] }] },
        { at: "two/fresh", outcome: "rebuilt", causes: [{ kind: "upstream", builds: ["one/libc"] }] },
        { at: "two/cc", outcome: "rebuilt", causes: [{ kind: "upstream", builds: ["one/libc"] }] },
        { at: "two/tool", outcome: "rebuilt", causes: [{ kind: "upstream", builds: ["two/fresh"] }] },
      ],
      removed: [],
    });
  });

  test("the same definition with another script is a changed pipeline; with other names asked, the stage", () => {
    const step = { label: "make", runs: "make\n", workingDirectory: "/", environment: {}, place: at("x") };
    const before = recipes(changing("two/alone", (one) => ({ packages: [{ ...one.packages[0], steps: [step] }] })));
    const after = recipes(
      changing("two/alone", (one) => ({
        packages: [{ ...one.packages[0], steps: [{ ...step, runs: "make -s\n" }] }],
        environment: { packages: [{ value: "cc", place: at("x") }], variables: { CFLAGS: "-O2" } },
      })),
    );
    const { builds } = told(plan(after), carriedOut(plan(before)));
    expect(builds).toEqual([
      {
        at: "two/alone",
        outcome: "rebuilt",
        causes: [
          { kind: "pipeline", details: ["step make"] },
          { kind: "environment", details: ["asks for cc", "variable CFLAGS (new)"] },
        ],
      },
    ]);
  });

  test("sources and files are told apart from the definition", () => {
    const source = (expected: string) =>
      ({
        kind: "fetch",
        uri: "https://a.org/a.tar",
        algorithm: "sha256",
        expected,
        fileName: "a.tar",
        place: at("x"),
      }) as const;
    const file = (content: string) => ({ path: "a.patch", digest: sha256(content), executable: false });
    const before = recipes(changing("two/alone", () => ({ sources: [source("a".repeat(64))], files: [file("1")] })));
    const after = recipes(changing("two/alone", () => ({ sources: [source("b".repeat(64))], files: [file("2")] })));
    expect(told(plan(after), carriedOut(plan(before))).builds[0]?.causes).toEqual([
      {
        kind: "sources",
        details: [
          "fetches https://a.org/a.tar (sha256 aaaaaaaaaaaa…) no more",
          "fetches https://a.org/a.tar (sha256 bbbbbbbbbbbb…)",
        ],
      },
      { kind: "files", details: ["a.patch"] },
    ]);
  });

  test("what is new is added, what is gone is removed, and whoever was built in it is rebuilt", () => {
    const without = recipes().filter(({ name }) => name !== "fresh");
    const changed = [...without, recipe("one", "fresh"), recipe("two", "newcomer")];
    expect(told(plan(changed), carriedOut(plan(recipes())))).toMatchObject({
      counts: { added: 2, removed: 1, rebuilt: 1, cached: 4 },
      builds: [
        { at: "one/fresh", outcome: "added" },
        { at: "two/newcomer", outcome: "added" },
        {
          at: "two/tool",
          outcome: "rebuilt",
          causes: [
            { kind: "environment", details: ["fresh of one instead of two", "two/fresh is gone"] },
            { kind: "upstream", builds: ["one/fresh"] },
          ],
        },
      ],
      removed: ["two/fresh"],
    });
  });

  test("what only linking brought into an environment counts as well", () => {
    const earlier = carriedOut(plan(recipes())).map((build) => {
      const libc = { name: "libc", version: "1.0-r0", input: "one", contentDigest: sha256("libc") };
      return build.stage === "two" && build.name === "alone" ? { ...build, environment: [libc] } : build;
    });
    const edited = recipes(changing("one/libc", () => ({ epoch: 1 })));
    expect(told(plan(edited), earlier).builds).toContainEqual({
      at: "two/alone",
      outcome: "rebuilt",
      causes: [{ kind: "upstream", builds: ["one/libc"] }],
    });
  });

  test("another seed, other bytes of the same seed, another builder, and a failure are causes of their own", () => {
    const earlier = carriedOut(plan(recipes()));
    const first = (stages: readonly SurveyedStage[], all: readonly EarlierBuild[], more = {}) =>
      told(stages, all, more).builds[0];
    expect(first(plan(recipes(), { seed: "y" }), earlier)).toMatchObject({
      at: "one/cc",
      causes: [{ kind: "environment", details: ["seed:y instead of seed:x"] }],
    });
    const contents = (digest: string) => ({ seedContents: () => new Map([["sh", new Set([digest])]]) });
    expect(first(plan(recipes()), earlier, contents(sha256("seed:x sh")))).toBeUndefined();
    expect(first(plan(recipes()), earlier, contents(sha256("other")))).toMatchObject({
      at: "one/cc",
      causes: [{ kind: "environment", details: ["sh of seed:x has other content"] }],
    });
    const marked = (more: Partial<EarlierBuild>) =>
      earlier.map((one) => (one.name === "alone" ? { ...one, ...more } : one));
    expect(first(plan(recipes()), marked({ otherBuilder: true }))?.causes).toMatchObject([{ kind: "builder" }]);
    const failed = marked({ state: "failed", environment: [], outputs: [] });
    expect(first(plan(recipes()), failed)?.causes).toEqual([{ kind: "not-built", state: "failed" }]);
  });

  test("a stage that is no more is told with all that it had", () => {
    const earlier = carriedOut(plan(recipes()));
    const print = { ...PRINT, stages: PRINT.stages.slice(0, 1) };
    const { counts, removed } = told(plan(recipes(), { print }), earlier);
    expect(counts).toEqual({ added: 0, removed: 4, rebuilt: 0, cached: 2 });
    expect(removed).toEqual(["two/alone", "two/cc", "two/fresh", "two/tool"]);
  });

  test("every build is either added, rebuilt for a reason, or cached, and whatever takes a rebuilt one is rebuilt", () => {
    const kinds = fc.constantFrom("same", "edited", "new", "failed");
    fc.assert(
      fc.property(fc.array(kinds, { minLength: 6, maxLength: 6 }), (fates) => {
        const all = recipes();
        const stages = plan(all.map((one, index) => (fates[index] === "edited" ? { ...one, epoch: 5 } : one)));
        const fateOf = new Map(all.map((one, index) => [`${one.stage}/${one.name}`, fates[index]]));
        const earlier = carriedOut(plan(all)).flatMap((build): EarlierBuild[] => {
          const fate = fateOf.get(`${build.stage}/${build.name}`);
          return fate === "new" ? [] : [fate === "failed" ? { ...build, state: "failed" } : build];
        });
        const compared = comparePlan({ stages, earlier: earlier.toReversed() });
        const outcome = new Map(
          compared.stages.flatMap(({ stage, builds }) => builds.map((one) => [`${stage}/${one.name}`, one])),
        );
        for (const build of stages.flatMap(({ builds }) => builds)) {
          const own = outcome.get(`${build.stage}/${build.name}`);
          const fate = fateOf.get(`${build.stage}/${build.name}`);
          expect(own?.version).toBe(fullVersion(build.recipe));
          if (fate === "new") expect(own?.outcome).toBe("added");
          else expect(own?.outcome === "rebuilt").toBe((own?.causes.length ?? 0) > 0);
          if (fate === "edited" || fate === "failed") expect(own?.outcome).toBe("rebuilt");
          const taken = build.edges.map((edge) => outcome.get(`${edge.input}/${edge.build}`)?.outcome);
          if (taken.some((one) => one === "rebuilt" || one === "added")) expect(own?.outcome).not.toBe("cached");
        }
        expect(compared).toEqual(comparePlan({ stages, earlier }));
      }),
      { numRuns: 100 },
    );
  });
});
