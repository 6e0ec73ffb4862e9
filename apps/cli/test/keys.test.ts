import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDirectoryKeys } from "@ascent/keyring";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addKeys } from "../src/commands/keys.ts";

let home: string;
let told: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "ascent-cli-keys-"));
  vi.stubEnv("ASCENT_HOME", home);
  told = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    told += text;
    return true;
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(home, { recursive: true });
});

async function ascent(...words: string[]): Promise<string> {
  told = "";
  const program = new Command("ascent").exitOverride();
  addKeys(program);
  await program.parseAsync(["node", "ascent", "keys", ...words]);
  return told;
}

async function someKeys(): Promise<void> {
  const keys = await createDirectoryKeys(join(home, "keys"), { modulusBits: 2048 });
  await keys.builderSigner();
  await keys.signerFor("final");
}

test("where nothing has signed yet there is nothing to list or to rotate", async () => {
  expect(await ascent()).toContain("no key yet");
  await expect(ascent("rotate")).rejects.toMatchObject({ code: "key-unknown" });
});

test("keys are listed with what they are for, their state and their whole fingerprint, and nothing private", async () => {
  await someKeys();
  const text = await ascent();
  expect(text).toMatch(/ascent-[0-9a-f]{8}-builder\.pem +builder, ECDSA P-256, active, created \d{4}-\d\d-\d\d/);
  expect(text).toMatch(/ascent-[0-9a-f]{8}-final\.rsa\.pub +stage final, RSA, active/);
  expect(text.match(/sha256:[0-9a-f]{64}/g)).toHaveLength(2);
  const listed = JSON.parse(await ascent("list", "--json"));
  expect(listed).toMatchObject([{ kind: "builder" }, { kind: "stage", stage: "final", state: "active" }]);
  expect(JSON.stringify(listed)).not.toContain("PRIVATE");
});

test("one key is rotated by its name, all are without one; retired ones stay listed", async () => {
  await someKeys();
  expect(await ascent("rotate", "builder")).toMatch(/-builder\.pem is retired; .*-builder\.pem signs from now on/);
  expect((await ascent()).match(/retired/g)).toHaveLength(1);
  await ascent("rotate");
  const listed = JSON.parse(await ascent("list", "--json"));
  expect(listed.map(({ state }: { state: string }) => state).sort()).toEqual([
    ...["active", "active"],
    ...["retired", "retired", "retired"],
  ]);
  await expect(ascent("rotate", "stage9")).rejects.toMatchObject({
    code: "key-unknown",
    wayOut: "There are: builder, final.",
  });
});

test("the export has the public part of every key that ever signed, and none that is private", async () => {
  await someKeys();
  await ascent("rotate", "final");
  const out = join(home, "out", "public");
  expect(await ascent("export", out)).toContain("3 public keys");
  const files = await readdir(out);
  const list = JSON.parse(await readFile(join(out, "keys.json"), "utf8"));
  expect(files.sort()).toEqual([...list.map(({ name }: { name: string }) => name), "keys.json"].sort());
  for (const file of files) expect(await readFile(join(out, file), "utf8")).not.toContain("PRIVATE");
});
