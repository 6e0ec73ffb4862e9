// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import { describe, expect, test } from "vitest";
import { parseDefinition } from "../../src/melange/index.ts";
import { HEAD, line, told } from "./expanding.ts";

const EVERYTHING = `
package:
  name: p
  version: "1.2"
  epoch: 3
  description: d
  annotations: {a: b}
  url: https://example.org
  commit: 0123456789abcdef0123456789abcdef01234567
  target-architecture: [all]
  copyright:
    - license: MIT
      paths: ["*"]
      attestation: Copyright someone
      license-path: LICENSE
      detection-override: MIT
  dependencies: {runtime: [a], provides: [b=1], replaces: [c], provider-priority: 5, replaces-priority: "6"}
  options: {no-provides: true, no-depends: yes, no-commands: on, no-versioned-shlib-deps: false}
  scriptlets:
    trigger: {script: "#!/bin/sh", paths: [/usr/lib]}
    pre-install: a
    post-install: b
    pre-deinstall: c
    post-deinstall: d
    pre-upgrade: e
    post-upgrade: f
  checks: {disabled: [empty]}
  cpe: {part: a, vendor: v, product: p, edition: e, language: l, sw_edition: s, target_sw: t, target_hw: h, other: o}
  setcap:
    - path: /usr/bin/p
      add: {cap_net_raw: "+eip"}
      reason: it pings
  timeout: 45m
  resources: {cpu: "4", cpumodel: x, memory: 8Gi, disk: 10Gi}
  test-resources: {cpu: "1"}
environment:
  contents:
    repositories: [https://example.org/r]
    build_repositories: [https://example.org/b]
    runtime_repositories: [https://example.org/t]
    keyring: [https://example.org/k.rsa.pub]
    runtime_keyring: []
    packages: [busybox]
    baseimage: {image: x}
  environment: {CC: cc}
  accounts: {run-as: build, users: [{username: build, uid: 1000}], groups: []}
  entrypoint: {type: service-bundle}
  cmd: /bin/sh
  stop-signal: SIGTERM
  work-dir: /
  archs: [x86_64]
  paths: []
  vcs-url: x
  annotations: {}
  include: x
  volumes: []
  layering: {}
  format: tar
  certificates: {}
capabilities: {add: [CAP_SYS_ADMIN], drop: []}
pipeline:
  - name: n
    if: \${{build.arch}} == 'x86_64'
    label: l
    working-directory: w
    environment: {A: b}
    needs: {packages: [x]}
    assertions: {required-steps: 1}
    inputs: {i: {description: d, default: x, required: false}}
    pipeline:
      - runs: "true"
  - uses: u
    with: {a: b}
subpackages:
  - name: \${{range.key}}
    range: r
    if: "'a' == 'a'"
    description: d
    url: u
    commit: c
    annotations: {}
    dependencies: {runtime: [p]}
    options: {no-depends: true}
    scriptlets: {post-install: x}
    checks: {disabled: []}
    setcap: []
    pipeline: [{runs: "true"}]
    test: {environment: {contents: {packages: [bash]}}, pipeline: [{runs: "true"}]}
data:
  - name: r
    items: {a: b}
update:
  enabled: true
  manual: false
  require-sequential: true
  shared: false
  version-separator: _
  ignore-regex-patterns: [rc]
  release-monitor: {identifier: 1, strip-prefix: v, strip-suffix: s, version-filter-contains: c, version-filter-prefix: p}
  github: {identifier: a/b, strip-prefix: v, strip-suffix: s, tag-filter: t, tag-filter-prefix: p, tag-filter-contains: c, use-tag: true}
  git: {strip-prefix: v, strip-suffix: s, tag-filter-prefix: p, tag-filter-contains: c}
  oci: {identifier: x, strip-prefix: v, strip-suffix: s, tag-filter-prefix: p, tag-filter-contains: c}
  version_data: {version_format: f, sources: [{name: n, stream: s, ignore: [], commit_source: c, use_release: true}]}
  version-transform: [{match: a, replace: b}]
  exclude-reason: x
  schedule: {period: daily, reason: r}
  enable-prerelease-tags: true
vars: {v: x}
var-transforms: [{from: "\${{package.version}}", match: a, replace: b, to: t}]
options: {o: {vars: {a: b}, environment: {contents: {packages: {add: [x], remove: [y]}}}}}
test: {pipeline: []}
`;

function toldByParser(text: string): string[] {
  const parsed = parseDefinition("p.yaml", text);
  return parsed.ok ? [] : parsed.defects.map(line);
}

describe("the schema", () => {
  test("every key of melange's public schema is known", () => {
    expect(toldByParser(EVERYTHING)).toEqual([]);
  });

  test("what is read keeps its node, so that later rules know its place", () => {
    const parsed = parseDefinition("p.yaml", EVERYTHING);
    if (!parsed.ok) throw new Error();
    const { value } = parsed;
    expect(value.package.epoch).toBe(3);
    expect(value.package.options?.noDepends).toBe(true);
    expect(value.package.scriptlets?.trigger?.paths.map((path) => path.value)).toEqual(["/usr/lib"]);
    expect(value.package.version).toMatchObject({ value: "1.2", kind: "scalar" });
    expect(value.package.version.source.placeAt(value.package.version.start)).toMatchObject({ line: 4, column: 12 });
    expect(value.update?.github?.useTag).toBe(true);
  });

  test.each([
    [
      "packge: {}\n",
      'p.yaml:4:1 unknown-key: "packge" is not a key of a definition, so nothing would come of it. Did you mean "package"?',
    ],
    [
      "pipeline:\n  - run: x\n",
      'p.yaml:5:5 unknown-key: "run" is not a key of a pipeline step, so nothing would come of it. Did you mean "runs"?',
    ],
    ["subpackages:\n  - name: a\n    depends: x\n", 'p.yaml:6:5 unknown-key: "depends" is not a key of a subpackage'],
    [
      "environment:\n  contents:\n    package: [a]\n",
      'p.yaml:6:5 unknown-key: "package" is not a key of contents, so nothing would come of it. Did you mean "packages"?',
    ],
    [
      "subpackages:\n  - description: x\n",
      'p.yaml:5:5 missing-key: A subpackage needs the key "name", which is not here. Add "name:" with its value.',
    ],
    ["pipeline: x\n", "p.yaml:4:11 wrong-kind: Here is a single value where a list belongs. Write a list."],
    ["vars: [a]\n", "p.yaml:4:7 wrong-kind: Here is a list where a mapping of keys to values belongs."],
    ["pipeline:\n  - runs: [a]\n", "p.yaml:5:11 wrong-kind: Here is a list where a single value belongs."],
    [
      "update:\n  enabled: maybe\n",
      'p.yaml:5:12 not-a-boolean: "maybe" is neither true nor false. Write true or false.',
    ],
  ])("%j is told with its place and a way out", (text, expected) => {
    expect(toldByParser(HEAD + text).join("\n")).toContain(expected);
  });

  test("an epoch that is no whole number is a defect", () => {
    expect(told(`${HEAD}  epoch: -1\n`)).toEqual(["p.yaml:4:10 not-a-number"]);
    expect(told(`${HEAD}  epoch: 99999999999999999999\n`)).toEqual(["p.yaml:4:10 not-a-number"]);
  });

  test("all faults of a file are told at once", () => {
    expect(toldByParser(`${HEAD}  epohc: 1\npipline: []\nvars: 1\n`)).toHaveLength(3);
  });

  test("a definition without a package is none", () => {
    expect(toldByParser("pipeline: []\n")[0]).toContain('p.yaml:1:1 missing-key: A definition needs the key "package"');
    expect(toldByParser("- a\n")[0]).toContain("p.yaml:1:1 wrong-kind");
  });
});
