import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fault } from "@ascent/core";
import {
  createMeter,
  PROOF_HELD_LIMIT,
  PROOF_MANIFEST,
  type ProofFileEntry,
  type ProofManifest,
  parseProofManifest,
} from "@ascent/formats";

/** Where an export is read from: paths as in `proof.json`, bytes as they come. */
export type ExportSource = (path: string) => Promise<AsyncIterable<Uint8Array>>;

/** What an export may be in all, in bytes. */
const WHOLE_LIMIT = 64 * 1024 ** 3;

/**
 * Brings an export into a directory, its table of contents last, so that what is there without one is not whole. A file is
 * either there with the bytes that the table lists, or not at all. Throws Fault "proof-malformed", "proof-file-large",
 * "proof-file-changed" and what the source throws.
 */
export async function downloadExport(source: ExportSource, root: string): Promise<ProofManifest> {
  const table = await collect(await source(PROOF_MANIFEST), PROOF_HELD_LIMIT);
  const manifest = parseProofManifest(table);
  const total = manifest.files.reduce((sum, file) => sum + file.size, 0);
  if (total > WHOLE_LIMIT) throw new Fault("proof-file-large", `the export has ${total} bytes, more than is fetched`);
  // An index never names a package that is not there yet.
  const inOrder = [...manifest.files].sort((a, b) => Number(a.role === "index") - Number(b.role === "index"));
  for (const file of inOrder) await download(source, root, file);
  await writeWhole(join(root, PROOF_MANIFEST), [table]);
  return manifest;
}

async function download(source: ExportSource, root: string, { path, size, digest }: ProofFileEntry): Promise<void> {
  const meter = createMeter();
  const checked = async function* () {
    for await (const chunk of await source(path)) {
      meter.add(chunk);
      if (meter.size() > size) break;
      yield chunk;
    }
    if (meter.size() === size && meter.digest() === digest) return;
    throw new Fault("proof-file-changed", `${path} is not what ${PROOF_MANIFEST} lists`, {
      wayOut: "Try again: somebody may have changed the export while it was read.",
    });
  };
  await writeWhole(join(root, path), checked());
}

async function writeWhole(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.part`;
  const file = await open(draft, "w");
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(draft, { force: true });
    throw error;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) throw new Fault("proof-file-large", `${PROOF_MANIFEST} is larger than any export's`);
    held.push(chunk);
  }
  return Buffer.concat(held);
}
