import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Exits 1 when the tables in packages/postgres/src/schema and the SQL in migrations/ differ: lets drizzle-kit generate
 * into a copy of migrations/ and looks whether anything new appears. Needs no database.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const migrations = join(root, "migrations");

function drizzleKit(out: string) {
  const program = join(dirname(createRequire(join(root, "package.json")).resolve("drizzle-kit")), "bin.cjs");
  // Given on the command line, the rest of drizzle.config.ts would be ignored, so all of it is.
  const schema = ["--dialect=postgresql", "--casing=snake_case", "--schema=./packages/postgres/src/schema/*.ts"];
  // Out is relative to the working directory for drizzle-kit, whatever it starts with.
  // The schema is read from the rooms' sources: a clean clone has nothing built.
  const args = [
    "--conditions=source",
    program,
    "generate",
    ...schema,
    `--out=${relative(root, out)}`,
    "--name=difference",
  ];
  return spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
}

function sqlFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".sql"));
}

function check(copy: string): string | undefined {
  cpSync(migrations, copy, { recursive: true });
  const before = new Set(sqlFiles(copy));
  const generated = drizzleKit(copy);
  const fresh = sqlFiles(copy).filter((name) => !before.has(name));
  if (fresh.length > 0)
    return `What is missing:\n\n${fresh.map((name) => readFileSync(join(copy, name), "utf8")).join("\n")}`;
  // Also what it cannot decide without asking (was a column renamed?) ends here: nothing was there to answer.
  const finished = generated.status === 0 && generated.stdout.includes("No schema changes");
  return finished ? undefined : `Or drizzle-kit could not tell:\n${generated.stdout}\n${generated.stderr}`;
}

const scratch = mkdtempSync(join(tmpdir(), "ascent-migrations-"));
try {
  const difference = check(join(scratch, "migrations"));
  if (difference === undefined) console.log("migrations/ matches packages/postgres/src/schema");
  else {
    console.error(`migrations/ does not match packages/postgres/src/schema. ${difference}\n`);
    console.error("Way out: run `npm run migrations -- --name WHAT-CHANGED` and commit the new files.");
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
