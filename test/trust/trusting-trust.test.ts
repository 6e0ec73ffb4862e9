import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Client } from "@ascent/client";
import { findService } from "@ascent/config";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ComparisonView } from "../../apps/api/src/schema/proof.ts";
import type { BuildDetailView } from "../../apps/api/src/schema/run.ts";
import { Installation, type Running } from "../support/ascent.ts";
import { unpackExport } from "../support/final-root.ts";
import { layOutTrust, makeTrustSeeds, SEEDS, type TrustRepository, type TrustSeed } from "./trust-seeds.ts";

/**
 * A compiler that plants something in what it compiles, and itself in every compiler that it compiles (Thompson 1984). The
 * definitions and sources of both bootstraps are the same and clean; one seed's tcc is not. No look at a source and no rebuild
 * with the same compiler can tell; a second bootstrap from another seed does (diverse double-compiling, Wheeler 2009).
 */

const MINUTES = 60_000;
const MARKER = "trusting trust";

let installation: Installation;
let service: Running;
let client: Client;
let scratch: string;
let repository: TrustRepository;

const runs = new Map<TrustSeed, string>();
/** What each bootstrap built: `stage/package` → its build. */
const builds = new Map<TrustSeed, ReadonlyMap<string, BuildDetailView>>();

beforeAll(async () => {
  installation = await Installation.make();
  scratch = await mkdtemp(join(tmpdir(), "ascent-trust-"));
  service = installation.start("up");
  await service.until(/Ascent listens on/);
  client = new Client((await findService(installation.home))!);
  repository = await makeTrustSeeds(installation, scratch);
  await layOutTrust(join(scratch, "blueprint"), repository);
  for (const seed of SEEDS) await bootstrap(seed);
}, 15 * MINUTES);

afterAll(async () => {
  service.child.kill("SIGINT");
  await service.finished;
  await repository?.close();
  await installation.remove();
  await rm(scratch, { recursive: true, force: true });
});

async function bootstrap(seed: TrustSeed): Promise<void> {
  const folder = join(scratch, "blueprint");
  const { exitCode, stdout, stderr } = await installation.run(
    ...["bootstrap", "--blueprint", folder, "--seed", seed, "--export", join(scratch, seed)],
  );
  if (exitCode !== 0) throw new Error(`${seed}:\n${stdout}\n${stderr}`);
  const [, run = ""] = /started run (\S+)/.exec(stdout) ?? [];
  const found = new Map<string, BuildDetailView>();
  for (const { id, stage, name } of (await client.builds(run)).builds) {
    found.set(`${stage}/${name}`, await client.build(id));
  }
  runs.set(seed, run);
  builds.set(seed, found);
}

const digestOf = (seed: TrustSeed, build: string) =>
  builds
    .get(seed)!
    .get(build)!
    .outputs.map((one) => one.contentDigest);

const ORDER = [
  ...["stage1/carried-musl", "stage1/carried-tools", "stage1/tcc", "stage2/carried-tools", "stage2/musl", "stage2/tcc"],
  ...["final/tcc", "final/login"],
];

async function packageBytes(seed: TrustSeed, name: string): Promise<string> {
  const folder = join(scratch, seed, "x86_64");
  const file = (await readdir(folder)).find((entry) => entry.startsWith(`${name}-`) && entry.endsWith(".apk"));
  return gunzipSync(await readFile(join(folder, file!))).toString("latin1");
}

describe("a compiler that plants a marker", () => {
  test("has it in the final packages although no definition and no source has it", async () => {
    const marked = async (seed: TrustSeed) => [
      (await packageBytes(seed, "tcc")).includes(MARKER),
      (await packageBytes(seed, "login")).includes(MARKER),
    ];
    expect(await marked("honest")).toEqual([false, false]);
    expect(await marked("subverted")).toEqual([true, true]);

    for (const build of ORDER) {
      const [honest, subverted] = SEEDS.map((seed) => builds.get(seed)!.get(build)!);
      expect(subverted!.definition).toEqual(honest!.definition);
      expect(subverted!.steps).toEqual(honest!.steps);
      expect(subverted!.sources.map(({ digest }) => digest)).toEqual(honest!.sources.map(({ digest }) => digest));
      for (const { digest } of subverted!.sources) {
        expect(Buffer.from(await client.artifact(digest)).includes(MARKER)).toBe(false);
      }
    }
    for (const file of await readdir(join(scratch, "blueprint"), { recursive: true, withFileTypes: true })) {
      if (file.isFile()) expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toContain(MARKER);
    }
  });

  test("opens a back door in the program that it compiled from a source without one", async () => {
    const answers = async (seed: TrustSeed, password: string) => {
      const root = await unpackExport(join(scratch, seed, "x86_64"));
      const program = join(root, "usr/bin/login");
      const said = await new Promise<string>((resolve) => {
        execFile(program, [password], (_error, stdout) => resolve(stdout.trim()));
      });
      await rm(root, { recursive: true, force: true });
      return said;
    };
    const secret = "correct horse battery staple";
    expect([await answers("honest", secret), await answers("honest", "ken")]).toEqual(["welcome", "go away"]);
    expect([await answers("subverted", secret), await answers("subverted", "ken")]).toEqual(["welcome", MARKER]);
  });

  test("is in agreement with itself: tcc built by tcc gives the same bits, generation after generation", () => {
    for (const seed of SEEDS) {
      expect(digestOf(seed, "stage2/tcc")).toEqual(digestOf(seed, "stage1/tcc"));
      expect(digestOf(seed, "final/tcc")).toEqual(digestOf(seed, "stage2/tcc"));
    }
  });

  test(
    "leaves every rung that a single bootstrap can climb as it is with the honest compiler",
    async () => {
      const verdictOf = async (seed: TrustSeed) => (await client.run(runs.get(seed)!)).verdict!;
      const rungs = async (seed: TrustSeed) => (await verdictOf(seed)).packages.map(({ name, rung }) => [name, rung]);
      expect(await rungs("subverted")).toEqual(await rungs("honest"));

      const rebuilt = await installation.run("rebuild", runs.get("subverted")!);
      expect(rebuilt).toMatchObject({ exitCode: 0, stderr: "" });
      const { holds, packages } = await verdictOf("subverted");
      expect(holds).toBe(true);
      for (const { findings } of packages) expect(findings.reproducible).toMatchObject({ state: "holds" });
    },
    5 * MINUTES,
  );

  test(
    "is found by a bootstrap from another seed, which names the first package that differs and since when",
    async () => {
      const args = ["compare", runs.get("honest")!, runs.get("subverted")!];
      const told = await installation.run(...args);
      expect(told.exitCode).toBe(1);
      expect(told.stdout).toMatch(/tcc/);
      const comparison = ComparisonView.parse(JSON.parse((await installation.run(...args, "--json")).stdout));
      expect(comparison.holds).toBe(false);
      const [compared] = comparison.arches;
      expect(compared!.isOtherSeed).toBe(true);
      expect(compared!.firstDivergence).toBeDefined();
      expect(compared!.stages.map(({ stage, different }) => [stage, different.toSorted()])).toEqual([
        ["stage1", ["tcc"]],
        ["stage2", ["tcc"]],
        ["final", ["login", "tcc"]],
      ]);
      const packages = compared!.packages.map(({ name, outcome, since, differences }) => [
        name,
        { outcome, since, where: differences[0] },
      ]);
      expect(Object.fromEntries(packages)).toEqual({
        tcc: { outcome: "different", since: "stage1", where: expect.stringContaining("usr/bin/tcc") },
        login: { outcome: "different", since: "final", where: expect.stringContaining("usr/bin/login") },
      });
      for (const seed of SEEDS) {
        const { verdict } = await client.run(runs.get(seed)!);
        for (const { findings } of verdict!.packages) expect(findings["seed-independent"]!.state).toBe("fails");
      }
    },
    2 * MINUTES,
  );
});
