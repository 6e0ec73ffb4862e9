import { createHash } from "node:crypto";
import type { SeedBody } from "./fingerprint.ts";

/** How many bytes of a body are compared by a cheap hash before the whole is. */
const HEAD = 64;

/** FNV-1a over the first bytes of a masked body. */
export function headHash(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  const end = Math.min(HEAD, bytes.length);
  for (let at = 0; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}

function mask(bytes: Uint8Array, masks: readonly number[]): void {
  for (let index = 0; index < masks.length; index += 2) {
    const at = masks[index] ?? 0;
    if (at >= bytes.length) return;
    bytes.fill(0, at, at + (masks[index + 1] ?? 0));
  }
}

/** Compares bodies with what stands in a file, and counts the bytes that this takes. */
export class Verifier {
  /** Bytes hashed so far. */
  spent = 0;
  readonly #head = new Uint8Array(HEAD);

  /** Does the body stand at this place, but for what linking may have changed? */
  isAt(body: SeedBody, bytes: Uint8Array, at: number): boolean {
    if (at < 0 || at + body.size > bytes.length || !this.#beginsAt(body, bytes, at)) return false;
    // A copy, also of a Buffer, whose own `slice` shares its memory: what is searched must stay as it is.
    const copy = new Uint8Array(bytes.subarray(at, at + body.size));
    mask(copy, body.masks);
    this.spent += copy.length;
    return createHash("sha256").update(copy).digest("hex").startsWith(body.digest);
  }

  #beginsAt(body: SeedBody, bytes: Uint8Array, at: number): boolean {
    const head = this.#head.subarray(0, Math.min(HEAD, body.size));
    head.set(bytes.subarray(at, at + head.length));
    mask(head, body.masks);
    this.spent += head.length;
    return headHash(head) === body.head;
  }
}
