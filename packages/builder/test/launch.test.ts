import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { bwrapArguments, type SandboxSpec } from "../src/sandbox/bwrap-arguments.ts";
import { CpuShares, parseCpuList } from "../src/sandbox/cpus.ts";
import { launchCommand } from "../src/sandbox/launch.ts";

const spec: SandboxSpec = {
  root: { path: "/data/root", access: "read-only" },
  mounts: [
    { access: "writable", source: "/data/home", target: "/home/build" },
    { access: "read-only", source: "/data/sources", target: "/var/cache/melange/sources" },
  ],
  shared: "/data/shm",
  script: "/data/script",
  uid: 1000,
  gid: 1000,
  hostname: "build",
  environment: { Z: "last", A: "first" },
  command: ["/bin/sh", "-e", "/run/ascent/script"],
};

const limits = { addressSpaceBytes: 4e9, fileBytes: 1e9, userTasks: 4000 };

describe("bwrapArguments", () => {
  const args = bwrapArguments(spec, 3);
  const text = args.join(" ");

  test("asks for every namespace by force, no capability, a session of its own, and death with the parent", () => {
    for (const option of ["--unshare-all", "--unshare-user", "--cap-drop ALL", "--new-session", "--die-with-parent"])
      expect(text).toContain(option);
    expect(text).not.toContain("--share-net");
  });

  test("mounts the root read-only, and before all else", () => {
    const mounts = args.filter((each) => /^--(ro-)?bind$/.test(each));
    expect(text.indexOf("--ro-bind /data/root /")).toBeLessThan(text.indexOf("--dev /dev"));
    expect(mounts.length).toBe(5);
    expect(text).toContain("--bind /data/home /home/build --ro-bind /data/sources /var/cache/melange/sources");
  });

  test("leaves no writable tmpfs: what is in memory there would count against no limit", () => {
    expect(text).toMatch(/--dev \/dev --bind \/data\/shm \/dev\/shm --remount-ro \/dev /);
    expect(text).toMatch(/--tmpfs \/run --ro-bind \/data\/script \/run\/ascent\/script --remount-ro \/run /);
  });

  test("sets variables after clearing the environment, in one order", () => {
    expect(text).toContain("--clearenv --setenv A first --setenv Z last");
  });

  test("ends with the command, behind --", () => {
    expect(args.slice(args.indexOf("--"))).toEqual(["--", ...spec.command]);
  });
});

describe("launchCommand", () => {
  test("a worker that is root gives up its ids, groups and capabilities first", () => {
    const command = launchCommand({ bwrap: "bwrap", runAs: { uid: 65534, gid: 65534 } }, { limits }, ["ARGS"]).join(
      " ",
    );
    expect(command).toMatch(
      /setpriv --reuid 65534 --regid 65534 --clear-groups .*--no-new-privs prlimit .* bwrap ARGS$/,
    );
    expect(launchCommand({ bwrap: "bwrap" }, { limits }, []).join(" ")).not.toContain("setpriv");
  });

  test("CPUs are limited only when some are named", () => {
    expect(launchCommand({ bwrap: "b" }, { limits, cpus: [1, 3] }, []).join(" ")).toContain("taskset -c 1,3 b");
    expect(launchCommand({ bwrap: "b" }, { limits }, []).join(" ")).not.toContain("taskset");
  });

  test("no descriptor that the worker inherited reaches the program, whatever its number", () => {
    const command = launchCommand({ bwrap: "ls" }, { limits }, ["/proc/self/fd"]);
    const inherit = ["-c", 'exec 7> /dev/null 99> /dev/null 3> /dev/null; exec "$@"', "inherit", ...command];
    // 3 is the status descriptor; ls has the directory open as 4.
    expect(execFileSync("bash", inherit, { encoding: "utf8" })).toBe("0\n1\n2\n3\n4\n");
  });

  test("stderr joins stdout, and the umask is 022", () => {
    const command = launchCommand({ bwrap: "sh" }, { limits }, ["-c", "umask; echo to stderr >&2"]);
    expect(execFileSync(command[0], command.slice(1), { encoding: "utf8" })).toBe("0022\nto stderr\n");
  });
});

describe("CpuShares", () => {
  test("builds side by side get the CPUs that are least used", () => {
    const shares = new CpuShares([0, 1, 2, 3]);
    const first = shares.acquire(2);
    const second = shares.acquire(2);
    expect([first, second]).toEqual([
      [0, 1],
      [2, 3],
    ]);
    shares.release(first);
    expect(shares.acquire(1)).toEqual([0]);
  });

  test("a build that may use all CPUs is not limited", () => {
    expect(new CpuShares([0, 1]).acquire(2)).toBeUndefined();
    expect(new CpuShares([0, 1]).acquire(8)).toBeUndefined();
    expect(new CpuShares([5]).acquire(1)).toBeUndefined();
  });

  test("the kernel's lists are read", () => {
    expect(parseCpuList("0-3,8,10-11")).toEqual([0, 1, 2, 3, 8, 10, 11]);
    expect(parseCpuList("7")).toEqual([7]);
  });
});
