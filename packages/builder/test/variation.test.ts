import { readdir } from "node:fs/promises";
import type { BuiltPackage, Variation } from "@ascent/engine";
import { variationFor } from "@ascent/engine";
import { readApk } from "@ascent/formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { otherPlace } from "../src/variation/other-file-system.ts";
import { hasOtherPlace, openWorkbench, runScript, type Workbench } from "./workbench.ts";

const ALL = variationFor({ parallelism: 1 });
const OUT = "out=melange-out/subject/usr/share/subject; mkdir -p $out; ";

/** What writes a thing of its surroundings into its output. Nothing else of the surroundings may change these. */
const LEAKS: Readonly<Record<string, { readonly by: keyof Variation; readonly script: string }>> = {
  "the path of the workspace by getcwd": { by: "buildPath", script: "readlink /proc/self/cwd > $out/leak" },
  "the path of the workspace by PWD": { by: "buildPath", script: "echo $PWD > $out/leak" },
  "the home directory": { by: "buildPath", script: "echo $HOME > $out/leak" },
  "the host's name": { by: "hostname", script: "uname -n > $out/leak" },
  "the umask": { by: "umask", script: "umask > $out/leak" },
  "the umask by the mode of a file, which others may write too": {
    by: "umask",
    script: "touch $out/leak; chmod o+w $out/leak",
  },
  "the locale": { by: "locale", script: "echo $LC_ALL > $out/leak" },
  "the locale by the language": { by: "locale", script: "echo $LANG > $out/leak" },
  "the time zone": { by: "timezone", script: "date -d @86399 > $out/leak" },
  "the number of CPUs that it is told": { by: "cpus", script: "echo $JOBS > $out/leak" },
  "the user id": { by: "uid", script: "id -u > $out/leak" },
  "the group id": { by: "uid", script: "id -g > $out/leak" },
  "the user id of the file of users": { by: "uid", script: "cp /etc/passwd $out/leak" },
};

describe("a rebuild under other conditions", () => {
  let bench: Workbench;
  let here = true;
  beforeAll(async () => {
    bench = await openWorkbench();
    here = await hasOtherPlace(bench);
  });
  afterAll(() => bench.close());

  async function build(script: string, variation?: Variation): Promise<BuiltPackage> {
    const request = variation === undefined ? {} : { variation };
    const { outcome, log } = await runScript(bench, OUT + script, { request });
    if (outcome.kind !== "built") throw new Error(`${JSON.stringify(outcome)}\n${log}`);
    return outcome.outputs[0];
  }

  for (const [what, { by, script }] of Object.entries(LEAKS)) {
    test(`shows a package that leaks ${what}, for that reason alone`, async () => {
      const first = await build(script);
      const { [by]: only, ...others } = ALL;
      expect((await build(script, others)).contentDigest).toBe(first.contentDigest);
      expect((await build(script, { [by]: only })).contentDigest).not.toBe(first.contentDigest);
    });
  }

  test("shows a package that leaks the order of files, where this host can make it another", async () => {
    const script = "mkdir many; for i in 1 2 3 4 5 6 7 8 9; do echo > many/$i; done; ls -U many > $out/leak";
    const first = await build(script);
    const { fileOrder, ...others } = ALL;
    expect((await build(script, others)).contentDigest).toBe(first.contentDigest);
    const isSame = (await build(script, { fileOrder: "reversed" })).contentDigest === first.contentDigest;
    expect(isSame).toBe(!here);
    expect(fileOrder).toBe("reversed");
  });

  test.each([
    ["the time", "date +%s%N > $out/leak"],
    ["a random number", "head -c 16 /dev/urandom > $out/leak"],
    ["a random uuid of the kernel", "cat /proc/sys/kernel/random/uuid > $out/leak"],
  ])("shows a package that leaks %s: no two builds are the same", async (_what, script) => {
    const first = await build(script);
    expect((await build(script, ALL)).contentDigest).not.toBe(first.contentDigest);
  });

  test("gives the same bits for a package that leaks nothing, whatever umask makes of its files and directories", async () => {
    const script = `
      mkdir -p $out/deep/er; echo text > $out/deep/er/text; cp /usr/bin/cat $out/program; ln -s program $out/link
      ln $out/program $out/second; chmod 4755 $out/second; mkdir $out/common; chmod 1777 $out/common
      for i in c b a; do echo $i > $out/$i; done; ls $out > $out/list; date -u -d @$SOURCE_DATE_EPOCH > $out/date
      cd /home/build; cat melange-out/subject/usr/share/subject/a > $out/again`;
    const first = await build(script);
    const again = await build(script, ALL);
    expect(again.contentDigest).toBe(first.contentDigest);
    expect(again.sbom).toBe(first.sbom);
  });

  test("the usual path leads to the workspace, wherever it is, and its sources and definition's files are there", async () => {
    const { outcome, log } = await runScript(
      bench,
      "pwd; readlink /home/build; ls -d /home/build/melange-out/subject",
      {
        request: { variation: ALL },
      },
    );
    expect(outcome.kind).toBe("built");
    expect(log).toContain(`${ALL.buildPath}\n${ALL.buildPath}\n/home/build/melange-out/subject\n`);
  });

  test("CPUs are as many as the variation says", async () => {
    const { log } = await runScript(bench, "nproc; echo jobs $JOBS", {
      request: { variation: { cpus: 1 }, parallelism: 64 },
    });
    expect(log).toContain("1\njobs 1\n");
  });

  test("the outcome tells what was varied: order of files only where this host has another file system for it", async () => {
    const { outcome } = await runScript(bench, "true", { request: { variation: ALL } });
    const { fileOrder, ...others } = ALL;
    expect(outcome).toMatchObject({ kind: "built", variation: here ? { ...others, fileOrder } : others });
  });

  test("what does not fit into memory is built on disk, and so is what fails there", async () => {
    const script = `[ "$(stat -f -c %T .)" != tmpfs ]; echo built`;
    const { outcome, log } = await runScript(bench, OUT + script, { request: { variation: ALL } });
    expect(outcome.kind).toBe("built");
    expect(outcome).not.toHaveProperty("variation.fileOrder");
    if (here) expect(log).toContain("--- once more, with the workspace on disk\n");
  });

  test("nothing is left in memory when a rebuild is over", async () => {
    // By a name of its own: other programs of the machine use that memory too.
    const { outcome } = await runScript(bench, "head -c 8000000 /dev/zero > left-over", {
      request: { variation: ALL },
    });
    expect(outcome.kind).toBe("built");
    const files = await readdir("/dev/shm", { recursive: true });
    expect(files.filter((file) => file.endsWith("/left-over"))).toEqual([]);
  });

  test("a place that is somebody else's, or not in memory, is not used", async () => {
    expect(await otherPlace(bench.directory, [bench.directory, "/nowhere"])).toBeUndefined();
  });
});

describe("modes in a package", () => {
  test("what the group may write counts only where others may too, or the group is kept on purpose", async () => {
    const bench = await openWorkbench();
    const script = `${OUT}cd $out; for m in 664 666 775 777 2775 1777 660 640; do mkdir d$m; chmod $m d$m; done`;
    const { outcome } = await runScript(bench, script);
    if (outcome.kind !== "built") throw new Error(JSON.stringify(outcome));
    const modes: Record<string, string> = {};
    const apk = await readApk([await bench.store.read(outcome.outputs[0].fileDigest)]);
    for await (const { path, mode } of apk.entries) {
      const name = /\/d(\d+)\/?$/.exec(path)?.[1];
      if (name !== undefined) modes[name] = mode.toString(8);
    }
    await bench.close();
    const stay = { 666: "666", 777: "777", 2775: "2775", 1777: "1777", 640: "640" };
    expect(modes).toEqual({ ...stay, 664: "644", 775: "755", 660: "640" });
  });
});
