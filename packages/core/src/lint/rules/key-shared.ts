import type { Blueprint } from "../../blueprint.ts";
import { compareText } from "../../text.ts";
import type { LintContext } from "../context.ts";
import type { LintRule } from "../rule.ts";

export const keyShared: LintRule = {
  code: "key-shared",
  severity: "warning",
  title: "One signing key for several stages",
  why: "A signature then does not tell which stage made a package.",
  wayOut: "Give each stage a key of its own (Ascent does so when it builds), and publish only the last one's.",
  *check(context) {
    for (const [first, ...others] of sameKeys(context)) {
      if (first === undefined || others.length === 0) continue;
      const more = others.map(({ path }) => path).join(", ");
      yield { place: { file: first.path, line: 1, column: 1 }, message: `${first.path} is the same key as ${more}` };
    }
  },
};

interface KeyFile {
  readonly path: string;
  readonly stage: string;
}

/** Public keys with the same text beside the definitions of different stages. */
function sameKeys(context: LintContext): KeyFile[][] {
  const byText = new Map<string, KeyFile[]>();
  for (const { key, ...file } of keyFiles(context)) {
    const known = byText.get(key) ?? [];
    if (known.every((other) => other.stage !== file.stage)) byText.set(key, [...known, file]);
  }
  return [...byText.values()].map((group) => group.sort((a, b) => compareText(a.path, b.path)));
}

function keyFiles({ files, blueprint }: LintContext): (KeyFile & { readonly key: string })[] {
  const folders = stageFolders(blueprint);
  return files.flatMap(({ path, text }) => {
    const stage = folders.get(folderOf(path));
    if (stage === undefined || !path.endsWith(".pub")) return [];
    const key = (text() ?? "").replace(/\s+/g, "");
    return key === "" ? [] : [{ path, stage, key }];
  });
}

/** Folder of definitions → the first stage that lists any of them. */
function stageFolders({ stages }: Blueprint): Map<string, string> {
  const pairs = stages.flatMap(({ name, definitions }) =>
    definitions.map(({ value }) => [folderOf(value), name] as const),
  );
  return new Map(pairs.toReversed());
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
