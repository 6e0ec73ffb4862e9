// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import { formatPlace } from "@ascent/core";
import { describe, expect, test } from "vitest";
import { loadBlueprint, parseBlueprint } from "../../src/blueprint/index.ts";
import { parseSize } from "../../src/blueprint/units.ts";
import { parseDuration } from "../../src/melange/duration.ts";
import { hash } from "../melange/expanding.ts";

const KEY = "ab".repeat(32);

const BOOTSTRAP = `name: mini
description: >-
  Two stages.
arches: [x86_64, aarch64]
seeds:
  - name: alpine
    type: alpine
    reason: small
    lock: alpine.lock.json
    repositories: [https://example.org/v3/main/]
    keys:
      - {name: a.rsa.pub, file: keys/a.rsa.pub}
      - {name: b.rsa.pub, url: https://example.org/b, sha256: ${KEY}}
    aliases:
      build-base: [gcc, musl-dev]
  - name: debian
    type: debian
    suite: host
    reason: here
stages:
  - name: stage1
    inputs: [seed]
    environment: {CC: cc, N: 1}
    packages: [busybox]
    definitions: [a.yaml]
  - name: final
    inputs: [stage1]
    definitions: [more/*]
policies:
  require: fixed-point
  limits: {seconds: 30m, memory: 2GiB, processes: 512, disk: 1.5GiB, log: 1000}
sources:
  - source: ${KEY}
    debian: {package: a, file: a_1.orig.tar.gz}
    mirrors: [https://mirror.example/a]
`;

const DEFINITION = (name: string) => `package: {name: ${name}, version: 1}\npipeline: [{uses: own}]\n`;

const FILES: Readonly<Record<string, string>> = {
  "bootstrap.yaml": BOOTSTRAP,
  "keys/a.rsa.pub": "key",
  "a.yaml": DEFINITION("a"),
  "more/c.yaml": DEFINITION("c"),
  "more/B.yaml": DEFINITION("b"),
  "more/README.md": "",
  "more/deeper/d.yaml": "not looked at: [",
  "pipelines/own.yaml": "pipeline:\n  - runs: own\n",
};

function files(changes: Readonly<Record<string, string | Uint8Array | undefined>> = {}) {
  const entries = Object.entries({ ...FILES, ...changes }).filter(([, content]) => content !== undefined);
  return new Map(entries.map(([path, content]) => [path, { bytes: Buffer.from(content ?? ""), executable: false }]));
}

function parsed(text: string) {
  return parseBlueprint(files({ "bootstrap.yaml": text }));
}

function told(text: string): string[] {
  const result = parsed(text);
  return (result.ok ? result.warnings : result.defects).map(({ place, code }) => `${formatPlace(place)} ${code}`);
}

function replaced(from: string | RegExp, to: string): string {
  const text = BOOTSTRAP.replace(from, to);
  expect(text).not.toBe(BOOTSTRAP);
  return text;
}

describe("bootstrap.yaml", () => {
  test("everything in it is read", () => {
    const result = parsed(BOOTSTRAP);
    expect(result.ok && result.value).toEqual({
      name: "mini",
      description: "Two stages.",
      arches: ["x86_64", "aarch64"],
      seeds: [
        {
          type: "alpine",
          name: "alpine",
          reason: "small",
          lock: "alpine.lock.json",
          repositories: ["https://example.org/v3/main"],
          keys: [
            { kind: "file", name: "a.rsa.pub", file: "keys/a.rsa.pub" },
            { kind: "url", name: "b.rsa.pub", url: "https://example.org/b", sha256: KEY },
          ],
          aliases: new Map([["build-base", ["gcc", "musl-dev"]]]),
          place: { file: "bootstrap.yaml", line: 6, column: 11 },
        },
        {
          type: "debian",
          name: "debian",
          reason: "here",
          suite: "host",
          aliases: new Map(),
          place: { file: "bootstrap.yaml", line: 16, column: 11 },
        },
      ],
      stages: [
        {
          name: "stage1",
          inputs: [{ value: "seed", place: { file: "bootstrap.yaml", line: 22, column: 14 } }],
          definitions: [{ value: "a.yaml", place: { file: "bootstrap.yaml", line: 25, column: 19 } }],
          environment: { CC: "cc", N: "1" },
          packages: [{ value: "busybox", place: { file: "bootstrap.yaml", line: 24, column: 16 } }],
          place: { file: "bootstrap.yaml", line: 21, column: 11 },
        },
        {
          name: "final",
          inputs: [{ value: "stage1", place: { file: "bootstrap.yaml", line: 27, column: 14 } }],
          // Code-unit order: capitals first.
          definitions: ["more/B.yaml", "more/c.yaml"].map((value) => ({
            value,
            place: { file: "bootstrap.yaml", line: 28, column: 19 },
          })),
          environment: {},
          packages: [],
          place: { file: "bootstrap.yaml", line: 26, column: 11 },
        },
      ],
      policies: {
        require: "fixed-point",
        limits: {
          seconds: 1800,
          memoryBytes: 2 * 2 ** 30,
          processes: 512,
          diskBytes: 1.5 * 2 ** 30,
          logBytes: 1000,
        },
      },
      sources: [
        { source: KEY, debian: { package: "a", file: "a_1.orig.tar.gz" }, mirrors: ["https://mirror.example/a"] },
      ],
      place: { file: "bootstrap.yaml", line: 1, column: 1 },
    });
  });

  test("accepted residue of the seed is read with its reason and its place", () => {
    const exceptions = `  residue:
    exceptions:
      - {package: "gcc*", path: /usr/lib/gcc/**, kind: linked-code, detail: "crtbegin*.o", reason: " same upstream "}
      - {package: sed, path: usr/bin/sed, kind: triplet, reason: shown by --version}
sources:`;
    const result = parsed(BOOTSTRAP.replace("sources:", exceptions));
    expect(result.ok && result.value.policies.residue).toEqual({
      exceptions: [
        {
          package: "gcc*",
          path: "usr/lib/gcc/**",
          kind: "linked-code",
          detail: "crtbegin*.o",
          reason: "same upstream",
          place: { file: "bootstrap.yaml", line: 34, column: 19 },
        },
        {
          package: "sed",
          path: "usr/bin/sed",
          kind: "triplet",
          reason: "shown by --version",
          place: { file: "bootstrap.yaml", line: 35, column: 19 },
        },
      ],
    });
  });

  test.each([
    ["kind: triplets, reason: x", "bootstrap.yaml:34:41 unknown-residue-kind"],
    ["kind: triplet", "bootstrap.yaml:34:11 missing-key"],
    ['kind: triplet, reason: " "', "bootstrap.yaml:34:58 empty-reason"],
    ["kind: triplet, reason: x, why: y", "bootstrap.yaml:34:61 unknown-key"],
  ])("an exception with {%s} is no exception", (rest, expected) => {
    const text = `  residue:\n    exceptions:\n        - {package: sed, path: a, ${rest}}\nsources:`;
    expect(told(BOOTSTRAP.replace("sources:", text))).toEqual([expected]);
  });

  test("limits and policies have defaults", () => {
    const result = parsed(BOOTSTRAP.replace(/policies:[\s\S]*?sources:/, "sources:"));
    expect(result.ok && result.value.policies).toMatchObject({ require: "resolved", limits: { seconds: 3600 } });
  });

  test.each([
    ["arches: [x86_64, aarch64]", "arches: [x86]", "bootstrap.yaml:4:10 unknown-arch"],
    ["arches: [x86_64, aarch64]", "arches: []", "bootstrap.yaml:4:1 no-arches"],
    [/stages:[\s\S]*?policies:/, "stages: []\npolicies:", "bootstrap.yaml:20:1 no-stages"],
    [/seeds:[\s\S]*?stages:/, "seeds: []\nstages:", "bootstrap.yaml:5:1 no-seeds"],
    ["name: mini", "name: Mini Mi", "bootstrap.yaml:1:7 bad-name"],
    ["name: mini", "nam: mini", "bootstrap.yaml:1:1 unknown-key"],
    ["type: debian", "type: debain", "bootstrap.yaml:17:11 unknown-seed-type"],
    ["    type: debian\n", "", "bootstrap.yaml:16:5 missing-key"],
    ["suite: host", "keys: []", "bootstrap.yaml:18:5 unknown-key"],
    ["name: debian", "name: alpine", "bootstrap.yaml:16:11 duplicate-seed"],
    ["reason: here", "why: here", "bootstrap.yaml:16:5 missing-key"],
    ["file: keys/a.rsa.pub", "file: keys/z.rsa.pub", "bootstrap.yaml:12:33 file-missing"],
    ["file: keys/a.rsa.pub", "url: https://example.org/a", "bootstrap.yaml:12:16 key-without-origin"],
    [`sha256: ${KEY}`, "sha256: 12", "bootstrap.yaml:13:63 bad-checksum"],
    ["https://example.org/v3/main/", "ftp://example.org/v3", "bootstrap.yaml:10:20 bad-uri"],
    ["name: final", "name: stage1", "bootstrap.yaml:26:11 duplicate-stage"],
    ["name: stage1", "name: seed", "bootstrap.yaml:21:11 reserved-name"],
    ["inputs: [stage1]", "inputs: [stage2]", "bootstrap.yaml:27:14 unknown-input"],
    ["inputs: [stage1]", "inputs: [final]", "bootstrap.yaml:27:14 unknown-input"],
    ["inputs: [stage1]", "inputs: []", "bootstrap.yaml:26:11 stage-without-inputs"],
    ["inputs: [stage1]", "inputs: [stage1, stage1]", "bootstrap.yaml:27:22 duplicate-input"],
    ["[a.yaml]", "[b.yaml]", "bootstrap.yaml:25:19 definition-missing"],
    ["[a.yaml]", "[../a.yaml]", "bootstrap.yaml:25:19 definition-missing"],
    ["[a.yaml]", "[none/*]", "bootstrap.yaml:25:19 definition-missing"],
    ["[a.yaml]", "[a.yaml, ./a.yaml]", "bootstrap.yaml:25:27 definition-twice"],
    ["[more/*]", "[more/c.yaml, more/*.yaml]", "bootstrap.yaml:28:32 definition-twice"],
    ["[a.yaml]", "[]", "bootstrap.yaml:21:11 stage-without-definitions"],
    ["require: fixed-point", "require: fixedpoint", "bootstrap.yaml:30:12 unknown-rung"],
    ["seconds: 30m", "seconds: soon", "bootstrap.yaml:31:21 bad-duration"],
    ["memory: 2GiB", "memory: 2 apples", "bootstrap.yaml:31:34 bad-size"],
    ["processes: 512", "processes: 0", "bootstrap.yaml:31:51 not-a-number"],
    ["inputs: [stage1]", "inputs: [stage1, seed]", "bootstrap.yaml:27:22 final-stage-uses-seed"],
    ["inputs: [stage1]", "inputs: [seed]", "bootstrap.yaml:21:11 stage-unused"],
  ])("%s as %s is told: %s", (from, to, expected) => {
    expect(told(replaced(from, to))).toContain(expected);
  });

  test("what hardly can be meant is a warning, and the blueprint is read all the same", () => {
    const result = parsed(replaced("inputs: [stage1]", "inputs: [stage1, seed]"));
    expect(result.ok && result.warnings.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test("an unknown input names what could be meant", () => {
    const result = parsed(replaced("inputs: [stage1]", "inputs: [stgae1]"));
    expect(!result.ok && result.defects[0]?.wayOut).toBe('Did you mean "stage1"?');
  });

  test("a blueprint without bootstrap.yaml, or with one that is no text, is told so", () => {
    for (const [content, code] of [
      [undefined, "blueprint-file-missing"],
      [Uint8Array.of(0xff, 0xfe), "not-utf8"],
      ["a: [", "yaml-syntax"],
    ] as const) {
      const result = parseBlueprint(files({ "bootstrap.yaml": content }));
      expect(!result.ok && result.defects.map((defect) => defect.code)).toEqual([code]);
    }
  });
});

describe("a whole blueprint", () => {
  const load = (changes = {}) => loadBlueprint(files(changes), new Map(), hash);

  test("recipes come by stage, in the blueprint's order, with the blueprint's own pipelines", () => {
    const loaded = load();
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.defects));
    const recipes = loaded.value.recipesFor("aarch64");
    if (!recipes.ok) throw new Error(JSON.stringify(recipes.defects));
    expect([...recipes.value].map(([stage, list]) => [stage, list.map(({ name }) => name)])).toEqual([
      ["stage1", ["a"]],
      ["final", ["b", "c"]],
    ]);
    const [a] = recipes.value.get("stage1") ?? [];
    expect(a).toMatchObject({ arch: "aarch64", stage: "stage1", environment: { variables: { CC: "cc", N: "1" } } });
    expect(a?.packages[0].steps.map(({ runs }) => runs)).toEqual(["own"]);
    expect(a?.environment.packages).toEqual([
      { value: "busybox", place: { file: "bootstrap.yaml", line: 24, column: 16 } },
    ]);
  });

  test("a definition that is not for the arch is left out of it", () => {
    const loaded = load({ "a.yaml": "package: {name: a, version: 1, target-architecture: [x86_64]}\n" });
    if (!loaded.ok) throw new Error();
    const names = (arch: "x86_64" | "aarch64") => {
      const recipes = loaded.value.recipesFor(arch);
      return recipes.ok ? (recipes.value.get("stage1") ?? []).map(({ name }) => name) : undefined;
    };
    expect([names("x86_64"), names("aarch64")]).toEqual([["a"], []]);
  });

  test("faults of all files are told together, before anything is expanded", () => {
    const loaded = load({ "a.yaml": "pakage: {}\n", "more/c.yaml": "x: [", "pipelines/other.yaml": "runs: {}\n" });
    expect(!loaded.ok && loaded.defects.map(({ place, code }) => `${formatPlace(place)} ${code}`)).toEqual([
      "a.yaml:1:1 missing-key",
      "a.yaml:1:1 unknown-key",
      "more/c.yaml:1:5 yaml-syntax",
      "pipelines/other.yaml:1:7 wrong-kind",
    ]);
  });

  test("two definitions of a stage that make a package of one name are a defect, at the second", () => {
    const loaded = load({ "more/c.yaml": "package: {name: c, version: 1}\nsubpackages: [{name: b}]\n" });
    const recipes = loaded.ok ? loaded.value.recipesFor("x86_64") : undefined;
    expect(recipes?.ok === false && recipes.defects).toMatchObject([
      {
        code: "name-provided-twice",
        place: { file: "more/c.yaml", line: 2, column: 22 },
        message: 'The stage "final" makes the package "b" here and at more/B.yaml:1:17.',
      },
    ]);
  });

  test("the same package in two stages is what stages are for; its faults are told once", () => {
    const again = BOOTSTRAP.replace("[more/*]", "[a.yaml]");
    expect(load({ "bootstrap.yaml": again }).ok).toBe(true);
    const broken = load({
      "bootstrap.yaml": again,
      "a.yaml": "package: {name: a, version: 1}\npipeline: [{runs: '${{x}}'}]\n",
    });
    const recipes = broken.ok ? broken.value.recipesFor("x86_64") : undefined;
    expect(recipes?.ok === false && recipes.defects.map(({ code }) => code)).toEqual(["undefined-variable"]);
  });
});

describe("units", () => {
  test.each([
    ["1", 1],
    ["512B", 512],
    ["1kB", 1000],
    ["1KiB", 1024],
    ["2 GiB", 2147483648],
    ["1.5MiB", 1572864],
    ["0", undefined],
    ["-1", undefined],
    ["1 G i B", undefined],
    ["GiB", undefined],
    ["99999999999TiB", undefined],
  ])("%j is %s bytes", (written, bytes) => {
    expect(parseSize(written)).toBe(bytes);
  });

  test.each([
    ["90s", 90],
    ["1h30m", 5400],
    ["1.5h", 5400],
    ["1ms", 1],
    ["90", undefined],
    ["1d", undefined],
    ["", undefined],
  ])("%j is %s seconds", (written, seconds) => {
    expect(parseDuration(written)).toBe(seconds);
  });
});
