import type { RepositoryMapping, WorkspaceRule } from "@ascent/core";
import { bareUrl, SEED_INPUT } from "@ascent/core";
import { complain, type Reading } from "../yaml/decode.ts";
import { suggestion } from "../yaml/near.ts";
import { placeOf } from "../yaml/node.ts";
import type { BlueprintSection, StageSection } from "./schema.ts";

/**
 * What `--source-dir` and `--empty-workspace` come to. `--strip-origin-name` needs nothing: it hides from apk that two
 * stages make packages of one origin, and here stages are told apart by their inputs. Defect: `unsupported-convention`.
 */
export function workspaceOf(section: StageSection, reading: Reading): WorkspaceRule | undefined {
  const { conventions } = section;
  if (conventions === undefined) return undefined;
  if (!conventions.repositoryAppend) {
    complain(reading, conventions.node, {
      code: "unsupported-convention",
      message: `${section.name.value} would not resolve from its own packages, but a stage always does, after all its inputs.`,
      wayOut: "Drop repository-append, or make two stages of it.",
    });
  }
  const folders = [...conventions.sourceDir].map(([name, { value }]) => [name, folderOf(value.value)] as const);
  if (folders.length === 0 && !conventions.emptyWorkspace) return undefined;
  return { folders: Object.fromEntries(folders), listedOnly: conventions.emptyWorkspace };
}

/** `./glibc/` → `glibc`. */
function folderOf(path: string): string {
  return path.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
}

/** `repositories:`. Defect: `unknown-input`. */
export function repositoriesOf(section: BlueprintSection, reading: Reading): RepositoryMapping[] {
  const known = [SEED_INPUT, ...section.stages.map(({ name }) => name.value)];
  return [...section.repositories].map(([url, { key, value }]) => {
    if (!known.includes(value.value)) {
      complain(reading, value, {
        code: "unknown-input",
        message: `The repository ${url} is said to be "${value.value}", which is neither the seed nor a stage.`,
        wayOut: suggestion(value.value, known, `It can be: ${known.join(", ")}.`),
      });
    }
    return { url: bareUrl(url), input: value.value, place: placeOf(key) };
  });
}
