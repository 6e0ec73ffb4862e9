import { Fault } from "@ascent/core";
import type { BlueprintFiles, BlueprintSource } from "@ascent/engine";

export interface MemoryBlueprints extends BlueprintSource {
  /** Name → path → text. Tests may change it. */
  readonly held: Map<string, Map<string, string>>;
}

/** Blueprints in memory, without pipelines of our own. */
export function memoryBlueprints(given: Readonly<Record<string, Readonly<Record<string, string>>>>): MemoryBlueprints {
  const held = new Map(Object.entries(given).map(([name, files]) => [name, new Map(Object.entries(files))]));
  return {
    held,
    list: async () => [...held.keys()].sort(),
    async read(name): Promise<BlueprintFiles> {
      const files = held.get(name);
      if (files === undefined) {
        throw new Fault("blueprint-unknown", `There is no blueprint "${name}".`, {
          wayOut: `Known are: ${[...held.keys()].sort().join(", ")}.`,
        });
      }
      const encoder = new TextEncoder();
      return new Map([...files].map(([path, text]) => [path, { bytes: encoder.encode(text), executable: false }]));
    },
    pipelines: async () => new Map(),
  };
}

interface Sketch {
  /** Names for `environment.contents.packages`. */
  readonly needs: readonly string[];
  /** The one step's script; the fake builder knows `echo`, `exit` and `sleep`. */
  readonly runs?: string;
}

/** A definition of one package with one step. */
export function definitionText(name: string, { needs, runs = `echo ${name}` }: Sketch): string {
  return [
    `package: {name: ${name}, version: "1.0", epoch: 0, description: ${name} for tests, copyright: [{license: MIT}]}`,
    `environment: {contents: {packages: [${needs.join(", ")}]}}`,
    `pipeline:`,
    `  - name: make ${name}`,
    `    runs: |`,
    ...runs.split("\n").map((line) => `      ${line}`),
    "",
  ].join("\n");
}

const BOOTSTRAP = `name: sample
arches: [x86_64]
seeds:
  - name: alpine
    type: alpine
    reason: for tests
    repositories: ["https://example.org/alpine/main"]
    keys: [{name: alpine.rsa.pub, file: alpine.rsa.pub}]
  - name: debian
    type: debian
    suite: host
    reason: for tests
stages:
  - {name: stage1, inputs: [seed], definitions: [stage1/cc.yaml, stage1/libc.yaml, stage1/gzip.yaml]}
  - {name: stage2, inputs: [stage1], definitions: [stage2/cc.yaml, stage2/libc.yaml, stage2/sh.yaml]}
  - {name: final, inputs: [stage2], definitions: [final/cc.yaml, final/sh.yaml, final/lib.yaml, final/app.yaml]}
policies: {require: resolved}
`;

/**
 * A blueprint of three stages for the fake builder: `cc` before `libc` with `gzip` beside them; `cc`, `libc` and `sh` of
 * these alone; then `cc` and `sh`, and `lib` before `app`. `scripts` replaces steps: `"stage1/cc"` → script.
 */
export function sampleBlueprint(scripts: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const needs: Readonly<Record<string, readonly string[]>> = {
    ...{ "stage1/cc": ["gcc"], "stage1/libc": ["gcc", "cc"], "stage1/gzip": ["gcc", "make"] },
    ...{ "stage2/cc": ["cc", "libc"], "stage2/libc": ["cc", "libc"], "stage2/sh": ["cc", "gzip"] },
    ...{ "final/cc": ["cc", "sh"], "final/sh": ["cc", "libc"], "final/lib": ["cc"], "final/app": ["cc", "lib"] },
  };
  const definitions = Object.entries(needs).map(([path, wanted]) => {
    const runs = scripts[path];
    const name = path.slice(path.indexOf("/") + 1);
    return [`${path}.yaml`, definitionText(name, { needs: wanted, ...(runs === undefined ? {} : { runs }) })];
  });
  return { "bootstrap.yaml": BOOTSTRAP, "alpine.rsa.pub": "not asked for", ...Object.fromEntries(definitions) };
}
