import { Fault, sortedBy } from "@ascent/core";
import { z } from "zod";
import type { Provenance } from "../attestation/index.ts";
import { digestText } from "../digest-text.ts";

const ListedSource = z.object({
  /** `source`: fetched by hash. `file`: came with the definition. `definition`: the definition itself. */
  kind: z.enum(["source", "file", "definition"]),
  name: z.string().min(1),
  /** Of what was fetched: a URL, or `git+URL@COMMIT`. */
  uri: z.string().exactOptional(),
  digest: digestText,
  sha512: z.string().exactOptional(),
  gitCommit: z.string().exactOptional(),
  /** `STAGE/NAME ARCH` of each package that it went into. */
  usedBy: z.array(z.string().min(1)),
});
export type ListedSource = z.infer<typeof ListedSource>;

const SourceList = z.object({ format: z.literal("ascent-sources/1"), sources: z.array(ListedSource) });

/**
 * Everything that people wrote and that a run's packages were made from, each once with all its digests, from the run's
 * attestations: JSON, indented, in order of kind, name and digest. The same attestations give the same bytes.
 */
export function sourceList(provenances: readonly Provenance[]): Uint8Array {
  const held = new Map<string, ListedSource>();
  for (const provenance of provenances) {
    const { stage, arch, subject } = provenance;
    const user = `${stage}/${subject.name} ${arch}`;
    for (const source of sourcesOf(provenance)) {
      const key = [source.kind, source.name, source.digest, source.uri ?? ""].join("\n");
      const usedBy = new Set([...(held.get(key)?.usedBy ?? []), user]);
      held.set(key, { ...source, usedBy: [...usedBy].sort() });
    }
  }
  const sources = sortedBy(held, ([key]) => key).map(([, source]) => source);
  return new TextEncoder().encode(`${JSON.stringify({ format: "ascent-sources/1", sources }, undefined, 1)}\n`);
}

function sourcesOf({ definition, files, sources }: Provenance): Omit<ListedSource, "usedBy">[] {
  return [
    { kind: "definition", name: definition.file, digest: definition.digest },
    ...files.map(({ path, digest }) => ({ kind: "file" as const, name: path, digest })),
    ...sources.map(({ name, uri, from: _place, ...digests }) => ({ kind: "source" as const, name, uri, ...digests })),
  ];
}

/** Reads what `sourceList` writes. Throws Fault "source-list-malformed". */
export function readSourceList(bytes: Uint8Array): readonly ListedSource[] {
  const parsed = SourceList.safeParse(jsonOf(bytes));
  if (parsed.success) return parsed.data.sources;
  const issue = parsed.error.issues[0];
  throw new Fault("source-list-malformed", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "no list of sources"}`);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
