import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@ascent/client";
import { findService } from "@ascent/config";
import { readIndex, verifyIndex } from "@ascent/formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VerdictView } from "../apps/api/src/schema/run.ts";
import { Installation } from "./support/ascent.ts";
import { inRoot, unpackExport } from "./support/final-root.ts";

/**
 * The blueprint "tiny", really built from an empty store on the embedded defaults, with four builds at once. The run loses its
 * worker to kill -9, is interrupted, and goes on. Neither may change a bit: rebuilt in other surroundings its packages are the same,
 * and a bootstrap from another seed, which nobody disturbs, comes to the same stage 2 (./soak: and so does one with --jobs 1).
 */

const MINUTES = 60_000;
const PACKAGES = ["busybox", "gzip", "make", "musl", "sed", "tcc"];
const SED_SOURCE = "6e226b732e1cd739464ad6862bd1a1aba42d7982922da7a53519631d24975181";

let troubled: Installation;
let scratch: string;

beforeAll(async () => {
  troubled = await Installation.make();
  scratch = await mkdtemp(join(tmpdir(), "ascent-e2e-"));
});
afterAll(async () => {
  await troubled.remove();
  await rm(scratch, { recursive: true, force: true });
});

async function readVerdict(directory: string) {
  return VerdictView.parse(JSON.parse(await readFile(join(directory, "verdict.json"), "utf8")));
}

async function killWorker(installation: Installation): Promise<void> {
  const service = await findService(installation.home);
  const { workers } = await new Client(service!).workers();
  const pid = /-(\d+)-[0-9a-f]+$/.exec(workers[0]!.id)![1];
  process.kill(Number(pid), "SIGKILL");
}

describe.sequential("a bootstrap of tiny", () => {
  test(
    "goes on when the worker is killed with -9, stops cleanly on Ctrl-C, and goes on with the same run to its verdict",
    async () => {
      const first = troubled.start("bootstrap", "--jobs", "4");
      await first.until(/stage2\/\S+ \S+ builds/);
      await killWorker(troubled);
      await first.until(/stage3\/\S+ built/);
      first.child.kill("SIGINT");
      const interrupted = await first.finished;
      expect(interrupted.stdout).toMatch(/lost with its worker/);
      expect(interrupted.exitCode).toBe(130);
      const [, run] = /started run (\S+)/.exec(interrupted.stdout)!;
      expect(await findService(troubled.home)).toBeUndefined();
      expect(await readdir(join(troubled.home, "postgres", "data"))).not.toContain("postmaster.pid");

      const second = await troubled.run("bootstrap", "--jobs", "4", "--export", join(scratch, "troubled"));
      expect(second.stderr).toBe("");
      expect(second.stdout).toContain(`going on with run ${run}`);
      // The whole story is told again, and in it nothing of stage 1 was built twice.
      expect(second.stdout.match(/stage1\/\S+ \S+ builds/g)).toHaveLength(2);
      expect(second.stdout).toMatch(/all 6 final packages stand on "resolved" or higher/);
      expect(second.exitCode).toBe(0);
    },
    15 * MINUTES,
  );

  test("exports a signed index, every package that it names, the key, and the verdict", async () => {
    const directory = join(scratch, "troubled");
    const verdict = await readVerdict(directory);
    expect(verdict.holds).toBe(true);
    expect(verdict.packages.map(({ name }) => name)).toEqual(PACKAGES);
    for (const { findings } of verdict.packages) expect(findings.resolved).toMatchObject({ state: "holds" });

    const [keyName] = await readdir(join(directory, "keys"));
    const keys = new Map([[keyName!, await readFile(join(directory, "keys", keyName!), "utf8")]]);
    const index = await readIndex(await readFile(join(directory, "x86_64", "APKINDEX.tar.gz")));
    expect(verifyIndex(index, keys)).toBe(keyName);
    expect(index.records.map((record) => record.name)).toEqual(PACKAGES);
    for (const pkg of verdict.packages) {
      const bytes = await readFile(join(directory, "x86_64", `${pkg.name}-${pkg.version}.apk`));
      expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(pkg.fileDigest);
    }
  });

  test(
    "ends in a root that compiles and runs a C program and rebuilds GNU sed, from the exported apks alone",
    async () => {
      const root = await unpackExport(join(scratch, "troubled", "x86_64"));
      const work = join(scratch, "work");
      await mkdir(work);
      await writeFile(
        join(work, "six.c"),
        '#include <stdio.h>\nint main(void) { return printf("six: %d\\n", 2 * 3) < 0; }\n',
      );
      expect(await inRoot(root, work, "tcc -static six.c -o six && ./six")).toBe("six: 6\n");

      const source = join(troubled.home, "store", "sha256", SED_SOURCE.slice(0, 2), SED_SOURCE);
      await copyFile(source, join(work, "sed.tar.xz"));
      const build = `xz -dc sed.tar.xz | tar -xof - && cd sed-4.9
        ./configure CC=tcc CFLAGS=-static AR="tcc -ar" RANLIB=true LD=tcc --build=x86_64-linux-musl \\
          --disable-dependency-tracking --disable-nls --disable-i18n > /dev/null
        make AR="tcc -ar" > /dev/null
        echo abc | sed/sed s/b/B/`;
      expect(await inRoot(root, work, build)).toBe("aBc\n");
      await rm(root, { recursive: true, force: true });
    },
    5 * MINUTES,
  );

  test(
    "takes everything from the cache when nothing has changed",
    async () => {
      const { exitCode, stdout, stderr } = await troubled.run("bootstrap");
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toMatch(/everything came from the cache/);
    },
    2 * MINUTES,
  );

  test(
    "rebuilds what it made, in other surroundings; interrupted, it goes on with the same rebuild",
    async () => {
      const first = troubled.start("bootstrap", "--require", "reproducible");
      await first.until(/rebuilding run [\s\S]*final\/\S+ built/);
      first.child.kill("SIGINT");
      const { exitCode, stdout } = await first.finished;
      expect(exitCode).toBe(130);
      const [, rebuild] = /rebuilding run .*: run (\S+)/.exec(stdout)!;

      const second = await troubled.run("bootstrap", "--require", "reproducible");
      expect(second.stdout).toMatch(new RegExp(`going on to rebuild run .*: run ${rebuild}`));
      expect(second.stdout).toContain("6 packages rebuilt: the same bits");
      expect(second.stdout).toContain('all 6 final packages stand on "reproducible" or higher, as was asked for');
      expect(second.exitCode).toBe(0);
    },
    15 * MINUTES,
  );

  test(
    "from two seeds ends with all six packages independent of either, and says the second time that it knew",
    async () => {
      const args = ["bootstrap", "--seed", "debian", "--seed", "debian-clang"] as const;
      const first = await troubled.run(...args, "--export", join(scratch, "proven"));
      expect(first.stdout).toContain("all 6 packages of final have the same bits, whichever seed they came from");
      // Of both: what the other seed's stage 2 made has the same bits, and so stage 3 was built already.
      expect(first.stdout.match(/stage3\/\S+ taken from the cache/g)).toHaveLength(2 * PACKAGES.length);
      expect(first.stdout).toContain('all 6 final packages stand on "seed-independent" or higher, as was asked for');
      expect(first.exitCode).toBe(0);
      const { packages } = await readVerdict(join(scratch, "proven"));
      expect(packages.map(({ name, rung }) => [name, rung])).toEqual(
        PACKAGES.map((name) => [name, "seed-independent"]),
      );

      const second = await troubled.run(...args);
      expect(second.stdout).toContain("reproducible: looked at before, nothing has changed since");
      expect(second.stdout).toContain("fixed-point: looked at before, nothing has changed since");
      expect(second.stdout).toContain("everything came from the cache");
      expect(second.exitCode).toBe(0);
    },
    25 * MINUTES,
  );

  test(
    "is verified from its export alone, and is not when one byte of a package is another",
    async () => {
      const directory = join(scratch, "proven");
      const stranger = await Installation.make();
      try {
        const whole = await stranger.run("verify", directory);
        expect({ exitCode: whole.exitCode, stderr: whole.stderr }).toEqual({ exitCode: 0, stderr: "" });
        expect(whole.stdout).toContain("seed-independent");

        const apk = join(
          directory,
          "x86_64",
          (await readdir(join(directory, "x86_64"))).find((name) => name.startsWith("sed-"))!,
        );
        const bytes = await readFile(apk);
        bytes[bytes.length - 100]! ^= 1;
        await writeFile(apk, bytes);
        expect((await stranger.run("verify", directory)).exitCode).toBe(1);
      } finally {
        await stranger.remove();
      }
    },
    2 * MINUTES,
  );
});
