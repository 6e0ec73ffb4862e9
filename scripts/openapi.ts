import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger } from "../apps/api/src/logger.ts";
import type { Document } from "../apps/api/src/openapi/model.ts";
import { createServer } from "../apps/api/src/server.ts";
import { flightDeck } from "../packages/testkit/src/index.ts";
import { answerChecks } from "./answer-checks.ts";

/**
 * The routes' zod schemas are the source. From them come docs/openapi.json, and from that what packages/client is built
 * on: types of everything (openapi-typescript) and the code that checks answers (Ajv). `--check` writes nothing and
 * exits 1 when one of the files is not what it should be. Needs no database and nothing built.
 */
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOCUMENT = "docs/openapi.json";
const GENERATED = "packages/client/src/generated";
const HEAD = "// Made from docs/openapi.json by `npm run openapi`.\n";

async function describe(): Promise<Document> {
  const app = await createServer(await flightDeck(), { token: "t".repeat(32), logger: createLogger("silent") });
  await app.ready();
  const document = app.swagger() as unknown as Document;
  await app.close();
  return document;
}

/** The generator wants an older TypeScript than ours, so it lives with the client, which has that as its own. */
function types(document: string): string {
  const manifest = createRequire(join(ROOT, "packages/client/package.json")).resolve("openapi-typescript/package.json");
  const program = join(dirname(manifest), "bin", "cli.js");
  const args = [program, "--root-types", "--root-types-no-schema-prefix", "--default-non-nullable=false"];
  const made = spawnSync(process.execPath, args, { input: document, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (made.status !== 0) throw new Error(`openapi-typescript failed:\n${made.stderr}`);
  return `${HEAD}${made.stdout}`;
}

const document = await describe();
const text = `${JSON.stringify(document, null, 2)}\n`;
const files: Readonly<Record<string, string>> = {
  [DOCUMENT]: text,
  [`${GENERATED}/api.ts`]: types(text),
  [`${GENERATED}/checks.ts`]: `${HEAD}${answerChecks(document)}`,
};

function isStale([file, content]: readonly [string, string]): boolean {
  try {
    return readFileSync(join(ROOT, file), "utf8") !== content;
  } catch {
    return true;
  }
}

const stale = Object.entries(files).filter(isStale);
if (process.argv.includes("--check")) {
  for (const [file] of stale) console.error(`${file} is stale: run \`npm run openapi\` and commit it`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(join(ROOT, GENERATED), { recursive: true });
  for (const [file, content] of stale) writeFileSync(join(ROOT, file), content);
}
