import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger } from "../apps/api/src/logger.ts";
import type { Document } from "../apps/api/src/openapi/model.ts";
import { createServer } from "../apps/api/src/server.ts";
import { flightDeck } from "../packages/testkit/src/index.ts";

/**
 * The routes' zod schemas are the source. From them come docs/openapi.json, and from that what packages/client is built
 * on: types of everything (openapi-typescript) and the schemas that answers are checked by. `--check` writes nothing and
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

/** What an answer must be, by operation and status; told without what is only for readers. */
function answers({ paths, components }: Document): string {
  const schemas = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      Object.entries(responses).flatMap(([status, { content }]) => {
        const schema = status.startsWith("2") ? content?.["application/json"]?.schema : undefined;
        return schema === undefined ? [] : [[`${method.toUpperCase()} ${path} ${status}`, schema] as const];
      }),
    ),
  );
  const kept = { answers: Object.fromEntries(schemas), components: components.schemas };
  const bare = JSON.stringify(kept, forMachines, 2);
  return `${HEAD}export const SCHEMAS = ${bare.replaceAll("#/components/schemas/", "#/$defs/")};\n`;
}

/** Keywords that are for readers; a member that has such a name holds a schema and stays. */
function forMachines(this: unknown, key: string, value: unknown): unknown {
  return (key === "example" || key === "description") && !isSchema(value) ? undefined : value;
}

function isSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("type" in value || "$ref" in value || "anyOf" in value);
}

const document = await describe();
const text = `${JSON.stringify(document, null, 2)}\n`;
const files: Readonly<Record<string, string>> = {
  [DOCUMENT]: text,
  [`${GENERATED}/api.ts`]: types(text),
  [`${GENERATED}/schemas.ts`]: answers(document),
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
