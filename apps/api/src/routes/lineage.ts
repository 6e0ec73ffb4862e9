import { ArchName, NameText, WhyView } from "@ascent/client";
import { why } from "@ascent/engine";
import { z } from "zod";
import type { App } from "../app.ts";
import { knownRun } from "../known-run.ts";
import { IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { refusals } from "../responses.ts";

/** What packages go back to. */
export function registerLineage(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/runs/:id/why",
    {
      config: { role: "viewer" },
      schema: {
        summary: "The nearest way from a package back to a seed, a package, a source or a digest, build by build",
        tags: ["runs"],
        params: IdParams,
        querystring: z.object({ package: NameText, on: NameText.default("seed"), arch: ArchName.optional() }),
        response: { 200: WhyView, ...refusals },
      },
    },
    async ({ params: { id }, query }) => {
      await knownRun(ports, id);
      const { arch, ...question } = query;
      return why(ports, { runId: id, ...question, ...(arch === undefined ? {} : { arch }) });
    },
  );
}
