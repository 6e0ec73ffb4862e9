/** A definition that needs these packages and runs `script`. */
export function definitionOf(name: string, needs: readonly string[], script: string): string {
  return `package:
  name: ${name}
  version: 1.0.0
  epoch: 0
  description: made by a test
  copyright:
    - license: CC0-1.0
environment:
  contents:
    packages: [${needs.join(", ")}]
pipeline:
  - name: Make it
    runs: |
      ${script.replaceAll("\n", "\n      ")}
`;
}

/** Two stages on the distribution of this machine: of these definitions, then of `end.yaml` with the inputs `last`. */
export function blueprintOf(name: string, definitions: readonly string[], last: readonly string[]): string {
  return `name: ${name}
description: made by a test
arches: [x86_64, aarch64]
seeds:
  - name: debian
    type: debian
    suite: host
    reason: the distribution of this machine
    aliases: { tools: [dash, coreutils] }
stages:
  - name: stage1
    inputs: [seed]
    definitions: [${definitions.join(", ")}]
  - name: final
    inputs: [${last.join(", ")}]
    definitions: [end.yaml]
policies:
  require: declared
`;
}
