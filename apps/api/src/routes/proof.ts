import { Fault } from "@ascent/core";
import { type ExportInputs, exportOfRun, type RunExport } from "@ascent/engine";
import { PROOF_MANIFEST } from "@ascent/formats";
import { z } from "zod";
import type { App } from "../app.ts";
import { sameBytes } from "../etag.ts";
import { knownRun, runUnknown } from "../known-run.ts";
import type { ApiPorts } from "../ports.ts";
import { bytes, problems, unchanged } from "../responses.ts";
import { sendArtifact, sendBytes } from "../send-bytes.ts";

const mediaType = "application/octet-stream";
const Query = z.object({
  inputs: z.string().max(10_000).optional().meta({
    description: "Also what these packages were built with: names with commas between them, or `all`",
    example: "make,sed",
  }),
});
const Params = z.object({ id: z.uuid(), "*": z.string().min(1).max(2000).meta({ example: "proof/proof.json" }) });

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
        operationId: "getExportFile",
        summary: "A file of the run's export; proof/proof.json lists them all",
        tags: ["runs"],
        params: Params,
        querystring: Query,
        response: {
          200: bytes(mediaType, "The file"),
          206: bytes(mediaType, "The range"),
          ...unchanged,
          ...problems(
            "run-unknown",
            "artifact-unknown",
            "artifact-missing",
            "nothing-to-export",
            "package-unknown",
            "bad-range",
          ),
        },
      },
    },
    async (request, reply) => {
      const { id, "*": path } = request.params;
      const wanted = { id, inputs: request.query.inputs ?? "" };
      // The table of contents is made anew, the files that it lists stay together.
      const exported = await (path === PROOF_MANIFEST ? shelf.make(wanted) : shelf.get(wanted));
      const file = exported.files.get(path);
      if (file === undefined) throw new Fault("artifact-unknown", `the export of run ${id} has no file ${path}`);
      const answer = reply;
      if (sameBytes(request, answer, file.digest)) return reply;
      if (file.bytes !== undefined) return sendBytes(answer, Buffer.from(file.bytes), mediaType);
      return sendArtifact(ports, answer, { digest: file.digest, size: file.size, mediaType });
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

  get(wanted: Wanted): Promise<RunExport> {
    return this.#exports.get(keyOf(wanted)) ?? this.make(wanted);
  }

  make(wanted: Wanted): Promise<RunExport> {
    const making = this.#make(wanted);
    const key = keyOf(wanted);
    this.#exports.delete(key);
    this.#exports.set(key, making);
    making.catch(() => this.#exports.delete(key));
    for (const oldest of [...this.#exports.keys()].slice(0, -KEPT)) this.#exports.delete(oldest);
    return making;
  }

  async #make({ id, inputs }: Wanted): Promise<RunExport> {
    await knownRun(this.#ports, id);
    const exported = await exportOfRun(this.#ports, id, { inputs: inputsNamed(inputs) });
    if (exported === undefined) throw runUnknown(id);
    return exported;
  }
}

interface Wanted {
  readonly id: string;
  readonly inputs: string;
}

function keyOf({ id, inputs }: Wanted): string {
  return `${id} ${inputs}`;
}

function inputsNamed(text: string): ExportInputs {
  return text === "all" ? text : text.split(",").filter((name) => name !== "");
}
