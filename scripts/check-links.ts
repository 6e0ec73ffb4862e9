import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Exits 1 when a page, a comment or a help text points to a page or file of this repository that is not there. */
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SKIPPED = /(?:^|\/)(?:node_modules|dist|\.git)(?:\/|$)/;

function filesIn(folder: string, ending: RegExp): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names
    .map((name) => join(ROOT, folder, name))
    .filter((file) => ending.test(file) && !SKIPPED.test(relative(ROOT, file)));
}

/** `[text](path#part)`, but for addresses. */
function linksOf(page: string): string[] {
  const text = readFileSync(page, "utf8");
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = ""]) => target);
  return links.filter((target) => !/^[a-z]+:/.test(target)).map((target) => join(dirname(page), target));
}

/** Pages below docs, wherever they are mentioned. */
function mentionsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/\bdocs\/[\w./-]+\.(?:md|svg|json)\b/g)].map(([path]) =>
    join(ROOT, path),
  );
}

const pages = [join(ROOT, "README.md"), ...["docs", "bench", "stages"].flatMap((folder) => filesIn(folder, /\.md$/))];
const sources = ["apps", "packages", "stages", "scripts"].flatMap((folder) => filesIn(folder, /\.(?:ts|tsx|md|yaml)$/));
const dead = [
  ...pages.flatMap((page) => linksOf(page).map((target) => ({ page, target }))),
  ...[...pages, ...sources].flatMap((page) => mentionsOf(page).map((target) => ({ page, target }))),
].filter(({ target }) => !existsSync(target));

for (const { page, target } of dead) {
  process.stderr.write(`${relative(ROOT, page)} points to ${relative(ROOT, target)}, which is not there\n`);
}
process.exitCode = dead.length > 0 ? 1 : 0;
