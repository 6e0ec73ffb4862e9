import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { refuseUnwritableFolder, writeOutput } from "../src/write-output.ts";

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

test("a folder that nothing could be left in is refused beforehand, and none is made", async () => {
  const directory = await mkdtemp(join(tmpdir(), "ascent-output-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, "file"), "");
  const fault = { code: "output-unwritable", message: expect.stringContaining(`${directory}/file is no folder`) };
  for (const path of ["file", "file/below", "file/far/below"]) {
    await expect(refuseUnwritableFolder(join(directory, path))).rejects.toMatchObject(fault);
  }
  for (const path of ["", "new", "new/below"]) await refuseUnwritableFolder(join(directory, path));
  await expect(readFile(join(directory, "new"))).rejects.toMatchObject({ code: "ENOENT" });
  if (process.getuid?.() === 0) return;
  await mkdir(join(directory, "closed"));
  await chmod(join(directory, "closed"), 0o500);
  await expect(refuseUnwritableFolder(join(directory, "closed", "new"))).rejects.toMatchObject({
    code: "output-unwritable",
    message: expect.stringContaining("you may not write"),
  });
});
