import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory for a server of a test's own, which the server's user can reach when we are root, and its end. */
export async function serverPlace(): Promise<{
  readonly data: string;
  readonly root: string;
  remove(): Promise<void>;
}> {
  const root = await mkdtemp(join(tmpdir(), "ascent-server-"));
  await chmod(root, 0o711);
  return { root, data: join(root, "data"), remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) };
}
