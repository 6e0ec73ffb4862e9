import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addControlCommands } from "../src/commands/control.ts";
import { addRunCommands } from "../src/commands/runs.ts";

const RUN = "3f2a0000-0000-4000-8000-000000000000";
const run = {
  ...{ id: RUN, blueprint: "tiny", blueprintDigest: `sha256:${"0".repeat(64)}`, seeds: ["debian"], arches: ["x86_64"] },
  ...{ required: "declared", requestedBy: "installation", priority: 5, state: "failed", preparation: [] },
  createdAt: "2026-01-01T00:00:00.000Z",
};
const build = {
  ...{ id: RUN, runId: RUN, stage: "stage1", arch: "x86_64", name: "musl", version: "1-r0", state: "done" },
  ...{ cached: false, attempt: 1, wave: 0, remaining: 0, waitsFor: [] },
};

let service: Server;
let said: string[];

/** A service that has one run, of the package musl, in which nothing is to be done. */
beforeEach(async () => {
  said = [];
  service = createServer((request, response) => {
    const path = (request.url ?? "").replace(/\?.*/, "");
    const answers: Record<string, unknown> = {
      "/v1/runs": { runs: [run] },
      [`/v1/runs/${RUN}`]: run,
      [`/v1/runs/${RUN}/builds`]: { builds: [build] },
    };
    const [, verb] = /\/(retry|cancel)$/.exec(path) ?? [];
    if (verb === "retry") answers[path] = { runId: RUN, retried: 0 };
    if (verb === "cancel") answers[path] = { runId: RUN, cancelled: 0 };
    response.writeHead(path in answers ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answers[path] ?? {}));
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await new Promise((resolve) => service.close(resolve));
  process.exitCode = 0;
});

async function ascent(...args: string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addControlCommands(program);
  addRunCommands(program);
  const { port } = service.address() as AddressInfo;
  await program.parseAsync([...args, "--url", `http://127.0.0.1:${port}`, "--token", "t".repeat(20)], { from: "user" });
  return said.join("");
}

test("what is to be tried again or cancelled is a package of the run: anything else, such as a run's id, is refused", async () => {
  const refusal = { code: "build-unknown", wayOut: "It builds: musl." };
  await expect(ascent("retry", "3f2a")).rejects.toMatchObject(refusal);
  await expect(ascent("cancel", "3f2a", "--package", "mussel")).rejects.toMatchObject(refusal);
});

test("that nothing of it is left to do is no failure", async () => {
  expect(await ascent("retry", "musl")).toBe("nothing to retry\n");
  expect(await ascent("cancel", "3f2a", "--package", "musl")).toContain("nothing to cancel\n");
});

test.each(["11", "99", "-1", "1.5", "high"])("a priority that no run has is refused at once: %s", async (priority) => {
  await expect(ascent("run", `--priority=${priority}`)).rejects.toMatchObject({ code: "commander.invalidArgument" });
});
