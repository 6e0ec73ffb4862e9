import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStore } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBuilder } from "../src/index.ts";
import { checkSandbox, unavailable } from "../src/sandbox/check.ts";
import { quiet } from "./workbench.ts";

describe("a host that cannot build", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "ascent-check-"));
    await chmod(directory, 0o755);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  /** Stands in for a bwrap that fails as the real one does on such a host. */
  async function fakeBwrap(stderr: string): Promise<string> {
    const path = join(directory, `bwrap-${Math.random()}`);
    await writeFile(path, `#!/bin/sh\necho "bwrap: ${stderr}" >&2\nexit 1\n`);
    await chmod(path, 0o755);
    return path;
  }

  test("without bubblewrap: what to install", async () => {
    const options = { store: memoryStore(), directory: join(directory, "a"), log: quiet, bwrap: "no-such-bwrap" };
    await expect(createBuilder(options)).rejects.toMatchObject({
      code: "sandbox-missing",
      message: expect.stringContaining("no-such-bwrap"),
      wayOut: expect.stringContaining("apt-get install bubblewrap"),
    });
  });

  test.each([
    "No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces.",
    "setting up uid map: Permission denied",
    "loopback: Failed RTM_NEWADDR: Operation not permitted",
    "Creating new namespace failed: No space left on device",
  ])("without user namespaces (%s): which settings forbid them", async (stderr) => {
    const bwrap = await fakeBwrap(stderr);
    await expect(
      createBuilder({ store: memoryStore(), directory: join(directory, "b"), log: quiet, bwrap }),
    ).rejects.toMatchObject({
      code: "sandbox-unavailable",
      message: expect.stringContaining(stderr),
      wayOut: expect.stringContaining("sysctl -w "),
    });
  });

  test("the setting that forbids is named alone; where none does, a container is thought of", () => {
    const ubuntu = unavailable("bwrap: setting up uid map: Permission denied", (name) =>
      name === "kernel.apparmor_restrict_unprivileged_userns"
        ? 1
        : name === "user.max_user_namespaces"
          ? 1000
          : undefined,
    );
    expect(ubuntu.message).toContain("kernel.apparmor_restrict_unprivileged_userns");
    expect(ubuntu.wayOut).toBe(
      "Allow user namespaces as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0.",
    );
    const debian = unavailable("bwrap: no", (name) => (name === "kernel.unprivileged_userns_clone" ? 0 : undefined));
    expect(debian.wayOut).toContain("sysctl -w kernel.unprivileged_userns_clone=1");
    const none = unavailable("bwrap: no", (name) => (name === "user.max_user_namespaces" ? 0 : undefined));
    expect(none.wayOut).toContain("sysctl -w user.max_user_namespaces=16384");
    expect(unavailable("bwrap: no", () => undefined).wayOut).toContain("docker");
  });

  test("a directory that the builds' user cannot enter: what to open", async () => {
    const closed = join(directory, "closed");
    await mkdir(join(closed, "data"), { recursive: true });
    // For a worker that is not root, its own user must be shut out; for root, everyone but root.
    await chmod(closed, process.getuid?.() === 0 ? 0o700 : 0o000);
    const host = process.getuid?.() === 0 ? { bwrap: "bwrap", runAs: { uid: 65534, gid: 65534 } } : { bwrap: "bwrap" };
    await expect(checkSandbox(host, join(closed, "data"))).rejects.toMatchObject({
      code: "data-directory-unreachable",
      message: expect.stringContaining(closed),
      wayOut: expect.stringContaining("chmod o+x"),
    });
    await chmod(closed, 0o700);
  });

  test("a host that can build passes", async () => {
    const host = process.getuid?.() === 0 ? { bwrap: "bwrap", runAs: { uid: 65534, gid: 65534 } } : { bwrap: "bwrap" };
    await expect(checkSandbox(host, directory)).resolves.toBeUndefined();
  });
});
