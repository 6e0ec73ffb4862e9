import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isFault } from "@ascent/core";
import { collect, type PkgInfo, readApk, type TarInput, verifyApkSignature } from "@ascent/formats";
import { memoryStore, recordedLog, testKey } from "@ascent/testkit";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { convertDeb } from "../src/debian/convert-deb.ts";
import { knownPackages } from "../src/known-packages.ts";
import type { SeedJob } from "../src/seed-job.ts";
import { type HandMade, handMadeDeb } from "./hand-made-deb.ts";
import { debian, requestFor, scratchDirectory } from "./test-host.ts";

const KEY = testKey("seed.rsa.pub");
const store = memoryStore();
afterAll(() => store.close());

let scratch: string;
beforeEach(async () => {
  scratch = await scratchDirectory();
  store.held.clear();
});

function job(more: Partial<SeedJob> = {}): SeedJob {
  const seed = debian();
  return {
    seed,
    arch: "x86_64",
    request: requestFor({ seed, names: [] }),
    store,
    known: knownPackages(scratch, store),
    directory: scratch,
    log: recordedLog(),
    fetch,
    signer: async () => KEY.signer,
    ...more,
  };
}

interface Converted {
  readonly info: PkgInfo;
  /** Path → `file 644 text`, `link target`, `dir 755`. */
  readonly files: Readonly<Record<string, string>>;
  readonly contentDigest: string;
  readonly fileDigest: string;
}

async function convert(deb: Uint8Array, more: { depends?: string[]; job?: Partial<SeedJob> } = {}): Promise<Converted> {
  const path = join(scratch, "trial.deb");
  await writeFile(path, deb);
  const digests = await convertDeb(job(more.job), { deb: path, depends: more.depends ?? ["usr-merge"], scratch });
  const bytes = await store.read(digests.fileDigest);
  const { info, entries } = await readApk([bytes]);
  const files: Record<string, string> = {};
  for await (const entry of entries) {
    const mode = entry.mode.toString(8);
    const text = new TextDecoder().decode(await collect(entry.content));
    const what = { file: `file ${mode} ${text}`, directory: `dir ${mode}`, symlink: `-> ${entry.linkTarget}` };
    files[entry.path.replace(/\/$/, "")] =
      entry.type in what ? what[entry.type as "file"] : `${entry.type} ${entry.linkTarget}`;
  }
  return { info, files, ...digests };
}

const text = (path: string, content: string, mode = 0o644): TarInput => {
  return { path, type: "file", mode, mtime: 1_000, content: new TextEncoder().encode(content) };
};
const folder = (path: string): TarInput => ({ path, type: "directory", mode: 0o755, mtime: 1_000 });
const link = (path: string, linkTarget: string): TarInput => {
  return { path, type: "symlink", mode: 0o777, mtime: 1_000, linkTarget };
};

describe("a converted deb", () => {
  test("says who it is: name, version and origin in apk's words, what it needs and what it provides", async () => {
    const control = "Source: trial-suite (1.9)\nHomepage: https://trial.example\nProvides: trial-api (= 2), do-it\n";
    const { info } = await convert(await handMadeDeb({ control }), { depends: ["libc6", "usr-merge"] });
    expect(info).toMatchObject({
      name: "trial",
      version: "2.0_p3-r0",
      arch: "x86_64",
      origin: "trial-suite",
      url: "https://trial.example",
      depends: ["libc6", "usr-merge"],
      provides: ["do-it", "trial-api=2-r0"],
      description: expect.stringContaining("from trial 1:2.0-3"),
    });
  });

  test("is signed by the seed's key", async () => {
    const { fileDigest } = await convert(await handMadeDeb({ entries: [text("usr/bin/x", "x", 0o755)] }));
    const { control, signatures } = await readApk([await store.read(fileDigest as `sha256:${string}`)]);
    expect(verifyApkSignature(control, signatures, new Map([["seed.rsa.pub", KEY.pem]]))).toBe("seed.rsa.pub");
  });

  test("lies below /usr, its hard links along with their targets, and names its commands", async () => {
    const entries = [
      folder("./bin"),
      text("./bin/one", "1", 0o755),
      { path: "./bin/two", type: "hardlink", mode: 0o755, mtime: 0, linkTarget: "./bin/one" } as const,
      link("./lib64/ld.so", "/lib/ld.so"),
      text("./etc/trial.conf", "c"),
    ];
    const { files, info } = await convert(await handMadeDeb({ entries }));
    expect(files).toEqual({
      "etc/trial.conf": "file 644 c",
      "usr/bin": "dir 755",
      "usr/bin/one": "file 755 1",
      "usr/bin/two": "hardlink usr/bin/one",
      "usr/lib64/ld.so": "-> /lib/ld.so",
    });
    expect(info.provides).toEqual(["cmd:one=2.0_p3-r0", "cmd:two=2.0_p3-r0"]);
    expect(info.size).toBe(2);
  });

  test("of busybox has links for the tools that it can stand in for, promises none of them, and gives way to the real ones", async () => {
    const busybox = await convert(await handMadeDeb({ name: "busybox", entries: [text("./bin/busybox", "b", 0o755)] }));
    expect(busybox.files).toMatchObject({ "usr/bin/busybox": "file 755 b", "usr/bin/sed": "-> busybox" });
    expect(busybox.info.provides).toEqual(["cmd:busybox=2.0_p3-r0"]);
    const sed = await convert(await handMadeDeb({ name: "sed", entries: [text("./bin/sed", "s", 0o755)] }));
    expect(sed.info.replaces).toEqual(["busybox"]);
    expect(busybox.info.replaces).not.toContain("sed");
  });

  test("leaves the links of the merge, and links that would point to themselves, to others", async () => {
    const entries = [
      link("./lib64", "usr/lib64"),
      text("./usr/bin/which", "w", 0o755),
      link("./bin/which", "/usr/bin/which"),
    ];
    const { files } = await convert(await handMadeDeb({ entries }));
    expect(files).toEqual({ "usr/bin/which": "file 755 w" });
  });

  test("keeps licences and leaves manuals and translations out", async () => {
    const entries = [
      text("./usr/share/doc/trial/copyright", "free"),
      text("./usr/share/doc/trial/changelog.gz", "long"),
      text("./usr/share/man/man1/trial.1.gz", "how"),
      text("./usr/share/locale/de/LC_MESSAGES/trial.mo", "wie"),
      text("./usr/share/manual/kept", "k"),
    ];
    const { files } = await convert(await handMadeDeb({ entries }));
    expect(Object.keys(files)).toEqual(["usr/share/doc/trial/copyright", "usr/share/manual/kept"]);
  });

  test("has no set-uid bits and no owner but root", async () => {
    const raw = [{ name: "./usr/bin/su", mode: 0o4755, uid: 1000, gid: 42, content: "s" }];
    expect((await convert(await handMadeDeb({ raw }))).files).toEqual({ "usr/bin/su": "file 755 s" });
  });

  test("gets the links that its maintainer scripts would make, where it has their targets", async () => {
    const deb = (entries: readonly TarInput[]) => handMadeDeb({ name: "dash", entries });
    const { files } = await convert(await deb([text("./bin/dash", "d", 0o755)]));
    expect(files["usr/bin/sh"]).toBe("-> dash");
    const own = await convert(await deb([text("./bin/dash", "d", 0o755), link("./bin/sh", "/bin/dash")]));
    expect(own.files["usr/bin/sh"]).toBe("-> /bin/dash");
  });

  test("comes out as the same bytes from another folder, umask, time zone and reader's pace", async () => {
    const entries = Array.from({ length: 40 }, (_, n) => text(`./usr/share/d${n % 7}/f${n}`, "x".repeat(n * 977)));
    const deb = await handMadeDeb({ entries });
    const first = await convert(deb);
    const before = { umask: process.umask(0o077), zone: process.env.TZ };
    process.env.TZ = "Pacific/Kiritimati";
    scratch = await scratchDirectory();
    const second = await convert(deb).finally(() => {
      process.umask(before.umask);
      if (before.zone === undefined) delete process.env.TZ;
      else process.env.TZ = before.zone;
    });
    expect(second.fileDigest).toBe(first.fileDigest);
  });

  test("has the same content under another installation's key", async () => {
    const deb = await handMadeDeb({ entries: [text("./usr/x", "x")] });
    const first = await convert(deb);
    const second = await convert(deb, { job: { signer: async () => testKey("other.rsa.pub").signer } });
    expect(second.contentDigest).toBe(first.contentDigest);
    expect(second.fileDigest).not.toBe(first.fileDigest);
  });

  test("is the same whether dpkg-deb packed it with xz, gzip or not at all", async () => {
    const tree = join(scratch, "tree");
    await mkdir(join(tree, "DEBIAN"), { recursive: true });
    await chmod(join(tree, "DEBIAN"), 0o755);
    await mkdir(join(tree, "usr/bin"), { recursive: true });
    await writeFile(
      join(tree, "DEBIAN/control"),
      "Package: real\nVersion: 1.5\nArchitecture: amd64\nMaintainer: T <t@t.example>\nDescription: real\n",
    );
    await writeFile(join(tree, "usr/bin/real"), "#!/bin/sh\necho real\n", { mode: 0o755 });
    await symlink("real", join(tree, "usr/bin/alias"));
    const contents = [];
    for (const compression of ["xz", "gzip", "none"]) {
      const path = join(scratch, `${compression}.deb`);
      execFileSync("dpkg-deb", ["--root-owner-group", `-Z${compression}`, "-b", tree, path], { stdio: "ignore" });
      const { contentDigest } = await convertDeb(job(), { deb: path, depends: [], scratch });
      contents.push(contentDigest);
    }
    expect(new Set(contents).size).toBe(1);
  });
});

describe("a hostile or damaged deb", () => {
  const faultOf = async (deb: Uint8Array) => {
    const outcome = await convert(deb).catch((error: unknown) => error);
    if (!isFault(outcome)) throw new Error(`expected a fault, got ${String(outcome)}`);
    return outcome;
  };

  const hostile: readonly (readonly [string, string, HandMade["raw"]])[] = [
    ["an absolute path", "archive-escape", [{ name: "/etc/cron.d/evil", content: "x" }]],
    ["a path that goes up", "archive-escape", [{ name: "./usr/../../etc/evil", content: "x" }]],
    ["a link out of the root", "archive-escape", [{ name: "./usr/out", type: "symlink", linkname: "../../../etc" }]],
    [
      "a file through such a link",
      "archive-escape",
      [
        { name: "./out", type: "symlink", linkname: ".." },
        { name: "./out/evil", content: "x" },
      ],
    ],
    [
      "a hard link out of the root",
      "archive-escape",
      [{ name: "./passwd", type: "link", linkname: "../../etc/passwd" }],
    ],
    ["a hard link to nothing", "archive-dangling-link", [{ name: "./x", type: "link", linkname: "./y" }]],
    ["a device", "archive-special-file", [{ name: "./dev/sda", type: "block-device", devmajor: 8, devminor: 0 }]],
    ["a fifo", "archive-special-file", [{ name: "./run/pipe", type: "fifo" }]],
    [
      "two files at one merged path",
      "archive-conflict",
      [
        { name: "./bin/x", content: "1" },
        { name: "./usr/bin/x", content: "2" },
      ],
    ],
  ];

  test.each(hostile)("with %s is refused as %s, and nothing of it stays", async (_what, code, raw) => {
    const fault = await faultOf(await handMadeDeb({ raw: raw ?? [] }));
    expect(fault).toMatchObject({ code, message: expect.stringContaining("trial"), wayOut: expect.any(String) });
    expect(store.held.size).toBe(0);
    expect(await readdir(scratch)).toEqual(["trial.deb"]);
  });

  test("cut short is refused at every length", { timeout: 60_000 }, async () => {
    const deb = await handMadeDeb({ entries: [text("./usr/bin/x", "y".repeat(9_000), 0o755)] });
    for (const share of [0.02, 0.05, 0.3, 0.6, 0.9, 0.94]) {
      const fault = await faultOf(deb.subarray(0, Math.floor(deb.length * share)));
      expect(fault.code).toMatch(/^(?:deb-corrupt|deb-bad-control|archive-truncated)$/);
    }
    expect(store.held.size).toBe(0);
  });

  test("that is no deb at all is refused", async () => {
    expect((await faultOf(new TextEncoder().encode("<html>sign in to this network</html>"))).code).toBe("deb-corrupt");
  });

  test("is let go of when the run is cancelled", async () => {
    const reason = new Error("cancelled");
    const request = { ...requestFor({ seed: debian(), names: [] }), signal: AbortSignal.abort(reason) };
    const outcome = await convert(await handMadeDeb({}), { job: { request } }).catch((error: unknown) => error);
    expect(outcome).toBe(reason);
  });
});
