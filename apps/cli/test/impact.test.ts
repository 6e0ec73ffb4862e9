import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildView, RunView } from "@ascent/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const TINY = fileURLToPath(new URL("../../../stages/tiny", import.meta.url));
const RUN = "11111111-2222-4333-8444-555555555555";
const DIGEST = `sha256:${"0".repeat(64)}`;

function ascent(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const node = ["--import", import.meta.resolve("tsx"), "--conditions=source", MAIN, ...args];
  const env = { ...process.env, NO_COLOR: "1", ASCENT_HOME: join(tmpdir(), "ascent-impact-nothing") };
  return new Promise((resolve) => {
    execFile(process.execPath, node, { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

const run: RunView = {
  ...{
    id: RUN,
    blueprint: "tiny",
    blueprintDigest: DIGEST,
    seeds: ["debian"],
    arches: ["x86_64"],
    required: "resolved",
  },
  ...{ requestedBy: "token", state: "succeeded", createdAt: "2026-01-01T00:00:00.000Z", preparation: [] },
};

function build(id: `${string}/${string}`, seconds: number, rest: Partial<BuildView> = {}): BuildView {
  const [stage = "", name = ""] = id.split("/");
  const startedAt = new Date(0).toISOString();
  const finishedAt = new Date(seconds * 1000).toISOString();
  return {
    ...{ id: RUN, runId: RUN, stage, arch: "x86_64", name, version: "1-r0", state: "done", cached: false, attempt: 1 },
    ...{ wave: 0, remaining: 1, waitsFor: [], startedAt, finishedAt, ...rest },
  };
}

/** A service that answers these two questions only. */
const BUILDS = [
  build("final/sed", 20),
  build("stage3/sed", 70),
  build("stage3/sed", 1, { cached: true }),
  build("final/gzip", 5, { state: "failed" }),
];

/** Newer ones that say nothing of this bootstrap: another blueprint's, and a rebuild. */
const OTHER: RunView = { ...run, id: `2${RUN.slice(1)}`, blueprint: "other" };
const REBUILD: RunView = { ...run, id: `3${RUN.slice(1)}`, purpose: { kind: "rebuild", of: RUN, with: "recorded" } };

function answer(path: string) {
  if (!path.split("?")[0]?.endsWith("/builds")) return { runs: [OTHER, REBUILD, run] };
  return {
    builds: path.includes(RUN) ? BUILDS : BUILDS.map((one) => ({ ...one, finishedAt: new Date(9e9).toISOString() })),
  };
}

let server: Server;
let url = "";
beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer(request.url ?? "")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe("ascent impact", () => {
  test("tells what is rebuilt, by stage and wave, and says that it knows no times", async () => {
    const { code, stdout } = await ascent("impact", "sed", TINY, "--arch", "x86_64");
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "sed: 2 builds in 2 stages",
      "",
      "stage3 x86_64: 1 of 6 builds, in 1 wave; 0 have it in their environment",
      "  wave 0",
      "    sed                          changed",
      "",
      "final x86_64: 1 of 6 builds, in 1 wave; 0 have it in their environment",
      "  wave 0",
      "    sed                          changed",
      "",
      "no time is estimated: nothing is on record that could tell how long builds took",
      "",
    ]);
  });

  test("estimates the time from what earlier runs took, not from cached or failed builds, rebuilds or other blueprints", async () => {
    const words = ["impact", "sed", "gzip", "--in", TINY, "--arch", "x86_64", "--url", url, "--token", "t"];
    const { stdout } = await ascent(...words);
    expect(stdout).toContain("about 1:30 of work, 1:10 in a row, without 2 builds that no run has built");
    const { estimate, timed } = JSON.parse((await ascent(...words, "--json")).stdout);
    expect({ estimate, timed }).toEqual({ estimate: { work: 90, unknown: 2, longest: 70 }, timed: true });
  });

  test("refuses names that nothing goes by", async () => {
    const { code, stderr } = await ascent("impact", "sedd", "--in", TINY, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ code: "package-unknown" });
  });
});
