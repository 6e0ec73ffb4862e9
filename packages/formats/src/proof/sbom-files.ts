import { z } from "zod";
import { parseProofJson, proofMalformed } from "./manifest.ts";

const Checksum = z.object({ algorithm: z.string(), checksumValue: z.string() });

const Document = z.object({
  spdxVersion: z.literal("SPDX-2.3"),
  packages: z.array(z.object({ SPDXID: z.string(), name: z.string(), versionInfo: z.string().exactOptional() })).min(1),
  files: z.array(z.object({ fileName: z.string().startsWith("./"), checksums: z.array(Checksum) })),
});

/** What a package's SBOM says of the package and its files. */
export interface SbomListing {
  readonly name: string;
  readonly version: string;
  /** Path relative to the root → hashes in hex. */
  readonly files: ReadonlyMap<string, { readonly sha1: string; readonly sha256: string }>;
}

/** Reads the files of an SPDX 2.3 document in JSON, as `writeSbom` makes them. Throws Fault "proof-malformed". */
export function readSbomListing(bytes: Uint8Array, file: string): SbomListing {
  const { packages, files } = parseProofJson(Document, bytes, file);
  const [subject] = packages;
  const listed = new Map<string, { sha1: string; sha256: string }>();
  for (const { fileName, checksums } of files) {
    const path = fileName.slice("./".length);
    if (listed.has(path)) throw proofMalformed(file, `${fileName} is listed twice`);
    const hash = (algorithm: string) =>
      checksums.find((checksum) => checksum.algorithm === algorithm)?.checksumValue ?? "";
    listed.set(path, { sha1: hash("SHA1"), sha256: hash("SHA256") });
  }
  return { name: subject?.name ?? "", version: subject?.versionInfo ?? "", files: listed };
}
