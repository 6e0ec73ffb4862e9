import { constants } from "node:fs";
import { lstat, open, opendir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { Fault } from "@ascent/core";
import { isProofPath } from "@ascent/formats";
import type { ProofFiles } from "@ascent/verifier";

/** More files than any export has: whoever points at a home directory hears of it soon. */
const MOST_FILES = 1_000_000;

/**
 * The files of an export in a directory that anybody may have made: a link is never followed, neither to a file nor on the way
 * to one, and nothing but regular files is opened. Throws Fault "proof-file-missing" when there is no such directory.
 */
export async function directoryFiles(directory: string): Promise<ProofFiles> {
  const root = await realpath(directory).catch((cause) => {
    throw new Fault("proof-file-missing", `there is no directory ${directory}`, { cause });
  });
  return {
    async list() {
      const paths: string[] = [];
      for await (const entry of await opendir(root, { recursive: true })) {
        if (entry.isDirectory()) continue;
        paths.push(relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
        if (paths.length > MOST_FILES) throw new Fault("proof-file-strange", `${directory} has too many files`);
      }
      return paths;
    },
    read: (path, limit) => readRegular(root, path, limit),
  };
}

async function* readRegular(root: string, path: string, limit: number): AsyncGenerator<Uint8Array> {
  if (!isProofPath(path)) throw new Fault("proof-file-strange", `${JSON.stringify(path)} leaves the export`);
  await refuseLinks(root, path);
  // Should a link take its place in between, it is refused; a fifo that does is not waited for.
  const file = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new Fault("proof-file-strange", `${path} is no regular file`);
    yield* file.createReadStream({ end: limit, autoClose: false });
  } finally {
    await file.close();
  }
}

/** Every folder on the way is a real one, and the file is a file. */
async function refuseLinks(root: string, path: string): Promise<void> {
  const parts = path.split("/");
  for (const [at] of parts.entries()) {
    const here = join(root, ...parts.slice(0, at + 1));
    const found = await lstat(here).catch((cause) => {
      throw new Fault("proof-file-missing", `there is no file ${path}`, { cause });
    });
    const isLast = at === parts.length - 1;
    if (isLast ? found.isFile() : found.isDirectory()) continue;
    throw new Fault(
      "proof-file-strange",
      `${parts.slice(0, at + 1).join("/")} is no regular ${isLast ? "file" : "folder"}`,
    );
  }
}
