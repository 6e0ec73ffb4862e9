import { AuditView, DigestText } from "@ascent/client";
import type { Digest } from "@ascent/core";
import { z } from "zod";
import type { App } from "../app.ts";
import type { ApiPorts } from "../ports.ts";
import { refusals } from "../responses.ts";

/** Is history what it was? */
export function registerAudit(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/audit",
    {
      config: { role: "viewer" },
      schema: {
        summary: "Recompute the chain of records and compare every record with the tables; `since` an earlier head",
        tags: ["service"],
        querystring: z.object({ since: DigestText.optional() }),
        response: { 200: AuditView, 400: refusals[400], 401: refusals[401] },
      },
    },
    async ({ query: { since } }) => {
      const { problems, ...audit } = await ports.ledger.audit(since === undefined ? {} : { since: since as Digest });
      return { ...audit, problems: [...problems] };
    },
  );
}
