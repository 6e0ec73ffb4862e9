import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { CHECKOUT, type Installation } from "../support/ascent.ts";
import { subvertedPatch } from "./subverted-patch.ts";

const TINY = join(CHECKOUT, "stages", "tiny");
const HERE = join(CHECKOUT, "test", "trust");

export const SEEDS = ["honest", "subverted"] as const;
export type TrustSeed = (typeof SEEDS)[number];

/** A signed apk repository on this host that holds both seeds. */
export interface TrustRepository {
  readonly url: string;
  readonly key: { readonly name: string; readonly pem: string };
  close(): Promise<void>;
}

/** Builds both seeds' packages, compilers by Debian's gcc, in the sandbox; nothing of the kind is needed on the host. */
export async function makeTrustSeeds(installation: Installation, scratch: string): Promise<TrustRepository> {
  const blueprint = join(scratch, "seeds");
  await layOutSeeds(blueprint);
  const exported = join(scratch, "exported");
  const made = await installation.run("bootstrap", "--blueprint", blueprint, "--export", exported);
  // No verdict of theirs holds: what is made from a seed to be a seed is not free of it, and does not have to be.
  if (!made.stdout.includes("exported to"))
    throw new Error(`the seeds were not built:\n${made.stdout}\n${made.stderr}`);
  const [name = ""] = await readdir(join(exported, "keys"));
  const pem = await readFile(join(exported, "keys", name), "utf8");
  return { ...(await served(exported)), key: { name, pem } };
}

/** Tiny's own definitions, with the seed's compiler in the place of tiny's; the subverted one with one patch more. */
async function layOutSeeds(folder: string): Promise<void> {
  await cp(join(HERE, "seeds"), folder, { recursive: true });
  const tcc = await definition("tcc.yaml");
  const honest = changed(tcc, {
    "packages: [tcc, musl, busybox]": "packages: [build-base, busybox]",
    "CC: tcc": "CC: cc",
    "CFLAGS: -static": "CFLAGS: -w -static",
  });
  const patches = "patches: stage.patch arm64.patch";
  await writeFile(join(folder, "tcc-honest.yaml"), changed(honest, { "name: tcc\n": "name: tcc-honest\n" }));
  await writeFile(
    join(folder, "tcc-subverted.yaml"),
    changed(honest, { "name: tcc\n": "name: tcc-subverted\n", [patches]: `${patches} subverted.patch` }),
  );
  for (const name of ["tcc-honest", "tcc-subverted"]) await filesOf("tcc", join(folder, name));
  await writeFile(join(folder, "tcc-subverted", "subverted.patch"), await subvertedPatch());
  const musl = await definition("musl.yaml");
  await writeFile(join(folder, "musl.yaml"), changed(musl, { "packages: [tcc,": "packages: [tcc-honest," }));
  await filesOf("musl", join(folder, "musl"));
  await append(join(folder, "bootstrap.yaml"), (await tinyBootstrap()).sources);
}

/** The small blueprint that is bootstrapped from both seeds: every definition in it is tiny's or in this folder. */
export async function layOutTrust(folder: string, repository: TrustRepository): Promise<void> {
  await cp(join(HERE, "blueprint"), folder, { recursive: true });
  for (const name of ["tcc", "musl"]) {
    await writeFile(join(folder, `${name}.yaml`), await definition(`${name}.yaml`));
    await filesOf(name, join(folder, name));
  }
  const tools = await readFile(join(HERE, "seeds", "tools.yaml"), "utf8");
  await writeFile(
    join(folder, "carried-tools.yaml"),
    changed(tools, {
      "name: tools\n": "name: carried-tools\n",
      "\nenvironment:": "\n  dependencies:\n    provides: [busybox, make]\n\nenvironment:",
      "packages: [busybox, make, tar]": "packages: [busybox, make]",
    }),
  );
  await append(join(folder, "bootstrap.yaml"), (await tinyBootstrap()).sources);
  await declareSeeds(folder, repository);
}

/** Tiny itself, with both seeds in the place of its own. */
export async function layOutTiny(folder: string, repository: TrustRepository): Promise<void> {
  // Links between its folders stay links.
  await cp(TINY, folder, { recursive: true, verbatimSymlinks: true });
  const { head, rest } = await tinyBootstrap();
  await writeFile(join(folder, "bootstrap.yaml"), `${head}\n${rest}`);
  await declareSeeds(folder, repository);
}

async function declareSeeds(folder: string, { url, key }: TrustRepository): Promise<void> {
  await writeFile(join(folder, key.name), key.pem);
  const seeds = SEEDS.map(
    (name) => `
  - name: ${name}
    type: alpine
    reason: made by a test
    repositories: [${url}]
    keys: [{ name: ${key.name}, file: ${key.name} }]
    aliases:
      build-base: [tcc-${name}, musl]
      tcc: [tcc-${name}]
      musl: [musl]
      make: [tools]
      busybox: [tools]`,
  );
  await append(join(folder, "bootstrap.yaml"), `\nseeds:${seeds.join("")}\n`);
}

async function append(file: string, text: string): Promise<void> {
  await writeFile(file, `${await readFile(file, "utf8")}\n${text}`);
}

function definition(name: string): Promise<string> {
  return readFile(join(TINY, "packages", name), "utf8");
}

/** Copies the files that a definition of tiny's has beside it. */
async function filesOf(name: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(TINY, "packages", name), folder, { recursive: true });
}

/** Every replacement must meet something: a definition that changed would otherwise silently stay as it is. */
function changed(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`tiny's definition no longer has "${from}"`);
    return before.replace(from, () => to);
  }, text);
}

/** Tiny's bootstrap.yaml in three: what is before its seeds, its stages and what follows, and its sources alone. */
async function tinyBootstrap() {
  const text = await readFile(join(TINY, "bootstrap.yaml"), "utf8");
  const at = (key: string) => {
    const found = text.search(new RegExp(`^${key}:`, "m"));
    if (found === -1) throw new Error(`tiny's bootstrap.yaml has no "${key}:"`);
    return found;
  };
  return { head: text.slice(0, at("seeds")), rest: text.slice(at("stages")), sources: text.slice(at("sources")) };
}

/** Serves a folder's files as a web server would. */
async function served(folder: string) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    readFile(join(folder, path)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
