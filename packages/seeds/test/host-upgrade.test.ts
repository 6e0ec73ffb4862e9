import { memoryKeys, memoryStore, recordedLog } from "@ascent/testkit";
import { describe, expect, test } from "vitest";
import { createSeedProvider } from "../src/index.ts";
import { savedLocks } from "../src/saved-locks.ts";
import { debian, requestFor, scratchDirectory } from "./test-host.ts";

/** apt would take it for an option, so that it is refused before the host's apt is asked: that is when a lock is made anew. */
const NAMES = ["-odd"];
const EDITION = "debian-3";

async function installation(release: string | undefined, lockedOn: string) {
  const directory = await scratchDirectory();
  const hostReleases = async () => (release === undefined ? [] : [release]);
  const provider = createSeedProvider({
    ...{ store: memoryStore(), directory, log: recordedLog(), keys: memoryKeys(), hostReleases },
  });
  const lock = { seed: "debian", arch: "x86_64", origin: lockedOn, packages: [] } as const;
  return {
    provider,
    save: (suite: string, edition: string) =>
      savedLocks(directory, edition).write({ seed: debian({ suite }), arch: "x86_64", names: NAMES }, lock),
    acquire: (suite: string) => provider.acquire(requestFor({ seed: debian({ suite }), names: NAMES })),
  };
}

describe("the saved lock of a suite that the host names", () => {
  test.each(["host", "next"])("%s is taken again while the host has the release that it was made on", async (suite) => {
    const host = await installation("bookworm", "of bookworm");
    await host.save(suite, `${EDITION} on bookworm`);
    expect((await host.acquire(suite)).origin).toBe("of bookworm");
  });

  test.each(["host", "next"])("%s is made anew after the host was upgraded", async (suite) => {
    const host = await installation("trixie", "of bookworm");
    await host.save(suite, `${EDITION} on bookworm`);
    await expect(host.acquire(suite)).rejects.toMatchObject({ code: "seed-missing-package" });
  });

  test("is the host's whatever it is called, where its release has no name", async () => {
    const host = await installation(undefined, "of sid");
    await host.save("host", EDITION);
    expect((await host.acquire("host")).origin).toBe("of sid");
  });
});

test("the saved lock of a suite by name outlives an upgrade of the host", async () => {
  const host = await installation("trixie", "of bookworm");
  await host.save("bookworm", EDITION);
  expect((await host.acquire("bookworm")).origin).toBe("of bookworm");
});
