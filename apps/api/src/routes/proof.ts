import { Fault } from "@ascent/core";
import { exportOfRun, type RunExport } from "@ascent/engine";
import { PROOF_MANIFEST } from "@ascent/formats";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import { knownRun, runUnknown } from "../known-run.ts";
import type { ApiPorts } from "../ports.ts";
import { badRange, bytes, refusals } from "../responses.ts";
import { sendArtifact, sendBytes } from "../send-bytes.ts";

const mediaType = "application/octet-stream";
const Params = z.object({ id: z.uuid(), "*": z.string().min(1).max(2000) });

/**
 * A run's export as a folder of files: whoever downloads what `proof/proof.json` lists has what `ascent bootstrap --export`
 * leaves, and can check it with `ascent verify` (docs/verdict.md).
 */
export function registerProof(app: App, ports: ApiPorts): void {
  const shelf = new ExportShelf(ports);
  app.get(
    "/v1/runs/:id/export/*",
    {
      config: { role: "viewer" },
      schema: {
        summary: "A file of the run's export; proof/proof.json lists them all",
        tags: ["runs"],
        params: Params,
        response: { 200: bytes(mediaType, "The file"), 206: bytes(mediaType, "The range"), ...refusals, ...badRange },
      },
    },
    async (request, reply) => {
      const { id, "*": path } = request.params;
      // The table of contents is made anew, the files that it lists stay together.
      const exported = await (path === PROOF_MANIFEST ? shelf.make(id) : shelf.get(id));
      const file = exported.files.get(path);
      if (file === undefined) throw new Fault("artifact-unknown", `the export of run ${id} has no file ${path}`);
      const answer = reply as unknown as FastifyReply;
      const { range } = request.headers;
      if (file.bytes !== undefined) return sendBytes(answer, Buffer.from(file.bytes), { mediaType, range });
      return sendArtifact(ports, answer, { digest: file.digest, size: file.size, mediaType, range });
    },
  );
}

/** Exports that are being read; they are large to make, and small to keep. */
const KEPT = 4;

class ExportShelf {
  readonly #ports: ApiPorts;
  readonly #exports = new Map<string, Promise<RunExport>>();

  constructor(ports: ApiPorts) {
    this.#ports = ports;
  }

  get(runId: string): Promise<RunExport> {
    return this.#exports.get(runId) ?? this.make(runId);
  }

  make(runId: string): Promise<RunExport> {
    const making = this.#make(runId);
    this.#exports.delete(runId);
    this.#exports.set(runId, making);
    making.catch(() => this.#exports.delete(runId));
    for (const oldest of [...this.#exports.keys()].slice(0, -KEPT)) this.#exports.delete(oldest);
    return making;
  }

  async #make(runId: string): Promise<RunExport> {
    await knownRun(this.#ports, runId);
    const exported = await exportOfRun(this.#ports, runId);
    if (exported === undefined) throw runUnknown(runId);
    return exported;
  }
}
