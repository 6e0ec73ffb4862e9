import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApkSigner } from "@ascent/formats";
import { writeIndex } from "@ascent/formats";
import type { TestApk } from "./seed-apk.ts";

/** A repository over HTTP that a test may change and break. */
export interface ApkRepository {
  readonly url: string;
  /** Path (`/x86_64/APKINDEX.tar.gz`) → what is served. */
  readonly files: Map<string, Uint8Array>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Answers for every request instead of files, when set. */
  respond: ((response: ServerResponse) => void) | undefined;
  /** Puts packages and an index of them in place of what was there. Without a signer the index is unsigned. */
  publish(packages: readonly TestApk[], signer?: ApkSigner): Promise<void>;
  close(): Promise<void>;
}

export async function apkRepository(arch = "x86_64"): Promise<ApkRepository> {
  const files = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (repository.respond !== undefined) return repository.respond(response);
    const bytes = files.get(request.url ?? "");
    response.writeHead(bytes === undefined ? 404 : 200, { connection: "close" });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const repository: ApkRepository = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    asked,
    respond: undefined,
    async publish(packages, signer) {
      files.clear();
      const records = packages.map(({ record }) => record);
      files.set(
        `/${arch}/APKINDEX.tar.gz`,
        await writeIndex(records, { description: "test", ...(signer && { signer }) }),
      );
      for (const { record, bytes } of packages) files.set(`/${arch}/${record.name}-${record.version}.apk`, bytes);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return repository;
}
