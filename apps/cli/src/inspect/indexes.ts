import { readFile } from "node:fs/promises";
import { type Arch, type Blueprint, Fault, type PackageRecord, SEED_INPUT } from "@ascent/core";
import { readIndex } from "@ascent/formats";

/** As in the formats: an index holds no files. */
const LIMIT = 512 * 2 ** 20;

type Indexes = ReadonlyMap<string, readonly PackageRecord[]>;

/**
 * Reads the APKINDEXes that stand for inputs: `seed`, or a stage whose definitions are not given. Signatures are not
 * looked at: an index only says which names to plan with. Faults: "index-unreadable", "index-unknown-input", and those of
 * `readIndex`.
 */
export async function readIndexes(
  wanted: ReadonlyMap<string, string>,
  { blueprint, arch }: { readonly blueprint: Blueprint; readonly arch: Arch },
): Promise<Indexes> {
  const known = [SEED_INPUT, ...blueprint.stages.flatMap(({ name, assumed }) => (assumed === true ? [name] : []))];
  const indexes = new Map<string, readonly PackageRecord[]>();
  for (const [input, where] of wanted) {
    if (!known.includes(input)) throw unknownInput(input, known);
    indexes.set(input, await readIndexAt(where, arch));
  }
  return indexes;
}

/**
 * Packages of an APKINDEX.tar.gz, signed or not, at a path or URL in which `{arch}` is replaced. Faults:
 * "index-unreadable", and those of `readIndex`.
 */
export async function readIndexAt(where: string, arch: Arch): Promise<readonly PackageRecord[]> {
  return readIndex(await bytesOf(where.replaceAll("{arch}", arch))).records;
}

function unknownInput(input: string, known: readonly string[]): Fault {
  return new Fault("index-unknown-input", `an index was given for "${input}", which is not open`, {
    wayOut: `Open are: ${known.join(", ")}. A stage whose definitions are given is known by them.`,
  });
}

async function bytesOf(place: string): Promise<Uint8Array> {
  try {
    return /^https?:\/\//.test(place) ? await download(place) : await readFile(place);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("index-unreadable", `the index ${place} cannot be read: ${why}`, {
      cause,
      wayOut: "Name an APKINDEX.tar.gz, as a file or a URL.",
    });
  }
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > LIMIT) throw new Error(`it has more than ${LIMIT} bytes`);
  return bytes;
}
