import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SourceRef } from "@ascent/core";
import { seedling } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkbench, runScript, type Workbench } from "./workbench.ts";

describe("inside the sandbox", () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
  });
  afterAll(() => bench.close());

  test("there is no network: only a loopback without routes", async () => {
    const { log, outcome } = await runScript(
      bench,
      "cat /proc/net/dev | sed 1,2d | sed 's/:.*//; s/ //g'; echo routes:; cat /proc/net/route | sed 1d | wc -l",
    );
    expect(outcome.kind).toBe("built");
    expect(log).toBe("--- subject step\nlo\nroutes:\n0\n");
  });

  test("nothing of the host's files is visible: the root is the locked packages and mount points", async () => {
    await writeFile(join(bench.directory, "secret"), "secret");
    const { log } = await runScript(
      bench,
      `ls /; ls -A /tmp /home /home/build /var/cache; ls ${bench.directory} 2>&1 || true`,
    );
    expect(log).not.toContain("secret\n");
    expect(log).toContain("No such file or directory");
    const top = log.split("\n").slice(1, log.split("\n").indexOf("/home:"));
    expect(top.filter(Boolean)).toEqual([
      "bin",
      "dev",
      "etc",
      "home",
      "lib",
      "lib64",
      "proc",
      "run",
      "sbin",
      "tmp",
      "usr",
      "var",
    ]);
    expect(log).toContain("/tmp:\n");
    expect(log).not.toContain("/tmp:\nascent");
  });

  test("no path below the root can be written, /dev and /run included; /tmp, /dev/shm and the workspace can", async () => {
    const { log, outcome } = await runScript(
      bench,
      `for path in / /usr /usr/bin /etc /dev /run /proc /var/cache/melange/sources /run/ascent; do
         touch "$path/probe" 2> /dev/null && echo "wrote $path"
       done
       for file in /usr/bin/sh /etc/passwd /run/ascent/script; do
         (echo x > $file) 2> /dev/null && echo "changed $file"
         (echo x >> $file) 2> /dev/null && echo "appended $file"
         chmod 777 $file 2> /dev/null && echo "chmod $file"
         rm -f $file 2> /dev/null && echo "removed $file"
         ln $file /home/build/link 2> /dev/null && echo "linked $file"
       done
       for path in /tmp /dev/shm /home/build; do touch $path/probe && rm $path/probe; done
       echo end`,
    );
    expect(outcome.kind).toBe("built");
    expect(log).toBe("--- subject step\nend\n");
  });

  test("the build is uid 1000 called build, without capabilities, and cannot become root", async () => {
    const { log } = await runScript(
      bench,
      "id -u; id -g; id -un; cat /proc/self/status | sed -n 's/^Cap[IPE][a-z]*:\t//p; s/^NoNewPrivs:\t//p'",
    );
    expect(log).toBe(`--- subject step\n1000\n1000\nbuild\n${"0000000000000000\n".repeat(3)}1\n`);
  });

  test("the processes of the host are not there", async () => {
    const { log } = await runScript(bench, "ls /proc | sed -n '/^[0-9]*$/p' | wc -l; readlink /proc/1/exe || true");
    expect(Number(log.split("\n")[1])).toBeLessThan(10);
    expect(log).not.toContain("node");
  });

  test("the environment is what builder, definition and step say, and nothing of the worker's", async () => {
    process.env.ASCENT_LEAK = "leak";
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    const step = { ...seedling.step("env | sort"), environment: { CC: "tcc", BOTH: "step" } };
    const recipe = seedling.recipe([seedling.output("env", [step])], {
      environment: { packages: [], variables: { BOTH: "definition", CFLAGS: "-O2" } },
    });
    const watch = seedling.watch();
    await bench.builder.build(seedling.request(recipe, environment, { parallelism: 3 }), watch);
    delete process.env.ASCENT_LEAK;
    const lines = watch.log().split("\n").slice(1, -1);
    expect(lines.filter((line) => !/^(PWD|OLDPWD|_|SHLVL)=/.test(line))).toEqual([
      "BOTH=step",
      "CC=tcc",
      "CFLAGS=-O2",
      "HOME=/home/build",
      "JOBS=3",
      "LC_ALL=C",
      "LOGNAME=build",
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "SOURCE_DATE_EPOCH=1600000000",
      "TZ=UTC",
      "USER=build",
    ]);
  });

  test("host name, umask and standard input are the same on every host; no file of the worker's is open", async () => {
    const before = process.umask(0o077);
    const { log } = await runScript(bench, "uname -n; umask; cat; ls /proc/self/fd");
    process.umask(before);
    // ls itself has the directory open as its fourth.
    expect(log).toBe("--- subject step\nbuild\n0022\n0\n1\n2\n3\n");
  });

  test("nproc answers with the parallelism that the build was given", async () => {
    const { log } = await runScript(bench, "nproc", { request: { parallelism: 1 } });
    expect(log).toBe("--- subject step\n1\n");
  });

  test("a step starts in its working directory, which is made when it is missing", async () => {
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    const step = { ...seedling.step("readlink /proc/self/cwd"), workingDirectory: "/home/build/a/b" };
    const watch = seedling.watch();
    await bench.builder.build(seedling.request(seedling.recipe([seedling.output("cwd", [step])]), environment), watch);
    expect(watch.log()).toContain("/home/build/a/b\n");
  });

  test("sources and the files beside the definition are where the steps expect them", async () => {
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    const source = await bench.store.put(Buffer.from("source bytes\n"));
    const patch = await bench.store.put(Buffer.from("patch\n"));
    const ref: SourceRef = {
      ...({
        kind: "fetch",
        uri: "https://example.org/x-1.0.tar.gz",
        algorithm: "sha256",
        fileName: "x-1.0.tar.gz",
      } as const),
      ...{ expected: source.slice(7), place: seedling.place },
    };
    const recipe = seedling.recipe(
      [
        seedling.output("x", [
          seedling.step(
            "cat /var/cache/melange/sources/x-1.0.tar.gz patches/fix.patch; stat -c '%a %n' patches/fix.patch run.sh; ls -d melange-out/*",
          ),
        ]),
      ],
      {
        sources: [ref],
        files: [
          { path: "patches/fix.patch", digest: patch, executable: false },
          { path: "run.sh", digest: patch, executable: true },
        ],
      },
    );
    const watch = seedling.watch();
    const sources = [{ ref, digest: source, from: "https://mirror.example.org/x" }];
    const outcome = await bench.builder.build(seedling.request(recipe, environment, { sources }), watch);
    expect(watch.log()).toBe("--- runs\nsource bytes\npatch\n644 patches/fix.patch\n755 run.sh\nmelange-out/x\n");
    const sbom = outcome.kind === "built" ? await bench.store.read(outcome.outputs[0].sbom) : new Uint8Array();
    expect(Buffer.from(sbom).toString()).toContain("https://example.org/x-1.0.tar.gz");
    expect(Buffer.from(sbom).toString()).not.toContain("mirror.example.org");
  });

  test("a file or source whose name leads out of the workspace stops the build before anything is written", async () => {
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    const digest = await bench.store.put(Buffer.from("x"));
    for (const path of ["../escaped", "/escaped", "a/../../escaped"]) {
      const recipe = seedling.recipe([seedling.output("x", [])], { files: [{ path, digest, executable: false }] });
      expect(await bench.builder.build(seedling.request(recipe, environment), seedling.watch())).toMatchObject({
        kind: "failed",
        failure: { code: "archive-escape" },
      });
    }
    const ref = {
      kind: "fetch",
      uri: "https://example.org/x",
      algorithm: "sha256",
      fileName: "../x",
      expected: "0",
      place: seedling.place,
    } as const;
    const request = seedling.request(seedling.recipe([seedling.output("x", [])]), environment, {
      sources: [{ ref, digest, from: "x" }],
    });
    expect(await bench.builder.build(request, seedling.watch())).toMatchObject({ failure: { code: "archive-escape" } });
  });

  test("stderr and stdout are one log, in the order in which they were written", async () => {
    const { log } = await runScript(bench, "for i in 1 2 3; do echo out $i; echo err $i >&2; done");
    expect(log).toBe("--- subject step\nout 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n");
  });

  test("an environment without a shell says so", async () => {
    const empty = await seedling.makeApk({ name: "empty" });
    const environment = [await seedling.locked(bench.store, empty)];
    const recipe = seedling.recipe([seedling.output("x", [seedling.step("true", "compile")])]);
    expect(await bench.builder.build(seedling.request(recipe, environment), seedling.watch())).toMatchObject({
      kind: "failed",
      failure: { code: "environment-without-shell", step: "compile", retryable: false },
    });
  });

  test("nothing is left of a workspace, however a build ends and whatever it left", async () => {
    await runScript(bench, "mkdir -p a/b; touch a/b/c; chmod 0 a/b a; mkdir /tmp/x; chmod 0 /tmp/x; ln -s /etc link");
    await runScript(bench, "exit 1");
    await runScript(bench, "echo x", { signal: AbortSignal.abort() });
    expect(await readdir(join(bench.directory, "workspaces"))).toEqual([]);
  });

  test("what a killed worker left is cleared when the next builder opens", async () => {
    const left = join(bench.directory, "workspaces", "999999999.1.1");
    await mkdir(join(left, "box"), { recursive: true });
    const again = await openWorkbench({ directory: bench.directory });
    await again.store.close();
    await expect(stat(left)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await readFile(join(bench.directory, "secret"), "utf8")).toBe("secret");
  });
});
