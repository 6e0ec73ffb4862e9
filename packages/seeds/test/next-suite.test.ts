import { Fault } from "@ascent/core";
import { describe, expect, test } from "vitest";
import { nextSuite, type Release } from "../src/debian/next-suite.ts";

/** A mirror's suites under the names that it serves them by. */
function mirror(releases: readonly Release[]) {
  const asked: string[] = [];
  const ask = async (suite: string) => {
    asked.push(suite);
    const found = releases.find((release) => release.codename === suite || release.suite === suite);
    if (found === undefined) throw new Fault("seed-suite-missing", `no ${suite}`);
    return found;
  };
  return { asked, next: (...suites: string[]) => nextSuite(suites, ask) };
}

const debian = (suite: string, codename: string): Release => ({ origin: "Debian", suite, codename });
const IN_2026 = mirror([
  debian("oldoldstable", "bullseye"),
  debian("oldstable", "bookworm"),
  debian("stable", "trixie"),
  debian("testing", "forky"),
  debian("unstable", "sid"),
]);
const IN_2024 = mirror([debian("stable", "bookworm"), debian("testing", "trixie"), debian("unstable", "sid")]);

describe("the suite after the host's", () => {
  test.each([
    ["bullseye", "bookworm"],
    ["bookworm", "trixie"],
    ["trixie", "forky"],
    ["forky", "sid"],
  ])("after %s comes %s: the mirror says so, no table does", async (host, next) => {
    expect(await IN_2026.next(host)).toBe(next);
  });

  test("what is newer changes with time, not with Ascent's version", async () => {
    expect(await IN_2024.next("bookworm")).toBe("trixie");
  });

  test("a host that names its release by age has the same one after it, by its own name", async () => {
    expect(await IN_2026.next("stable")).toBe("forky");
  });

  test("a host of several releases has the one after the newest", async () => {
    expect(await IN_2026.next("testing", "bookworm")).toBe("sid");
  });

  test.each([
    ["nothing is newer", IN_2026, ["sid"]],
    ["a distribution names none by age", mirror([{ origin: "Ubuntu", suite: "noble", codename: "noble" }]), ["noble"]],
    ["the host names no release", IN_2026, []],
  ] as const)("where %s, it is refused with a way out", async (_why, { next }, suites) => {
    await expect(next(...suites)).rejects.toMatchObject({
      code: "seed-suite-missing",
      retryable: false,
      wayOut: expect.stringMatching(/suite: NAME.*--seed/),
    });
  });

  test("a refusal names the host's own distribution and release", async () => {
    const ubuntu = mirror([{ origin: "Ubuntu", suite: "noble", codename: "noble" }]);
    await expect(ubuntu.next("noble")).rejects.toThrow(/this host: it is Ubuntu noble/);
  });

  test("a mirror without the suite that comes after says which it lacks", async () => {
    const frozen = mirror([debian("oldstable", "bookworm")]);
    await expect(frozen.next("bookworm")).rejects.toThrow(/no stable/);
    expect(frozen.asked).toEqual(["bookworm", "stable"]);
  });
});
