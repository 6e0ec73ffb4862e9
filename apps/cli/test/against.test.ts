import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BUILDER_VERSION } from "@ascent/builder";
import { buildKey, type LockedPackage, type PlannedBuild } from "@ascent/core";
import { sha256 } from "@ascent/formats";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { addPlan } from "../src/commands/plan.ts";
import { inspect } from "../src/inspect/inspect.ts";

const BLUEPRINT = `name: small
arches: [x86_64]
seeds:
  - {name: first, type: debian, suite: host, reason: test}
  - {name: second, type: debian, suite: host, reason: test}
stages:
  - {name: one, inputs: [seed], definitions: [one/*]}
  - {name: two, inputs: [one], definitions: [two/*]}
prebuilt:
  - {source: "https://example.org/*", reason: It is written in itself.}
`;

const FETCH = `pipeline:
  - uses: fetch
    with: {uri: https://example.org/cc-linux-x86_64.tar.gz, expected-sha256: ${"ab".repeat(32)}}
`;

function definition(name: string, { needs = "", more = "" } = {}): string {
  return `package: {name: ${name}, version: "1.0"}\nenvironment: {contents: {packages: [${needs}]}}\n${more}`;
}

const FILES = {
  "bootstrap.yaml": BLUEPRINT,
  "one/cc.yaml": definition("cc", { needs: "sh", more: FETCH }),
  "one/make.yaml": definition("make", { needs: "sh" }),
  "two/cc.yaml": definition("cc", { needs: "cc" }),
  "two/make.yaml": definition("make", { needs: "make" }),
};

const RUNS = {
  small: "11111111-2222-4333-8444-555555555555",
  early: "22222222-2222-4333-8444-555555555555",
  again: "44444444-2222-4333-8444-555555555555",
  tiny: "33333333-2222-4333-8444-555555555555",
};

let root: string;
let server: Server;
let url: string;
let answers: Map<string, unknown>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "ascent-against-"));
  vi.stubEnv("ASCENT_HOME", `${root}-home`);
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  answers = await recorded();
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? "");
    response.setHeader("content-type", answer === undefined ? "application/problem+json" : "application/json");
    response.statusCode = answer === undefined ? 404 : 200;
    const problem = {
      type: "about:blank",
      title: "Not Found",
      status: 404,
      detail: "no such run",
      code: "run-unknown",
    };
    response.end(JSON.stringify(answer ?? problem));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  for (const folder of [root, `${root}-home`]) await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

/** What a service would tell of a run of the second seed that has built all of it. */
async function recorded(): Promise<Map<string, unknown>> {
  const { looked } = await inspect(root, { seed: "second" });
  const builds = (looked?.stages ?? []).flatMap((stage) => stage.builds).map(builtOf);
  const told = new Map<string, unknown>();
  const again = { ...runOf("again", "small"), purpose: { kind: "rebuild", of: RUNS.small, with: "recorded" } };
  const runs = [again, runOf("tiny", "tiny"), runOf("early", "small"), runOf("small", "small")];
  told.set("/v1/runs?limit=100", { runs });
  for (const run of runs) told.set(`/v1/runs/${run.id}`, run);
  told.set(`/v1/runs/${RUNS.small}/builds?limit=1000`, { builds: builds.map(({ detail }) => detail) });
  for (const id of [RUNS.early, RUNS.again, RUNS.tiny]) told.set(`/v1/runs/${id}/builds?limit=1000`, { builds: [] });
  for (const { detail, recipe } of builds) {
    told.set(`/v1/builds/${detail.id}`, detail);
    told.set(`/v1/builds/${detail.id}/recipe`, recipe);
  }
  return told;
}

function runOf(id: keyof typeof RUNS, blueprint: string) {
  const digest = `sha256:${"0".repeat(64)}`;
  const preparation = id === "small" ? [{ arch: "x86_64", state: "locked", seed: "second" }] : [];
  return {
    ...{ id: RUNS[id], blueprint, blueprintDigest: digest, seeds: ["first", "second"], arches: ["x86_64"] },
    ...{
      required: "resolved",
      requestedBy: "token",
      state: "succeeded",
      createdAt: "2026-01-01T00:00:00.000Z",
      preparation,
    },
  };
}

function builtOf({ stage, arch, name, recipe, edges, wave, remaining }: PlannedBuild, index: number) {
  const environment = edges.map((edge): LockedPackage => {
    const content = sha256(`${edge.input} ${edge.name}`);
    return { name: edge.name, version: "1.0-r0", input: edge.input, fileDigest: content, contentDigest: content };
  });
  const digest = sha256(`${stage} ${name}`);
  const output = { name, version: "1.0-r0", fileDigest: digest, contentDigest: digest, size: 1, sbom: digest };
  const id = `${index}0000000-2222-4333-8444-555555555555`;
  const detail = {
    ...{ id, runId: RUNS.small, stage, arch, name, version: "1.0-r0", state: "done", cached: false, attempt: 1 },
    ...{
      wave,
      remaining,
      waitsFor: [],
      key: buildKey({ recipe, environment, builderVersion: BUILDER_VERSION }, sha256),
    },
    ...{
      definition: recipe.definition,
      steps: [],
      attempts: [],
      environment,
      sources: [],
      outputs: [output],
      blocks: [],
    },
  };
  return { detail, recipe };
}

async function planned(...more: string[]) {
  const out: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const program = new Command();
  addPlan(program);
  await program.parseAsync(["plan", root, "--url", url, "--token", "t", ...more], { from: "user" });
  return out.join("").split("\n");
}

async function refused(...more: string[]) {
  return planned(...more).then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function withFile(path: keyof typeof FILES, text: string, look: () => Promise<void>): Promise<void> {
  await writeFile(join(root, path), text);
  await look().finally(() => writeFile(join(root, path), FILES[path]));
}

describe("a plan against a run", () => {
  test("takes all from the cache when nothing changed, planned for the seed that the run was given", async () => {
    // The newest run of this blueprint has planned nothing, so the one before it is the latest to compare with.
    expect((await planned("--against", "latest")).slice(0, 11)).toEqual([
      "small against run 11111111 from the seed second, of 2026-01-01 00:00, succeeded",
      "0 added, 0 removed, 0 rebuilt, 4 from the cache",
      "",
      "one x86_64: 2 of 2 builds from the cache",
      "  = cc, make",
      "",
      "two x86_64: 2 of 2 builds from the cache",
      "  = cc, make",
      "",
      "At most: what comes out unchanged stops the wave.",
      "What the seed holds is taken to be what it held: no lock of the blueprint says otherwise.",
    ]);
    expect(process.exitCode).toBe(0);
  });

  test("tells what is rebuilt and why, by name and as JSON", async () => {
    await withFile("one/cc.yaml", definition("cc", { needs: "sh, m4", more: FETCH }), async () => {
      const lines = await planned("--against", "1111");
      expect(lines.slice(1, 10)).toEqual([
        "0 added, 0 removed, 2 rebuilt, 2 from the cache",
        "",
        "one x86_64: 1 of 2 builds from the cache",
        "  ~ cc-1.0-r0  rebuilt",
        "      its definition changed: asks for m4",
        "  = make",
        "",
        "two x86_64: 1 of 2 builds from the cache",
        "  ~ cc-1.0-r0  rebuilt",
      ]);
      const { against, prebuilt } = JSON.parse((await planned("--against", RUNS.small, "--json")).join("\n"));
      expect(against).toMatchObject({ run: RUNS.small, seed: "second", counts: { rebuilt: 2, cached: 2 } });
      expect(against.stages[1].builds[0].causes).toEqual([{ kind: "upstream", builds: ["one/cc"] }]);
      expect(prebuilt).toMatchObject([{ stage: "one", build: "cc", reason: "It is written in itself." }]);
    });
  });

  test("another seed is asked for, so everything that takes from it is rebuilt", async () => {
    const lines = await planned("--against", "1111", "--seed", "first");
    expect(lines[1]).toBe("0 added, 0 removed, 4 rebuilt, 0 from the cache");
    expect(lines).toContain("      its environment changed: seed:first instead of seed:second");
  });

  test("an unknown run, one of another blueprint, a rebuild, and one without builds are refused with what there is", async () => {
    expect(await refused("--against", "9999")).toMatchObject({ code: "run-unknown" });
    expect(await refused("--against", "3333")).toMatchObject({
      code: "run-of-another-blueprint",
      wayOut: "There are: 22222222 (small, succeeded), 11111111 (small, succeeded).",
    });
    expect(await refused("--against", "4444")).toMatchObject({
      code: "run-is-rebuild",
      wayOut: "Compare with the bootstrap itself: --against 11111111.",
    });
    expect(await refused("--against", "2222")).toMatchObject({ code: "run-without-builds" });
    expect(await refused("--against", "1111", "--arch", "aarch64")).toMatchObject({ code: "arch-unknown" });
  });
});

test("a plan lists the prebuilt sources that the blueprint declares, with the builds that take them", async () => {
  const lines = await planned();
  expect(lines.slice(0, 3)).toEqual([
    "small from the seed first",
    "1 prebuilt source, each a seed of its own:",
    "  https://example.org/cc-linux-x86_64.tar.gz for one/cc: It is written in itself.",
  ]);
});
