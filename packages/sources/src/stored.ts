import { type Digest, isFault } from "@ascent/core";
import type { ArtifactStore } from "@ascent/engine";

const NOT_USABLE = new Set(["artifact-missing", "artifact-corrupt"]);

/** Is the artifact there with the right bytes? A damaged one counts as absent: fetching it again repairs it. */
export async function storedIntact(store: ArtifactStore, digest: Digest): Promise<boolean> {
  if (!(await store.has(digest))) return false;
  try {
    await store.localPath(digest);
    return true;
  } catch (error) {
    if (isFault(error) && NOT_USABLE.has(error.code)) return false;
    throw error;
  }
}
