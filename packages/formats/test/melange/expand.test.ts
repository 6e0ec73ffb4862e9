// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import { canonicalJson } from "@ascent/core";
import { describe, expect, test } from "vitest";
import { defectsOf, expandText, HEAD, hash, line, recipeOf, scripts, told } from "./expanding.ts";

const SHA256 = "ab".repeat(32);
const SHA512 = "cd".repeat(64);
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("pipelines", () => {
  const builtIn = {
    "tool/run": `
name: Documentation
inputs:
  opts: {default: "-o \${{inputs.dir}}"}
  dir: {default: .}
  must: {required: true}
needs: {packages: [tool, "\${{inputs.must}}-dev"]}
pipeline:
  - runs: run \${{inputs.opts}} \${{inputs.must}}
  - name: clean up
    runs: clean
`,
    outer: `
inputs:
  opts: {default: outer}
pipeline:
  - uses: tool/run
    with: {opts: "\${{inputs.opts}}!", must: m}
`,
  };

  test("uses: becomes the pipeline's scripts, with inputs given or by default", () => {
    const text = `${HEAD}pipeline:\n  - uses: tool/run\n    with: {must: "\${{package.name}}"}\n`;
    expect(recipeOf(text, { builtIn }).packages[0].steps).toEqual([
      {
        label: "tool/run",
        runs: "run -o . p",
        workingDirectory: "/home/build",
        environment: {},
        place: { file: "p.yaml", line: 5, column: 5 },
      },
      {
        label: "clean up",
        runs: "clean",
        workingDirectory: "/home/build",
        environment: {},
        place: { file: "p.yaml", line: 5, column: 5 },
      },
    ]);
  });

  test("a pipeline may use another, forwarding its own inputs by the same name", () => {
    const text = `${HEAD}pipeline:\n  - uses: outer\n    with: {opts: given}\n`;
    expect(scripts(text, { builtIn })).toEqual(["run given! m", "clean"]);
    expect(scripts(`${HEAD}pipeline:\n  - uses: outer\n`, { builtIn })[0]).toBe("run outer! m");
  });

  test("an input given empty has its default", () => {
    const text = `${HEAD}pipeline:\n  - uses: tool/run\n    with: {must: x, dir: ""}\n`;
    expect(scripts(text, { builtIn })[0]).toBe("run -o . x");
  });

  test("the blueprint's own pipeline wins over the built-in one", () => {
    const own = { "tool/run": "pipeline:\n  - runs: mine\n" };
    expect(scripts(`${HEAD}pipeline:\n  - uses: tool/run\n`, { own, builtIn })).toEqual(["mine"]);
  });

  test("needs of every pipeline that runs join the environment, sorted, each once, and no other's", () => {
    const text = `${HEAD}environment:
  contents:
    packages: [zlib, "\${{vars.lib}}", tool]
vars: {lib: acl}
pipeline:
  - uses: tool/run
    with: {must: m}
  - if: "'a' == 'b'"
    needs: {packages: [never]}
    runs: x
  - needs: {packages: [own]}
    runs: x
`;
    const { environment } = recipeOf(text, {
      builtIn,
      stage: { packages: [{ value: "bash", place: { file: "bootstrap.yaml", line: 9, column: 3 } }] },
    });
    expect(environment.packages.map(({ value }) => value)).toEqual(["acl", "bash", "m-dev", "own", "tool", "zlib"]);
    expect(environment.packages[4]?.place).toEqual({ file: "p.yaml", line: 6, column: 39 });
    expect(environment.packages[2]?.place).toMatchObject({ file: "built-in pipelines/tool/run.yaml", line: 7 });
  });

  test.each([
    [
      "  - uses: tool/rum\n    with: {must: x}\n",
      'p.yaml:5:11 unknown-pipeline: There is no pipeline "tool/rum", neither in the blueprint\'s pipelines/ folder nor built in. Did you mean "tool/run"?',
    ],
    [
      "  - uses: tool/run\n",
      'p.yaml:5:11 pipeline-input-missing: The pipeline "tool/run" needs its input "must" (declared at built-in pipelines/tool/run.yaml:6:3), which is not given or empty. Add "must:" under "with:".',
    ],
    [
      '  - uses: tool/run\n    with:\n      must: ""\n',
      'p.yaml:7:13 pipeline-input-missing: The pipeline "tool/run" needs its input "must"',
    ],
    [
      "  - uses: tool/run\n    with:\n      must: x\n      opt: y\n",
      'p.yaml:8:7 pipeline-input-unknown: The pipeline "tool/run" has no input "opt", so nothing would come of it. Did you mean "opts"?',
    ],
    [
      "  - runs: x\n    with: {a: b}\n",
      'p.yaml:5:5 ambiguous-step: This step has "with:" but no "uses:" that would take it.',
    ],
    ["  - runs: x\n    uses: outer\n", 'p.yaml:5:5 ambiguous-step: This step has both "uses:" and "runs:"'],
    ["  - uses: broken\n", "pipelines/broken.yaml:1:8 yaml-syntax"],
    ["  - uses: loop\n", 'pipelines/loop.yaml:2:11 pipeline-cycle: The pipeline "loop" uses itself: loop → loop.'],
    ["  - uses: wrong\n", 'pipelines/wrong.yaml:2:13 undefined-variable: There is no variable "inputs.dir" here.'],
  ])("%j is told with its place and a way out", (steps, expected) => {
    const own = {
      broken: "runs: a: b",
      loop: "pipeline:\n  - uses: loop\n",
      wrong: "pipeline:\n  - runs: x ${{inputs.dir}}\n",
    };
    expect(defectsOf(`${HEAD}pipeline:\n${steps}`, { builtIn, own }).map(line).join("\n")).toContain(expected);
  });

  test("working directory and environment are inherited, and their own ones win", () => {
    const text = `${HEAD}pipeline:
  - working-directory: sub/./dir
    environment: {A: "1", B: "\${{package.name}}"}
    pipeline:
      - runs: x
      - runs: y
        working-directory: /abs/../other
        environment: {A: "2"}
`;
    const steps = recipeOf(text).packages[0].steps;
    expect(steps.map(({ workingDirectory, environment }) => ({ workingDirectory, environment }))).toEqual([
      { workingDirectory: "/home/build/sub/dir", environment: { A: "1", B: "p" } },
      { workingDirectory: "/other", environment: { A: "2", B: "p" } },
    ]);
  });

  test("required-steps counts the steps inside whose conditions hold", () => {
    const step = (wanted: number) => `${HEAD}pipeline:
  - assertions: {required-steps: ${wanted}}
    pipeline:
      - if: \${{build.arch}} == 'x86_64'
        runs: x
      - if: \${{build.arch}} == 'aarch64'
        runs: y
`;
    expect(scripts(step(1))).toEqual(["x"]);
    expect(told(step(2))).toEqual(["p.yaml:5:17 required-steps"]);
  });

  test("a step without a script is no step", () => {
    expect(scripts(`${HEAD}pipeline:\n  - name: nothing\n  - runs: "  "\n  - runs: x\n`)).toEqual(["x"]);
  });
});

describe("packages", () => {
  test("subpackages stand for themselves, once per item of their range, by key", () => {
    const text = `${HEAD}data:
  - name: langs
    items: {zz: "Last \${{package.name}}", aa: First}
subpackages:
  - range: langs
    name: \${{package.name}}-\${{range.key}}
    description: \${{range.value}}
    if: \${{range.key}} != 'no'
    pipeline:
      - runs: mv \${{targets.destdir}} \${{targets.subpkgdir}} \${{targets.contextdir}} \${{subpkg.name}} \${{context.name}}
`;
    const packages = recipeOf(text).packages;
    expect(packages.map(({ name, description }) => [name, description])).toEqual([
      ["p", ""],
      ["p-aa", "First"],
      ["p-zz", "Last p"],
    ]);
    expect(packages[1]?.steps[0]?.runs).toBe(
      "mv /home/build/melange-out/p /home/build/melange-out/p-aa /home/build/melange-out/p-aa p-aa p-aa",
    );
  });

  test("a subpackage whose condition does not hold is left out, though its folder has a name", () => {
    const text = `${HEAD}pipeline:
  - runs: \${{targets.package.p-doc}}
subpackages:
  - name: p-doc
    if: \${{build.arch}} == 'aarch64'
    pipeline: [{uses: nothing}]
`;
    const recipe = recipeOf(text);
    expect(recipe.packages.map(({ name }) => name)).toEqual(["p"]);
    expect(recipe.packages[0].steps[0]?.runs).toBe("/home/build/melange-out/p-doc");
  });

  test("everything that a package says of itself is evaluated", () => {
    const text = `package:
  name: p
  version: 1.2.3
  epoch: 4
  description: A \${{package.name}}
  url: https://example.org/\${{package.version}}
  timeout: 1h30m
  copyright:
    - license: MIT OR Apache-2.0
      attestation: " someone "
      paths: ["*"]
    - license: Public Domain
    - license: MIT OR Apache-2.0
  dependencies:
    runtime: [a, "", "b=\${{package.full-version}}"]
    provides: ["q=\${{package.version}}"]
    replaces: [r]
    provider-priority: \${{package.epoch}}
    replaces-priority: -1
  options: {no-commands: true}
  scriptlets:
    post-install: |
      #!/bin/sh
      echo \${{package.name}}
    trigger: {script: "#!/bin/sh", paths: ["/usr/\${{package.name}}"]}
  setcap:
    - path: /usr/bin/p
      add: {"cap_net_raw,cap_net_admin": "+ep"}
      reason: pings
subpackages:
  - name: p-doc
`;
    const [main, doc] = recipeOf(text).packages;
    expect(main).toMatchObject({
      description: "A p",
      url: "https://example.org/1.2.3",
      license: "(MIT OR Apache-2.0) AND LicenseRef-Public-Domain",
      runtime: [
        { value: "a", place: { line: 15, column: 15 } },
        { value: "b=1.2.3-r4", place: { line: 15, column: 22 } },
      ],
      provides: [{ value: "q=1.2.3" }],
      replaces: [{ value: "r" }],
      providerPriority: 4,
      replacesPriority: -1,
      options: { noCommands: true, noDepends: false },
      scriptlets: { postInstall: "#!/bin/sh\necho p\n", trigger: { script: "#!/bin/sh", paths: ["/usr/p"] } },
      capabilities: [{ path: "/usr/bin/p", add: { "cap_net_raw,cap_net_admin": "+ep" } }],
    });
    expect(main.copyrights[0]).toEqual({ license: "MIT OR Apache-2.0", attestation: "someone", paths: ["*"] });
    expect(doc).toMatchObject({ license: main.license, url: main.url, description: "", runtime: [] });
    expect(recipeOf(text)).toMatchObject({ version: "1.2.3", epoch: 4, timeoutSeconds: 5400 });
  });

  test.each([
    ["package: {name: -p, version: 1}\n", "p.yaml:1:17 bad-package-name"],
    ["package: {name: p, version: v1}\n", "p.yaml:1:29 bad-version"],
    ["package: {name: p, version: 1, timeout: soon}\n", "p.yaml:1:41 bad-duration"],
    ["package: {name: p, version: 1, dependencies: {provider-priority: x}}\n", "p.yaml:1:66 not-a-number"],
    [
      "package: {name: p, version: 1, setcap: [{path: /x, add: {cap_x: +ep}}]}\n",
      "p.yaml:1:48 capability-without-reason",
    ],
    ["package: {name: p, version: 1, setcap: [{path: /x, add: {x: +ep}, reason: r}]}\n", "p.yaml:1:58 bad-capability"],
    [`${HEAD}subpackages: [{name: p}]\n`, "p.yaml:4:22 name-provided-twice"],
    [`${HEAD}subpackages: [{name: q, range: r}]\n`, "p.yaml:4:32 unknown-range"],
    [`${HEAD}subpackages: [{name: "\${{range.key}}"}]\n`, "p.yaml:4:23 undefined-variable"],
    [`${HEAD}environment: {environment: {SOURCE_DATE_EPOCH: now}}\n`, "p.yaml:4:48 bad-source-date-epoch"],
  ])("%j is told with its place", (text, expected) => {
    expect(told(text)).toContain(expected);
  });
});

describe("arches", () => {
  test.each([
    ["[]", true],
    ["[all]", true],
    ["[x86_64]", true],
    ["[amd64]", true],
    ["[aarch64]", false],
    ["[arm64, riscv64]", false],
  ])("target-architecture %s is for x86_64: %s", (arches, isFor) => {
    const expanded = expandText(`${HEAD}  target-architecture: ${arches}\n`);
    expect(expanded.ok && expanded.value.kind).toBe(isFor ? "recipe" : "other-arch");
  });
});

describe("environment", () => {
  test("the definition's variables win over the stage's, and SOURCE_DATE_EPOCH is taken from there", () => {
    const text = `${HEAD}environment: {environment: {CC: "\${{host.triplet.gnu}}-gcc"}}\n`;
    const stage = { environment: { CC: "cc", PATH: "/x", SOURCE_DATE_EPOCH: "315532800" } };
    const recipe = recipeOf(text, { stage });
    expect(recipe.environment.variables).toEqual({
      CC: "x86_64-pc-linux-gnu-gcc",
      PATH: "/x",
      SOURCE_DATE_EPOCH: "315532800",
    });
    expect(recipe.sourceDateEpoch).toBe(315_532_800);
    expect(recipeOf(text).sourceDateEpoch).toBe(0);
  });

  test("repositories that a definition names are passed on with their places", () => {
    const text = `${HEAD}environment: {contents: {repositories: [https://example.org/r]}}\n`;
    expect(recipeOf(text).repositories).toEqual([
      { value: "https://example.org/r", place: { file: "p.yaml", line: 4, column: 41 } },
    ]);
  });

  test("files in the folder beside the definition that has the package's name come along", () => {
    const files = {
      "a/p.yaml": "",
      "a/p/x.patch": "x",
      "a/p/sub/run.sh": "y",
      "a/p2/other": "",
      "a/p.d": "",
      "p/elsewhere": "",
    };
    const recipe = recipeOf(HEAD, { files, file: "a/p.yaml" });
    expect(recipe.files).toEqual([
      { path: "sub/run.sh", digest: hash("y"), executable: true },
      { path: "x.patch", digest: hash("x"), executable: false },
    ]);
    expect(recipe.definition).toEqual({ file: "a/p.yaml", digest: hash(HEAD) });
  });

  test("the same request gives the same recipe, byte for byte", () => {
    const text = `${HEAD}vars: {b: x, a: "\${{vars.b}}"}\npipeline:\n  - runs: \${{vars.a}}\n`;
    expect(canonicalJson(recipeOf(text))).toBe(canonicalJson(recipeOf(text)));
  });
});

describe("sources", () => {
  const builtIn = {
    fetch: `
inputs: {uri: {required: true}, expected-sha256: {}, expected-sha512: {}, expected-none: {}}
pipeline:
  - runs: unpack \${{source.file}} \${{source.name}}
`,
    "git-checkout": `
inputs: {repository: {required: true}, expected-commit: {}, tag: {}, branch: {}, cherry-picks: {}, recurse-submodules: {default: "false"}}
pipeline:
  - runs: unpack \${{source.file}}
`,
  };
  const fetch = (uri: string, more = `expected-sha256: ${SHA256}`) =>
    `  - uses: fetch\n    with:\n      uri: ${JSON.stringify(uri)}\n      ${more}\n`;
  const git = (more: string) =>
    `  - uses: git-checkout\n    with:\n      repository: https://example.org/x.git\n${more}`;
  const of = (steps: string, given = {}) => recipeOf(`${HEAD}pipeline:\n${steps}`, { builtIn, ...given });

  test("a fetch is brought in by its hash, and its script finds the file", () => {
    const recipe = of(fetch("https://example.org/p-${{package.version}}.tar.gz"));
    expect(recipe.sources).toEqual([
      {
        kind: "fetch",
        uri: "https://example.org/p-1.2.3.tar.gz",
        algorithm: "sha256",
        expected: SHA256,
        fileName: "p-1.2.3.tar.gz",
        place: { file: "p.yaml", line: 5, column: 5 },
      },
    ]);
    expect(recipe.packages[0].steps[0]?.runs).toBe("unpack /var/cache/melange/sources/p-1.2.3.tar.gz p-1.2.3.tar.gz");
  });

  test("a SHA-512 will do", () => {
    const [source] = of(fetch("https://example.org/a", `expected-sha512: ${SHA512.toUpperCase()}`)).sources;
    expect(source).toMatchObject({ algorithm: "sha512", expected: SHA512 });
  });

  test("two sources with one file name get two names that end alike; the same source is one", () => {
    const other = `expected-sha256: ${"12".repeat(32)}`;
    const recipe = of(
      fetch("https://a.example/v1.tar.gz") +
        fetch("https://b.example/v1.tar.gz", other) +
        fetch("https://a.example/v1.tar.gz"),
    );
    expect(recipe.sources.map(({ fileName }) => fileName)).toEqual(["v1.tar.gz", "2-v1.tar.gz"]);
    expect(recipe.packages[0].steps.map(({ runs }) => runs)).toEqual([
      "unpack /var/cache/melange/sources/v1.tar.gz v1.tar.gz",
      "unpack /var/cache/melange/sources/2-v1.tar.gz v1.tar.gz",
      "unpack /var/cache/melange/sources/v1.tar.gz v1.tar.gz",
    ]);
  });

  test("a file name never leads out of the folder of sources", () => {
    for (const uri of [
      "https://example.org/a?x=../../etc/passwd",
      "https://example.org/%2e%2e",
      "https://example.org/a;b",
    ]) {
      for (const { fileName } of of(fetch(uri)).sources) expect(fileName).toMatch(/^[A-Za-z0-9._+~@=,%-]+$/);
    }
  });

  test("a checkout is brought in by its commit", () => {
    const more = `      expected-commit: ${COMMIT}\n      tag: v\${{package.version}}\n      recurse-submodules: true\n`;
    expect(of(git(more)).sources).toEqual([
      {
        kind: "git",
        repository: "https://example.org/x.git",
        commit: COMMIT,
        tag: "v1.2.3",
        submodules: true,
        fileName: "x-0123456789ab.tar",
        place: { file: "p.yaml", line: 5, column: 5 },
      },
    ]);
  });

  test("a fetch of the blueprint's own is a pipeline like any other", () => {
    const own = { fetch: "inputs: {uri: {}, expected-sha256: {}}\npipeline:\n  - runs: mine\n" };
    expect(of(fetch("https://example.org/a"), { own }).sources).toEqual([]);
  });

  test.each([
    [fetch("https://example.org/a", "expected-none: true"), "source-without-checksum"],
    [fetch("https://example.org/a", 'expected-sha256: ""'), "source-without-checksum"],
    [fetch("https://example.org/a", "expected-sha256: abc"), "bad-checksum"],
    [fetch("https://example.org/a", `expected-sha256: ${"zz".repeat(32)}`), "bad-checksum"],
    [fetch("https://example.org/a", `expected-sha512: ${SHA256}`), "bad-checksum"],
    [fetch("ftp://example.org/a"), "bad-uri"],
    [fetch("file:///etc/passwd"), "bad-uri"],
    [fetch("https://example.org/"), "bad-uri"],
    [fetch("https://example.org/.."), "bad-uri"],
    [fetch("https://example.org/a'; rm -rf /"), "bad-uri"],
    [git("      tag: v1\n"), "git-checkout-without-commit"],
    [git("      expected-commit: v1\n"), "bad-checksum"],
    [
      git(`      expected-commit: ${COMMIT}\n      cherry-picks: |\n        # none\n        main/${COMMIT}: why\n`),
      "cherry-picks-unsupported",
    ],
  ])("%j is refused at its step", (steps, code) => {
    expect(told(`${HEAD}pipeline:\n${steps}`, { builtIn })).toEqual([`p.yaml:5:5 ${code}`]);
  });

  test("commented cherry-picks are none", () => {
    expect(of(git(`      expected-commit: ${COMMIT}\n      cherry-picks: |\n        # none\n`)).sources).toHaveLength(
      1,
    );
  });
});
