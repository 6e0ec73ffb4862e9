import { canonicalJson, sortedBy } from "@ascent/core";
import type { Provenance } from "../attestation/index.ts";

/** How one package of a run was built; `name` is its definition's main package. */
export interface ProvenBuild {
  readonly name: string;
  readonly provenance: Provenance;
}

/**
 * `sources.json`: every source that any build of a run used, by digest, with who used it (`ARCH/STAGE/NAME`); indented, in
 * code-unit order, a newline at the end. It follows from the attestations alone, so whoever has those can make it again.
 */
export function formatSourceList(builds: Iterable<ProvenBuild>): string {
  const users = new Map<string, { source: object; usedBy: Set<string> }>();
  for (const { name, provenance } of builds) {
    const user = `${provenance.arch}/${provenance.stage}/${name}`;
    for (const { from: _from, ...source } of provenance.sources) {
      const key = canonicalJson(source);
      const known = users.get(key) ?? { source, usedBy: new Set<string>() };
      users.set(key, known);
      known.usedBy.add(user);
    }
  }
  const sources = sortedBy(users, ([key]) => key).map(([, { source, usedBy }]) => {
    return { ...source, usedBy: [...usedBy].sort() };
  });
  return `${JSON.stringify({ format: "ascent-sources/1", sources }, undefined, 1)}\n`;
}
