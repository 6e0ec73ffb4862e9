import { why } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import { knownRun } from "../known-run.ts";
import { IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { problems } from "../responses.ts";
import { ArchName, NameText } from "../schema/run.ts";
import { WhyView } from "../schema/why.ts";

/** What packages go back to. */
export function registerLineage(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/runs/:id/why",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "explainWhy",
        summary: "The nearest way from a package back to a seed, a package, a source or a digest, build by build",
        tags: ["runs"],
        params: IdParams,
        querystring: z.object({
          package: NameText.meta({ example: "make" }),
          on: NameText.default("seed").meta({
            description: "`seed`, `seed:NAME`, a package, a source's URI, or a digest",
            example: "seed",
          }),
          arch: ArchName.optional(),
        }),
        response: { 200: WhyView, ...problems("run-unknown", "package-unknown") },
      },
    },
    async ({ params: { id }, query }) => {
      await knownRun(ports, id);
      const { arch, ...question } = query;
      return why(ports, { runId: id, ...question, ...(arch === undefined ? {} : { arch }) });
    },
  );
}
