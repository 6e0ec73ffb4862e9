import { Fault, isDigest } from "@ascent/core";
import { z } from "zod";
import type { App } from "../app.ts";
import { neverModified } from "../etag.ts";
import type { ApiPorts } from "../ports.ts";
import { bytes, problems, unchanged } from "../responses.ts";
import { sendArtifact } from "../send-bytes.ts";

const mediaType = "application/octet-stream";
const Params = z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hex digits") });

/** Bytes by their digest. */
export function registerArtifacts(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/artifacts/:digest",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getArtifact",
        summary: "The bytes of an artifact: a package, source, log, SBOM or seed lock",
        tags: ["artifacts"],
        params: Params,
        response: {
          200: bytes(mediaType, "The whole"),
          206: bytes(mediaType, "The range"),
          ...unchanged,
          ...problems("artifact-unknown", "artifact-missing", "bad-range"),
        },
      },
    },
    async (request, reply) => {
      const { digest } = request.params;
      const size = isDigest(digest) ? await ports.store.size(digest) : undefined;
      if (!isDigest(digest) || size === undefined) {
        throw new Fault("artifact-unknown", `there is no artifact ${digest}`);
      }
      const bytesReply = reply;
      if (neverModified(request, bytesReply, digest)) return reply;
      return sendArtifact(ports, bytesReply, { digest, size, mediaType });
    },
  );
}
