import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { Digest } from "@ascent/core";

export function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

const CHUNK = 1 << 20;

/** Digest and size of an open file from its start, one chunk in memory at a time. */
export async function digestOfFile(handle: FileHandle): Promise<{ readonly digest: Digest; readonly size: number }> {
  const hash = createHash("sha256");
  const chunk = new Uint8Array(CHUNK);
  let size = 0;
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK, size);
    if (bytesRead === 0) break;
    hash.update(chunk.subarray(0, bytesRead));
    size += bytesRead;
  }
  return { digest: `sha256:${hash.digest("hex")}`, size };
}
