import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSecretBox } from "../src/index.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ascent-secrets-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("what is sealed opens for what it is about, in any process with the key, and for nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string(), async (secret, about) => {
      const sealed = await createSecretBox(directory).seal(secret, about);
      expect(await createSecretBox(directory).open(sealed, about)).toBe(secret);
      await expect(createSecretBox(directory).open(sealed, `${about}x`)).rejects.toMatchObject({
        code: "secret-unreadable",
      });
    }),
    { numRuns: 20 },
  );
});

test("the same secret looks different each time, and none of it shows", async () => {
  const box = createSecretBox(directory);
  const [one, two] = await Promise.all([box.seal("whsec_hello", "a"), box.seal("whsec_hello", "a")]);
  expect(one).not.toBe(two);
  expect(Buffer.from(one.slice(3), "base64url").toString("latin1")).not.toContain("whsec");
});

test("a byte changed, another key, or no sealed text at all is told with a way out", async () => {
  const box = createSecretBox(directory);
  const sealed = await box.seal("secret", "a");
  const bytes = Buffer.from(sealed.slice(3), "base64url");
  for (let at = 0; at < bytes.length; at += 7) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(box.open(`s1.${changed.toString("base64url")}`, "a")).rejects.toMatchObject({
      code: "secret-unreadable",
    });
  }
  for (const wrong of ["", "s1.", "s2.abc", "s1.AAAA", sealed.slice(0, -3)]) {
    await expect(box.open(wrong, "a")).rejects.toMatchObject({ code: "secret-unreadable" });
  }
  await writeFile(join(directory, "secrets.key"), Buffer.alloc(32).toString("base64"));
  await expect(box.open(sealed, "a")).rejects.toMatchObject({
    code: "secret-unreadable",
    wayOut: expect.stringContaining("rotate"),
  });
});

test("the key is its owner's alone, made once, and one that others can read is refused", async () => {
  const path = join(directory, "secrets.key");
  await Promise.all([1, 2, 3].map(() => createSecretBox(directory).seal("x", "a")));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const key = await readFile(path, "utf8");
  await createSecretBox(directory).seal("x", "a");
  expect(await readFile(path, "utf8")).toBe(key);
  await chmod(path, 0o640);
  await expect(createSecretBox(directory).seal("x", "a")).rejects.toMatchObject({ code: "key-too-open" });
  await writeFile(path, "short");
  await chmod(path, 0o600);
  await expect(createSecretBox(directory).seal("x", "a")).rejects.toMatchObject({ code: "key-unreadable" });
});
