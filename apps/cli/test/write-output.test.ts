import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeOutput } from "../src/write-output.ts";

test("an option whose file's name was forgotten does not make a file of the next option's name", async () => {
  await expect(writeOutput("--svg", "digraph {}")).rejects.toMatchObject({
    code: "output-unwritable",
    wayOut: expect.stringContaining("--svg out.svg"),
  });
  const directory = await mkdtemp(join(tmpdir(), "ascent-output-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await writeOutput(join(directory, "why.dot"), "digraph {}");
  expect(await readFile(join(directory, "why.dot"), "utf8")).toBe("digraph {}");
  await expect(writeOutput(join(directory, "none", "why.dot"), "")).rejects.toMatchObject({
    code: "output-unwritable",
  });
});
