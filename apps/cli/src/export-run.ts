import { mkdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Client, RunView } from "@ascent/client";
import { type Arch, Fault } from "@ascent/core";
import { readIndex } from "@ascent/formats";

/**
 * Leaves a run's final packages in a directory: `ARCH/APKINDEX.tar.gz` (signed), `ARCH/*.apk`, `keys/*.rsa.pub`,
 * `verdict.json`. A file is either there whole or not at all. Returns the directory's absolute path.
 * Throws Fault "nothing-to-export" for a run without a verdict.
 */
export async function exportRun(client: Client, run: RunView, directory: string): Promise<string> {
  const root = resolve(directory);
  if (run.verdict === undefined) {
    throw new Fault("nothing-to-export", `run ${run.id} is ${run.state} and has no verdict`, {
      wayOut: "Only a run that succeeded can be exported.",
    });
  }
  const stage = await finalStage(client, run);
  for (const arch of run.arches) await exportArch(client, { run, stage, arch, root });
  await exportKey(client, { run, stage, root });
  await put(join(root, "verdict.json"), `${JSON.stringify(run.verdict, undefined, 2)}\n`);
  return root;
}

/** The last stage is the one that people use. */
async function finalStage(client: Client, run: RunView): Promise<string> {
  const { stages } = await client.stages(run.id);
  const last = stages.at(-1);
  if (last === undefined) throw new Fault("nothing-to-export", `run ${run.id} has no stages`);
  return last.stage;
}

interface Exported {
  readonly run: RunView;
  readonly stage: string;
  readonly root: string;
}

async function exportArch(
  client: Client,
  { run, stage, arch, root }: Exported & { readonly arch: Arch },
): Promise<void> {
  const base = `/repos/${run.id}/${stage}/${arch}`;
  const index = await client.download(`${base}/APKINDEX.tar.gz`);
  const { records } = await readIndex(index);
  for (const { name, version } of records) {
    const file = `${name}-${version}.apk`;
    await put(join(root, arch, file), await client.download(`${base}/${encodeURIComponent(file)}`));
  }
  // Last, so that an index never names a package that is not there yet.
  await put(join(root, arch, "APKINDEX.tar.gz"), index);
}

async function exportKey(client: Client, { run, stage, root }: Exported): Promise<void> {
  const key = await client.publicKey(run.id, stage);
  await put(join(root, "keys", key.name), key.pem);
}

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  const draft = `${path}.part`;
  await writeFile(draft, content);
  await rename(draft, path);
}
