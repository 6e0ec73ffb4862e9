import { execFile, spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createDirectoryBlueprints } from "@ascent/blueprints";
import { hostArch } from "@ascent/config";
import { hexOf } from "@ascent/core";
import { loadBlueprint, parseSeedLock, sha256 } from "@ascent/formats";
import { exportBuilds } from "./export.ts";

/**
 * tiny by Ascent against tiny by a bare shell script: the same builds, steps, sandbox and -j, seed and sources already
 * there, in turn on one machine. Run: npx tsx --conditions=source bench/tiny/bench.ts [ROUNDS]
 */

const exec = promisify(execFile);
const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));
const ENTRY = join(CHECKOUT, "apps", "cli", "dist", "main.js");
/** A converted deb may find a link where it has a folder (/usr merged): what it brings goes through the link. */
const TAR_OPTIONS = [
  "--warning=no-unknown-keyword",
  "--keep-directory-symlink",
  "--exclude=.PKGINFO",
  "--exclude=.SIGN.*",
];
const JOBS = String(availableParallelism());

interface AscentRun {
  /** From the trigger to the verdict, as the service recorded it. */
  readonly seconds: number;
  readonly seed: string;
}

async function ascent(home: string, jobs: string): Promise<AscentRun> {
  const env = { ...process.env, ASCENT_HOME: home, ASCENT_PORT: "0" };
  const child = spawn(process.execPath, [ENTRY, "bootstrap", "--fresh", "--json", "--jobs", jobs], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  for await (const chunk of child.stdout) stdout += chunk;
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const end = events.at(-1);
  if (end.verdict?.holds !== true) throw new Error(`the run did not reach its verdict: ${stdout.slice(-2000)}`);
  const times = events.flatMap((event) => (event.at === undefined ? [] : [Date.parse(event.at)]));
  return { seconds: (Math.max(...times) - Math.min(...times)) / 1000, seed: end.verdict.seed };
}

/** Everything is forgotten but the seed's packages, its lock, and the sources. */
async function forgetBuilds(home: string): Promise<void> {
  await rm(join(home, "postgres"), { recursive: true, force: true });
  await rm(join(home, "builder"), { recursive: true, force: true });
}

async function bare(inputs: BareInputs): Promise<number> {
  const out = join(inputs.scratch, "bare");
  await rm(out, { recursive: true, force: true });
  const script = join(CHECKOUT, "bench", "tiny", "bare.sh");
  const { stdout } = await exec(script, [inputs.builds, inputs.seedRoot, inputs.sources, out], {
    env: { ...process.env, JOBS },
  });
  return Number(/^all ([\d.]+)$/m.exec(stdout)?.[1]);
}

interface BareInputs {
  readonly scratch: string;
  readonly builds: string;
  readonly seedRoot: string;
  readonly sources: string;
}

/** What the bare script needs, made from what Ascent fetched: the seed unpacked, the sources by file name, the steps. */
async function prepareBare(home: string, scratch: string, seed: string): Promise<BareInputs> {
  const blueprints = createDirectoryBlueprints({ directories: [join(CHECKOUT, "stages")] });
  const files = await blueprints.read("tiny");
  const loaded = loadBlueprint(files, await blueprints.pipelines(), sha256);
  if (!loaded.ok) throw new Error("tiny has defects");
  const builds = join(scratch, "builds");
  await exportBuilds({ loaded: loaded.value, files, seed, arch: hostArch(), into: builds });
  const recipes = loaded.value.recipesFor(hostArch());
  if (!recipes.ok) throw new Error("tiny has defects");
  const sources = join(scratch, "sources");
  await mkdir(sources);
  for (const recipe of [...recipes.value.values()].flat()) {
    for (const source of recipe.sources) {
      if (source.kind === "fetch") await cp(stored(home, source.expected), join(sources, source.fileName));
    }
  }
  return { scratch, builds, sources, seedRoot: await unpackSeed(home, scratch) };
}

function stored(home: string, hex: string): string {
  return join(home, "store", "sha256", hex.slice(0, 2), hex);
}

/** Every package of the seed's saved lock, unpacked over each other. */
async function unpackSeed(home: string, scratch: string): Promise<string> {
  const root = join(scratch, "seed");
  await mkdir(root);
  const locks = join(home, "seeds", "locks");
  for (const file of await readdir(locks)) {
    const saved = parseSeedLock(await readFile(join(locks, file), "utf8"), file);
    for (const { fileDigest } of saved.flatMap((lock) => lock.packages)) {
      const apk = stored(home, hexOf(fileDigest));
      await exec("tar", ["-xzf", apk, "-C", root, ...TAR_OPTIONS]);
    }
  }
  return root;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const rounds = Number(process.argv[2] ?? 3);
const scratch = await mkdtemp(join(tmpdir(), "ascent-bench-"));
await chmod(scratch, 0o755);
const home = join(scratch, "home");
try {
  const first = await ascent(home, JOBS);
  const inputs = await prepareBare(home, scratch, first.seed);
  const results: { bare: number; one: number; many: number; again: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bareSeconds = await bare(inputs);
    await forgetBuilds(home);
    const one = await ascent(home, "1");
    await forgetBuilds(home);
    const many = await ascent(home, JOBS);
    const again = await ascent(home, JOBS);
    results.push({ bare: bareSeconds, one: one.seconds, many: many.seconds, again: again.seconds });
    console.log(results.at(-1));
  }
  const of = (pick: (result: (typeof results)[number]) => number) => median(results.map(pick)).toFixed(2);
  console.log(`bare script, -j${JOBS}, one package at a time:     ${of((r) => r.bare)} s`);
  console.log(`ascent --jobs 1, cold:                      ${of((r) => r.one)} s, ${of((r) => r.one / r.bare)} × bare`);
  console.log(
    `ascent --jobs ${JOBS}, cold:                      ${of((r) => r.many)} s, ${of((r) => r.many / r.bare)} × bare`,
  );
  console.log(`ascent, nothing changed, trigger to verdict: ${of((r) => r.again)} s`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
