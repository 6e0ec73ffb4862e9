import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LockedPackage } from "@ascent/core";
import { seedling } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkbench, type Ran, runScript, type Workbench } from "./workbench.ts";

const { directory, file, link, makeApk } = seedling;

async function names(path: string): Promise<string[]> {
  return (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
}

describe("a root", () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
  });
  afterAll(() => bench.close());

  const runWith = async (script: string, ...packages: readonly (Uint8Array | Promise<Uint8Array>)[]): Promise<Ran> =>
    runScript(bench, script, { packages: await Promise.all(packages) });

  test("is made once for a locked environment, whoever needs it, and by links", async () => {
    const apk = makeApk({ name: "shared", entries: [file("usr/share/shared", "shared\n")] });
    const before = await names(join(bench.directory, "roots"));
    await Promise.all([runWith("cat /usr/share/shared", apk), runWith("cat /usr/share/shared", apk)]);
    await runWith("true", apk);
    const added = (await names(join(bench.directory, "roots"))).filter((name) => !before.includes(name));
    expect(added.length).toBe(1);
    const inRoot = await stat(join(bench.directory, "roots", added[0]!, "root/usr/share/shared"));
    expect(inRoot.nlink).toBe(2);
    const { contentDigest } = await seedling.locked(bench.store, await apk);
    const inCache = await stat(join(bench.directory, "unpacked", contentDigest.slice(7), "root/usr/share/shared"));
    expect(inCache.ino).toBe(inRoot.ino);
  });

  test("is the same whatever order the lock is given in", async () => {
    const [a, b] = await Promise.all([
      makeApk({ name: "a", entries: [file("a", "a")] }),
      makeApk({ name: "b", entries: [file("b", "b")] }),
    ]);
    await runWith("true", a, b);
    const before = await names(join(bench.directory, "roots"));
    await runWith("true", b, a);
    expect(await names(join(bench.directory, "roots"))).toEqual(before);
  });

  test("merges a link to a directory of one package with another's files below it, in either order", async () => {
    const linking = makeApk({ name: "m-linking", entries: [link("opt", "usr/opt"), directory("usr/opt")] });
    const early = makeApk({ name: "a-early", entries: [file("opt/early", "early\n")] });
    const late = makeApk({
      name: "z-late",
      entries: [directory("opt/sub"), file("opt/sub/late", "late\n"), link("opt/now", "sub/late")],
    });
    const { log } = await runWith("cat /usr/opt/early /usr/opt/sub/late /opt/now; readlink /opt", linking, early, late);
    expect(log).toBe("--- subject step\nearly\nlate\nlate\nusr/opt\n");
  });

  test("two packages with different content at one path are a conflict that names both and the path", async () => {
    const one = makeApk({ name: "one", entries: [file("etc/conf", "one")] });
    const two = makeApk({ name: "two", entries: [file("etc/conf", "two")] });
    const { outcome } = await runWith("true", one, two);
    expect(outcome).toMatchObject({ kind: "failed", failure: { code: "file-conflict", retryable: false } });
    const message = outcome.kind === "failed" ? outcome.failure.message : "";
    expect(message).toContain("package one-1.0-r0 and package two-1.0-r0 both hold /etc/conf");
  });

  test("the same content at one path is no conflict", async () => {
    const [one, two] = ["one", "two"].map((name) =>
      makeApk({ name, entries: [file("etc/conf", "same\n"), link("etc/l", "conf")] }),
    );
    expect((await runWith("cat /etc/l", one!, two!)).log).toContain("same\n");
  });

  test.each([
    { name: "a-new", other: "z-old" },
    { name: "z-new", other: "a-old" },
  ])("a package that replaces another wins, whatever the names ($name over $other)", async ({ name, other }) => {
    const winner = makeApk({ name, entries: [file("etc/conf", "new\n")], info: { replaces: [`${other}<2`] } });
    const loser = makeApk({ name: other, entries: [file("etc/conf", "old\n")] });
    expect((await runWith("cat /etc/conf", winner, loser)).log).toContain("new\n");
    const later = makeApk({ name: other, version: "3-r0", entries: [file("etc/conf", "old\n")] });
    expect((await runWith("true", winner, later)).outcome).toMatchObject({ failure: { code: "file-conflict" } });
  });

  test("when two replace each other, the higher priority wins", async () => {
    const high = makeApk({
      name: "a-high",
      entries: [file("c", "high\n")],
      info: { replaces: ["z-low"], replacesPriority: 5 },
    });
    const low = makeApk({
      name: "z-low",
      entries: [file("c", "low\n")],
      info: { replaces: ["a-high"], replacesPriority: 1 },
    });
    expect((await runWith("cat /c", high, low)).log).toContain("high\n");
  });

  test("a file where another package has a directory is a conflict", async () => {
    const asFile = makeApk({ name: "as-file", entries: [file("srv", "x")] });
    const asDirectory = makeApk({ name: "as-directory", entries: [directory("srv"), file("srv/y", "y")] });
    expect((await runWith("true", asFile, asDirectory)).outcome).toMatchObject({ failure: { code: "file-conflict" } });
  });

  test("a package cannot move a mount point by a link", async () => {
    for (const entries of [
      [link("tmp", "/etc")],
      [link("home", "usr")],
      [link("home/build", "/usr")],
      [file("dev", "x")],
    ]) {
      const { outcome } = await runWith("true", makeApk({ name: "mover", entries }));
      expect(outcome).toMatchObject({ kind: "failed", failure: { code: "file-conflict" } });
    }
  });

  test("links that lead nowhere or in a loop are kept as they are, and nothing can be below them", async () => {
    const dangling = makeApk({ name: "dangling", entries: [link("usr/d", "/nowhere/x"), link("usr/l", "l")] });
    expect((await runWith("readlink /usr/d /usr/l", dangling)).log).toContain("/nowhere/x\nl\n");
    const below = makeApk({ name: "below", entries: [file("usr/l/x", "x")] });
    expect((await runWith("true", dangling, below)).outcome).toMatchObject({ failure: { code: "file-conflict" } });
  });

  test("has apk's database, the sandbox's user beside the packages' own, and no set-user-id file", async () => {
    const apk = makeApk({
      name: "base",
      entries: [
        file("etc/passwd", "root:x:0:0::/root:/bin/sh"),
        file("usr/bin/su", "su", 0o4755),
        file("usr/bin/private", "p", 0o700),
      ],
      info: { depends: ["host-tools"], provides: ["cmd:su=1.0-r0"] },
    });
    const { log } = await runWith(
      "cat /etc/passwd; stat -c '%a %n' /usr/bin/su /usr/bin/private; sed -n '/^P:base/,/^$/p' /lib/apk/db/installed; cat /etc/apk/world",
      apk,
    );
    expect(log).toContain("root:x:0:0::/root:/bin/sh\nbuild:x:1000:1000:build:/home/build:/bin/sh\n");
    expect(log).toContain("755 /usr/bin/su\n755 /usr/bin/private\n");
    expect(log).toContain("D:host-tools\np:cmd:su=1.0-r0\n");
    expect(log).toContain("F:usr/bin\nR:private\na:0:0:700\nZ:Q1");
    expect(log).toContain("R:su\na:0:0:4755\n");
    expect(log).toContain("base=1.0-r0\nhost-tools=1.0-r0\n");
  });

  test("a build cannot change the cache: its root's files are what they were", async () => {
    const apk = await makeApk({ name: "precious", entries: [file("usr/share/precious", "precious\n", 0o666)] });
    await runWith(
      `for how in 'echo x >' 'echo x >>' 'chmod 777' 'rm -f' 'mv /tmp/y' 'touch' 'cp /etc/passwd' 'dd if=/dev/zero of='; do
         eval "$how/usr/share/precious" 2> /dev/null; eval "$how /usr/share/precious" 2> /dev/null
       done; ln /usr/share/precious /home/build/hard 2> /dev/null; true`,
      apk,
    );
    expect((await runWith("cat /usr/share/precious; stat -c '%a %h' /usr/share/precious", apk)).log).toContain(
      "precious\n644 2\n",
    );
  });

  test("caches are pruned least recently used first, but never what a running build holds", async () => {
    const own = await openWorkbench();
    const apks = await Promise.all(
      ["x", "y"].map((name) => makeApk({ name, entries: [file(name, "z".repeat(100_000))] })),
    );
    await runScript(own, "true", { packages: [apks[0]!] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const environment: LockedPackage[] = [];
    for (const apk of [await seedling.toolsApk(), apks[1]!]) environment.push(await seedling.locked(own.store, apk));
    const cancel = new AbortController();
    const watch = seedling.watch(cancel.signal);
    const recipe = seedling.recipe([seedling.output("p", [seedling.step("echo running; sleep 60")])]);
    const building = own.builder.build(seedling.request(recipe, environment), watch);
    while (!watch.log().includes("running")) await new Promise((resolve) => setTimeout(resolve, 5));
    await own.builder.prune(0);
    expect((await names(join(own.directory, "roots"))).length).toBe(1);
    expect((await names(join(own.directory, "unpacked"))).length).toBe(2);
    cancel.abort();
    await building;
    expect(await own.builder.prune(0)).toMatchObject({ bytes: 0 });
    expect(await names(join(own.directory, "unpacked"))).toEqual([]);
    expect((await runScript(own, "cat /x | wc -c", { packages: [apks[0]!] })).log).toContain("100000");
    await own.close();
  });

  describe("with scriptlets", () => {
    test("is a copy in which they ran: installs in dependency order, then triggers with the directories that match", async () => {
      const first = makeApk({
        name: "z-first",
        entries: [file("usr/share/first/x", "x"), file("usr/share/other/y", "y"), file("usr/lib/deep/er/z", "z")],
        scripts: {
          preInstall: "#!/bin/sh\necho pre first $1 >> /log\n",
          postInstall: "#!/bin/sh\necho post first $1 >> /log\n",
        },
      });
      const second = makeApk({
        name: "a-second",
        scripts: {
          postInstall: "#!/bin/sh\nid -u >> /log; cat /proc/net/route | wc -l >> /log; echo post second >> /log\n",
          trigger: "#!/bin/sh\necho trigger $@ >> /log\n",
        },
        info: { depends: ["z-first"], triggers: ["/usr/share/*", "+/usr/lib/deep", "/nothing/*"] },
      });
      const { log, outcome } = await runWith("cat /log", first, second);
      expect(outcome.kind).toBe("built");
      expect(log).toBe(
        "--- subject step\npre first 1.0-r0\npost first 1.0-r0\n0\n1\npost second\ntrigger /usr/lib/deep /usr/share/first /usr/share/other\n",
      );
    });

    test("a trigger whose patterns match nothing does not run, and the root stays links", async () => {
      const apk = await makeApk({
        name: "idle",
        entries: [file("idle", "i")],
        scripts: { trigger: "#!/bin/sh\nexit 1\n" },
        info: { triggers: ["/none"] },
      });
      const { log } = await runWith("stat -c %h /idle", apk);
      expect(log).toContain("2\n");
    });

    test("they cannot change the cache", async () => {
      const victim = await makeApk({ name: "victim", entries: [file("usr/share/victim", "victim\n")] });
      const attacker = await makeApk({
        name: "attacker",
        scripts: {
          postInstall: "#!/bin/sh\necho changed > /usr/share/victim\nchmod 4777 /usr/share/victim\nrm /usr/bin/wc\n",
        },
      });
      expect(
        (
          await runWith(
            "cat /usr/share/victim; stat -c %a /usr/share/victim; touch /usr/share/victim || true",
            victim,
            attacker,
          )
        ).log,
      ).toContain("changed\n755\n");
      expect((await runWith("cat /usr/share/victim | wc -l", victim)).log).toContain("1\n");
    });

    test("they see neither the host nor a network, and leave no link that the worker would follow", async () => {
      const secret = join(bench.directory, "untouched");
      await writeFile(secret, "untouched");
      const apk = await makeApk({
        name: "escaper",
        scripts: {
          postInstall: `#!/bin/sh\nln -s ${secret} /dev/shm/1; ln -s ${bench.directory} /usr/out; ls ${bench.directory} && echo visible; exit 0\n`,
          trigger: "#!/bin/sh\nexit 0\n",
        },
        info: { triggers: ["/usr"] },
      });
      const { outcome, log } = await runWith("true", apk);
      expect(outcome.kind).toBe("built");
      expect(log).not.toContain("visible");
      expect(await readFile(secret, "utf8")).toBe("untouched");
      expect((await stat(bench.directory)).uid).toBe(process.getuid?.());
    });

    test("one that fails says which, with its output, and leaves no root", async () => {
      const apk = await makeApk({
        name: "broken",
        scripts: { postInstall: "#!/bin/sh\necho no such luck >&2\nexit 7\n" },
      });
      const before = await names(join(bench.directory, "roots"));
      const { outcome, log } = await runWith("true", apk);
      expect(outcome).toMatchObject({
        kind: "failed",
        failure: { code: "scriptlet-failed", retryable: false, logTail: ["no such luck"] },
      });
      expect(outcome.kind === "failed" && outcome.failure.message).toContain(
        "post-install of broken-1.0-r0 ended with exit code 7:\nno such luck",
      );
      expect(log).toContain("no such luck");
      expect(await names(join(bench.directory, "roots"))).toEqual(before);
    });
  });
});
