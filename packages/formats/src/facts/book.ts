import type { Blueprint, Defect, Digest, Hash } from "@ascent/core";
import type { ListedFile } from "../melange/file-listing.ts";
import type { DeferredFacts } from "./codec.ts";
import { decodeFacts } from "./decode.ts";
import type { FilesBeside, KnownFacts } from "./facts.ts";

/** Facts as they are kept. */
export interface KeptFacts extends DeferredFacts {
  /** Of the definition's bytes. */
  readonly digest: Digest;
}

/** All that was kept under one ground. */
export interface KeptBook {
  /** By path. */
  readonly facts: Pick<ReadonlyMap<string, KeptFacts>, "get">;
  readonly pipelines?: readonly Defect[];
}

/** What facts of a definition depend on besides its own content and the files beside it. */
export interface FactsGround {
  readonly blueprint: Blueprint;
  readonly files: ReadonlyMap<string, ListedFile>;
  /** Ascent's own: name → YAML text. */
  readonly pipelines: ReadonlyMap<string, string>;
  readonly hash: Hash;
}

/** A digest over all of it: under another one, facts say nothing. Which definitions there are has no part in it. */
export function factsGround({ blueprint, files, pipelines, hash }: FactsGround): Digest {
  const stages = blueprint.stages.map((stage) => ({ ...stage, definitions: [] }));
  const folders = ["pipelines", ...blueprint.stages.flatMap(({ pipelineFolders = [] }) => pipelineFolders)];
  const isPipeline = (path: string) =>
    path.includes("/pipelines/") || folders.some((one) => path.startsWith(`${one}/`));
  const found = [...files].filter(([path]) => path.endsWith(".yaml") && isPipeline(path));
  const own = found.map(([path, file]) => [path, digestOf(file, hash)]);
  return hash(JSON.stringify([{ ...blueprint, stages }, [...pipelines], own], (_, value) => plain(value)));
}

function plain(value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

/** Bytes are only asked for where their digest is not known: asking may mean reading the file. */
export function digestOf(file: ListedFile, hash: Hash): Digest {
  return file.digest ?? hash(file.bytes);
}

/** Answers from kept facts, each for as long as its definition's bytes are the same. */
export function keptFacts(
  { facts: kept, pipelines }: KeptBook,
  { files, hash }: Pick<FactsGround, "files" | "hash">,
): KnownFacts {
  return {
    ...(pipelines === undefined ? {} : { pipelines }),
    recall(path: string, beside: FilesBeside) {
      const file = files.get(path);
      const facts = kept.get(path);
      if (file === undefined || facts === undefined || digestOf(file, hash) !== facts.digest) return undefined;
      return decodeFacts(path, facts, beside);
    },
  };
}
