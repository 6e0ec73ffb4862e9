// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import { formatPlace, lint, type SurveyedStage, surveyArch } from "@ascent/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadBlueprint, plainBlueprint, surveyBlueprint } from "../../src/blueprint/index.ts";
import { lintContext } from "../../src/lint/index.ts";
import { definition, running, surveyOf } from "../lint/linting.ts";
import { hash } from "../melange/expanding.ts";

const BLUEPRINT = `name: upstream
arches: [x86_64]
parameters: {one: first folder, two: second folder, extra: pipelines}
seeds:
  - {name: alpine, type: alpine, reason: test, repositories: [https://mirror.example/main], keys: []}
stages:
  - name: stage1
    inputs: [seed]
    definitions: [one/*]
    conventions:
      repository-append: true
      strip-origin-name: true
      empty-workspace: true
      source-dir: {headers: ./libc/}
  - name: stage2
    inputs: [stage1]
    definitions: [./two/*.yaml]
    conventions: {pipeline-dir: [extra]}
`;

const FILES: Readonly<Record<string, string>> = {
  "bootstrap.yaml": BLUEPRINT,
  "one/libc.yaml": definition("libc"),
  "one/headers.yaml": definition("headers"),
  "one/libc/patch": "+",
  "two/app.yaml": definition("app", "pipeline: [{uses: beside}, {uses: built-in}, {uses: last}]", { needs: ["libc"] }),
  "two/app/file": "beside",
  "two/pipelines/beside.yaml": "pipeline: [{runs: beside}]\n",
  "extra/last.yaml": "pipeline: [{runs: last}]\n",
  "extra/built-in.yaml": "pipeline: [{runs: shadowed}]\n",
};

function listed(changes: Readonly<Record<string, string | undefined>> = {}) {
  const entries = Object.entries({ ...FILES, ...changes }).filter(([, text]) => text !== undefined);
  return new Map(entries.map(([path, text]) => [path, { bytes: Buffer.from(text ?? ""), executable: false }]));
}

const pipelines = new Map([["built-in", "pipeline: [{runs: built-in}]\n"]]);

function survey(changes: Readonly<Record<string, string | undefined>> = {}) {
  const surveyed = surveyBlueprint({ files: listed(changes), pipelines, hash });
  if (!surveyed.ok) throw new Error(surveyed.defects.map(({ message }) => message).join("\n"));
  return surveyed.value;
}

function recipe(name: string, changes: Readonly<Record<string, string | undefined>> = {}) {
  const recipes = [...survey(changes).recipesFor("x86_64").recipes.values()].flat();
  const found = recipes.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no recipe ${name}`);
  return found;
}

const WITHOUT_ONE = { "one/libc.yaml": undefined, "one/headers.yaml": undefined, "one/libc/patch": undefined };

describe("a folder that a blueprint leaves open", () => {
  test("holds the definitions of its stages once it is given", () => {
    const { blueprint } = survey();
    expect(blueprint.stages.map(({ definitions }) => definitions.map(({ value }) => value))).toEqual([
      ["one/headers.yaml", "one/libc.yaml"],
      ["two/app.yaml"],
    ]);
  });

  test("makes its stage one that is taken on trust while it is not given", () => {
    expect(survey(WITHOUT_ONE).blueprint.stages.map(({ assumed }) => assumed)).toEqual([true, undefined]);
  });

  test("must be given before anything is built", () => {
    const loaded = loadBlueprint(listed(WITHOUT_ONE), pipelines, hash);
    expect(loaded.ok ? [] : loaded.defects.map(({ code, place }) => `${formatPlace(place)} ${code}`)).toEqual([
      "bootstrap.yaml:7:11 parameter-not-given",
    ]);
    expect(loadBlueprint(listed(), pipelines, hash).ok).toBe(true);
  });

  test("cannot have the name of a folder with a meaning", () => {
    const files = listed({ "bootstrap.yaml": BLUEPRINT.replace("extra: pipelines", "pipelines: x") });
    const surveyed = surveyBlueprint({ files, pipelines, hash });
    expect(surveyed.ok ? [] : surveyed.defects.map(({ code }) => code)).toEqual(["reserved-name"]);
  });
});

describe("a Makefile's conventions", () => {
  test("say which folder a definition starts with, and that the others start with none", () => {
    expect(recipe("headers").files.map(({ path }) => path)).toEqual(["patch"]);
    expect(recipe("libc").files).toEqual([]);
    expect(recipe("app").files.map(({ path }) => path)).toEqual(["file"]);
    const open = BLUEPRINT.replace("empty-workspace: true", "empty-workspace: false");
    expect(recipe("libc", { "bootstrap.yaml": open }).files.map(({ path }) => path)).toEqual(["patch"]);
  });

  test("say where further pipelines are: after those beside the definition, the blueprint's and the built-in ones", () => {
    const scripts = (changes = {}) => recipe("app", changes).packages[0].steps.map(({ runs }) => runs);
    expect(scripts()).toEqual(["beside", "built-in", "last"]);
    expect(scripts({ "pipelines/built-in.yaml": "pipeline: [{runs: own}]\n" })).toEqual(["beside", "own", "last"]);
  });

  test("say where pipelines are of which those that nothing names are not read", () => {
    const unnamed = {
      executable: false,
      get bytes(): Uint8Array {
        throw new Error("it was read");
      },
    };
    const files = new Map([...listed(), ["two/pipelines/unnamed.yaml", unnamed], ["extra/unnamed.yaml", unnamed]]);
    const surveyed = surveyBlueprint({ files, pipelines, hash });
    const found = surveyed.ok ? surveyed.value.recipesFor("x86_64") : undefined;
    expect(found?.defects).toEqual([]);
    expect(found?.recipes.get("stage2")).toHaveLength(1);
  });

  test("say where pipelines are of which one that is no text is told, whoever names it", () => {
    const noText = { bytes: Uint8Array.of(0xff, 0xfe), executable: false };
    for (const [file, own] of Object.entries({ "pipelines/own.yaml": 1, "two/pipelines/beside.yaml": 0 })) {
      const surveyed = surveyBlueprint({ files: new Map([...listed(), [file, noText]]), pipelines, hash });
      if (!surveyed.ok) throw new Error(JSON.stringify(surveyed.defects));
      const told = [...surveyed.value.defects, ...surveyed.value.recipesFor("x86_64").defects];
      expect(surveyed.value.defects).toHaveLength(own);
      expect(told.map(({ place, code }) => `${place.file} ${code}`)).toEqual([`${file} not-utf8`]);
    }
  });

  test("cannot keep a stage from resolving from itself", () => {
    const files = listed({
      "bootstrap.yaml": BLUEPRINT.replace("repository-append: true", "repository-append: false"),
    });
    const surveyed = surveyBlueprint({ files, pipelines, hash });
    expect(surveyed.ok ? [] : surveyed.defects.map(({ code }) => code)).toEqual(["unsupported-convention"]);
  });
});

test("a repository can only stand for the seed or a stage", () => {
  const files = listed({ "bootstrap.yaml": `${BLUEPRINT}repositories: {https://example.org: stage3}\n` });
  const surveyed = surveyBlueprint({ files, pipelines, hash });
  expect(surveyed.ok ? [] : surveyed.defects.map(({ code, wayOut }) => `${code} ${wayOut}`)).toEqual([
    'unknown-input Did you mean "stage1" or "stage2"?',
  ]);
});

describe("a broken file", () => {
  test("hides nothing of the others", () => {
    const found = survey({
      "one/broken.yaml": "package: [",
      "one/libc.yaml": definition("libc", running("${{no.such}}")),
    });
    expect(found.defects.map(({ place, code }) => `${formatPlace(place)} ${code}`)).toEqual([
      "one/broken.yaml:1:11 yaml-syntax",
    ]);
    const { recipes, defects } = found.recipesFor("x86_64");
    expect(defects.map(({ code }) => code)).toEqual(["undefined-variable"]);
    expect([...recipes.values()].flat().map(({ name }) => name)).toEqual(["headers", "libc", "app"]);
  });

  test("of any kind leads to a complaint, never to a crash", () => {
    const valid = [...listed()].map(([path, { bytes }]) => [path, bytes.toString()] as const);
    const mutation = fc.record({
      file: fc.constantFrom(...valid.map(([path]) => path)),
      at: fc.nat(2000),
      drop: fc.nat(12),
      put: fc.oneof(
        fc.string({ maxLength: 8 }),
        fc.constantFrom("\t", "{{", "${{", "&a", "*a", "- ", ": ", "\u0000", "\ud800", "|", "seed"),
      ),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const texts = new Map(valid);
        for (const { file, at, drop, put } of mutations) {
          const text = texts.get(file) ?? "";
          const from = at % (text.length + 1);
          texts.set(file, text.slice(0, from) + put + text.slice(from + drop));
        }
        const files = new Map(
          [...texts].map(([path, text]) => [path, { bytes: Buffer.from(text), executable: false }]),
        );
        const surveyed = surveyBlueprint({ files, pipelines, hash });
        if (!surveyed.ok) {
          expect(surveyed.defects.length).toBeGreaterThan(0);
          return;
        }
        const { blueprint, recipesFor } = surveyed.value;
        const { recipes } = recipesFor("x86_64");
        const seed = blueprint.seeds[0]?.name ?? "";
        const plan = surveyArch({ blueprint, seed, arch: "x86_64", recipes, offer: { kind: "assumed" } });
        expect(plan.stages.length).toBeLessThanOrEqual(2);
        const findings = lint(lintContext(surveyed.value, [{ recipes, plan }]));
        expect(findings.every(({ place }) => files.has(place.file))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a folder of definitions alone", () => {
  const files = new Map(
    Object.entries({
      "b.yaml": definition("b"),
      "a.yml": definition("a"),
      ".hidden.yaml": definition("hidden"),
      "renovate.yaml": "extends: []\n",
      "deeper/c.yaml": definition("c"),
      "README.md": "package:\n",
    }).map(([path, text]) => [path, { bytes: Buffer.from(text), executable: false }] as const),
  );

  test("is a stage of what describes a package at its top", () => {
    const text = plainBlueprint("Some Folder!", files) ?? "";
    const surveyed = surveyBlueprint({
      files: new Map([...files, ["bootstrap.yaml", { bytes: Buffer.from(text), executable: false }]]),
      pipelines,
      hash,
    });
    const blueprint = surveyed.ok ? surveyed.value.blueprint : undefined;
    expect(blueprint?.name).toBe("some-folder-");
    expect(blueprint?.stages.map(({ definitions }) => definitions.map(({ value }) => value))).toEqual([
      ["a.yml", "b.yaml"],
    ]);
  });

  test("without any definition is none", () => {
    expect(plainBlueprint("x", new Map([...files].filter(([path]) => !/^[ab]\./.test(path))))).toBeUndefined();
  });
});

describe("a survey of a plan", () => {
  const planned = (files: Readonly<Record<string, string>>, inputs?: Readonly<Record<string, readonly string[]>>) =>
    surveyOf({ files, arches: ["x86_64"], ...(inputs === undefined ? {} : { inputs }) }).arches[0]?.plan;
  const order = (stage: SurveyedStage | undefined) => stage?.builds.map(({ name, wave }) => `${name} ${wave}`);

  test("keeps builds that lack something, with the edges that they have", () => {
    const plan = planned({
      "stage1/base.yaml": definition("base"),
      "stage2/lib.yaml": definition("lib", "", { needs: ["base"] }),
      "stage2/app.yaml": definition("app", "", { needs: ["lib", "base", "nowhere"] }),
    });
    const stage = plan?.stages[1];
    expect(plan?.defects.map(({ code }) => code)).toEqual(["name-not-provided"]);
    expect(stage?.blocked).toEqual(["app"]);
    expect(order(stage)).toEqual(["lib 0", "app 1"]);
    expect(stage?.builds[1]?.edges.map(({ name, input }) => `${name} ${input}`)).toEqual(["base stage1", "lib stage2"]);
  });

  test("tells apart what can be put in order and what cannot", () => {
    const plan = planned({
      "stage1/base.yaml": definition("base"),
      "stage2/a.yaml": definition("a", "", { needs: ["b"] }),
      "stage2/b.yaml": definition("b", "", { needs: ["a"] }),
      "stage2/behind.yaml": definition("behind", "", { needs: ["a", "free"] }),
      "stage2/free.yaml": definition("free", "", { needs: ["base"] }),
    });
    const stage = plan?.stages[1];
    expect(plan?.defects.map(({ code }) => code)).toEqual(["cycle"]);
    expect(order(stage)).toEqual(["free 0"]);
    expect(stage?.unordered.map(({ name }) => name)).toEqual(["a", "b", "behind"]);
  });

  test("takes from a stage that was not given whatever nobody else gives, and counts it as assumed", () => {
    const { survey: surveyed, arches } = surveyOf({
      files: {
        "stage1/x.yaml": definition("x"),
        "stage2/app.yaml": definition("app", "", { needs: ["own", "zlib"] }),
        "stage2/own.yaml": definition("own"),
      },
      definitions: { stage1: "open/*" },
      more: "parameters: {open: elsewhere}\n",
      arches: ["x86_64"],
    });
    const [stage] = arches[0]?.plan.stages ?? [];
    expect(surveyed.blueprint.stages[0]?.assumed).toBe(true);
    expect(stage?.stage).toBe("stage2");
    const edges = stage?.builds.find(({ name }) => name === "app")?.edges;
    expect(edges?.map(({ name, input, assumed }) => `${name} ${input} ${assumed}`)).toEqual([
      "own stage2 false",
      "zlib stage1 true",
    ]);
  });
});
