import { canonicalJson } from "@ascent/core";
import { expect, test } from "vitest";
import { formatSeedLock, parseSeedLock, readSeedLock, type SeedLockContent } from "../src/seed-lock.ts";

const hex = (digit: string) => digit.repeat(64);

function lock(arch: "x86_64" | "aarch64", names: readonly string[]): SeedLockContent {
  const packages = names.map((name) => ({
    record: {
      name,
      version: "1.0-r0",
      arch,
      origin: name,
      description: `the ${name}`,
      url: "",
      license: "MIT",
      size: 1,
      installedSize: 2,
      checksum: "Q1abc=",
      depends: [{ name: "libc", constraint: { relation: ">=", version: "2" }, conflict: false } as const],
      provides: [{ name: `cmd:${name}`, version: "1.0-r0" }],
      installIf: [],
      replaces: [],
      providerPriority: 3,
    },
    input: "seed:debian",
    fileDigest: `sha256:${hex("a")}` as const,
    contentDigest: `sha256:${hex("b")}` as const,
    upstream: { url: `http://mirror.example/${name}.deb`, sha256: hex("c") },
  }));
  return { seed: "debian", arch, origin: "host", packages };
}

test("what is written is read back as the same", () => {
  const locks = [lock("aarch64", ["a", "b"]), lock("x86_64", ["c"])];
  expect(parseSeedLock(formatSeedLock(locks), "seed.lock")).toEqual(locks);
});

test("the same locks are the same bytes in whatever order packages, arches and keys come", () => {
  const shuffled = JSON.parse(JSON.stringify(lock("x86_64", ["b", "a"])), (_key, value) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  ) as SeedLockContent;
  const first = formatSeedLock([lock("aarch64", []), lock("x86_64", ["a", "b"])]);
  expect(formatSeedLock([shuffled, lock("aarch64", [])])).toBe(first);
});

test("a lock as runs store it is read", () => {
  const one = lock("x86_64", ["a"]);
  expect(readSeedLock(new TextEncoder().encode(canonicalJson(one)))).toEqual(one);
});

const good = formatSeedLock([lock("x86_64", ["a"])]);
test.each([
  ["no JSON", "{"],
  ["another version", good.replace('"version": 1\n', '"version": 2\n')],
  ["a digest that is none", good.replace(hex("b"), hex("g"))],
  ["a hash that is cut", good.replace(hex("c"), "cc")],
  ["an unknown arch", good.replaceAll('"x86_64"', '"mips"')],
  ["an unknown key", good.replace('"seed":', '"trusted": true, "seed":')],
  ["no locks", '{"version":1,"locks":[]}'],
])("%s is refused with the file's name", (_what, text) => {
  expect(text).not.toBe(good);
  expect(() => parseSeedLock(text, "stages/tiny/seed.lock")).toThrow(
    expect.objectContaining({ code: "seed-lock-malformed", message: expect.stringContaining("stages/tiny/seed.lock") }),
  );
});
