/**
 * Test packages made of the host's own shell and tools: real programs with the libraries that they need, on any Debian or
 * Ubuntu, without a network.
 */
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { accessSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Digest, LockedPackage, Place, Recipe, RecipePackage, RecipeStep } from "@ascent/core";
import type { ArtifactStore, BuildRequest, BuildWatch, PackageSigner } from "@ascent/engine";
import {
  type ApkEntry,
  type ApkScripts,
  apkDigests,
  collect,
  createSigner,
  type PkgInfo,
  packControl,
  packData,
  packSignature,
  sha256,
} from "@ascent/formats";

const TOOLS = [
  ...[
    "sh",
    "cat",
    "chmod",
    "cp",
    "date",
    "dd",
    "env",
    "find",
    "head",
    "id",
    "ln",
    "ls",
    "mkdir",
    "mkfifo",
    "mv",
    "nproc",
  ],
  ...[
    "readlink",
    "rm",
    "rmdir",
    "sed",
    "setsid",
    "sleep",
    "sort",
    "stat",
    "tail",
    "touch",
    "true",
    "tr",
    "uname",
    "wc",
  ],
];

export const place: Place = { file: "test.yaml", line: 1, column: 1 };

export const signer: PackageSigner = createSigner(
  "ascent-test.rsa.pub",
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }) as string,
);

function hostPath(tool: string): string {
  for (const directory of ["/bin", "/usr/bin", "/sbin", "/usr/sbin"]) {
    try {
      accessSync(join(directory, tool));
      return realpathSync(join(directory, tool));
    } catch {
      // The next directory may have it.
    }
  }
  throw new Error(`the host has no ${tool}`);
}

function librariesOf(path: string): string[] {
  const text = execFileSync("ldd", [path], { encoding: "utf8" });
  return text.split("\n").flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

/** /usr merged, as every current Debian and Ubuntu has it. */
function merged(path: string): string {
  return path.slice(1).replace(/^(bin|sbin|lib|lib64)\//, "usr/$1/");
}

let tools: Promise<Uint8Array> | undefined;

/** One apk with a shell and the tools above; made once per test process. */
export function toolsApk(): Promise<Uint8Array> {
  tools ??= makeApk({ name: "host-tools", entries: hostEntries() });
  return tools;
}

function hostEntries(): ApkEntry[] {
  const files = new Map<string, string>();
  for (const tool of TOOLS) {
    const path = hostPath(tool);
    files.set(`usr/bin/${tool}`, path);
    for (const library of librariesOf(path)) files.set(merged(library), realpathSync(library));
  }
  const links = ["bin", "sbin", "lib", "lib64"].map((name) => link(name, `usr/${name}`));
  const directories = ["usr", "usr/bin", "usr/sbin", "usr/lib", "usr/lib64"].map(directory);
  return [...links, ...directories, ...[...files].map(([path, source]) => file(path, readFileSync(source), 0o755))];
}

export function file(path: string, content: string | Uint8Array, mode = 0o644): ApkEntry {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return { path, type: "file", mode, size: bytes.length, content: () => [bytes] };
}

export function link(path: string, target: string): ApkEntry {
  return { path, type: "symlink", mode: 0o777, linkTarget: target };
}

export function directory(path: string): ApkEntry {
  return { path, type: "directory", mode: 0o755 };
}

export interface ApkParts {
  readonly name: string;
  readonly version?: string;
  readonly entries?: readonly ApkEntry[];
  readonly scripts?: ApkScripts;
  readonly info?: Partial<PkgInfo>;
  /** Replaces the data segment, for hostile ones. */
  readonly data?: Uint8Array;
}

export async function makeApk(parts: ApkParts): Promise<Uint8Array> {
  const { name, version = "1.0-r0", entries = [], scripts = {}, info = {} } = parts;
  const data = parts.data ?? (await collect(packData(entries, 0)));
  const control = await packControl(
    {
      info: {
        ...{ name, version, arch: "x86_64", size: 0, origin: name, license: "MIT" },
        ...{ depends: [], provides: [], replaces: [], installIf: [], triggers: [], other: [] },
        ...info,
        dataHash: sha256(data).slice("sha256:".length),
      },
      scripts,
    },
    0,
  );
  return Buffer.concat([await packSignature(control, signer), control, data]);
}

/** Stores an apk and locks it. */
export async function locked(store: ArtifactStore, apk: Uint8Array): Promise<LockedPackage> {
  await store.put(apk);
  const { fileDigest, contentDigest, info } = await apkDigests([apk]);
  return { name: info.name, version: info.version, input: "seed:test", fileDigest, contentDigest };
}

export function step(runs: string, label = "runs"): RecipeStep {
  return { label, runs, workingDirectory: "/home/build", environment: {}, place };
}

export function output(name: string, steps: readonly RecipeStep[], more: Partial<RecipePackage> = {}): RecipePackage {
  return {
    ...{ name, description: `${name} for a test`, url: "https://example.org/", license: "MIT", copyrights: [] },
    ...{ runtime: [], provides: [], replaces: [], installIf: [], scriptlets: {}, capabilities: [], steps, place },
    options: { noProvides: false, noDepends: false, noCommands: false, noVersionedShlibDeps: false },
    ...more,
  };
}

export function recipe(packages: readonly [RecipePackage, ...RecipePackage[]], more: Partial<Recipe> = {}): Recipe {
  return {
    ...{ stage: "stage1", arch: "x86_64", name: packages[0].name, version: "1.0", epoch: 0 },
    definition: { file: "test.yaml", digest: sha256("test") as Digest },
    environment: { packages: [], variables: {} },
    ...{ sources: [], files: [], packages, sourceDateEpoch: 1_600_000_000, repositories: [] },
    ...more,
  };
}

export const limits = {
  seconds: 60,
  memoryBytes: 512 * 1024 ** 2,
  processes: 200,
  diskBytes: 512 * 1024 ** 2,
  logBytes: 1024 ** 2,
};

export function request(
  of: Recipe,
  environment: readonly LockedPackage[],
  more: Partial<BuildRequest> = {},
): BuildRequest {
  return { recipe: of, environment, sources: [], limits, parallelism: 1, signer, ...more };
}

export interface Watched extends BuildWatch {
  readonly steps: { index: number; total: number; label: string }[];
  log(): string;
}

export function watch(signal: AbortSignal = new AbortController().signal): Watched {
  const chunks: Uint8Array[] = [];
  const steps: Watched["steps"] = [];
  return {
    signal,
    steps,
    onStep: (progress) => steps.push(progress),
    onLog: (bytes) => chunks.push(Uint8Array.from(bytes)),
    log: () => Buffer.concat(chunks).toString("utf8"),
  };
}
