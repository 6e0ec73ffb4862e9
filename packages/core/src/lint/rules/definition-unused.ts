import type { LintRule } from "../rule.ts";

export const definitionUnused: LintRule = {
  code: "definition-unused",
  severity: "warning",
  title: "A definition that no stage lists",
  why: "It looks as if it were built, and never is.",
  wayOut: "List it in a stage, or take it out.",
  *check({ blueprint, files }) {
    // Also those that could not be read.
    const listed = new Set(blueprint.stages.flatMap(({ definitions }) => definitions.map(({ value }) => value)));
    const folders = new Set([...listed].map(folderOf));
    for (const { path, text } of files) {
      const candidate = /\.ya?ml$/.test(path) && folders.has(folderOf(path)) && !listed.has(path);
      if (!candidate || /(?:^|\/)(?:bootstrap\.ya?ml$|pipelines\/|\.)/.test(path)) continue;
      if (!/^package:/m.test(text() ?? "")) continue;
      yield { place: { file: path, line: 1, column: 1 }, message: `No stage lists ${path}` };
    }
  },
};

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
