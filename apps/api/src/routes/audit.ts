import type { Digest } from "@ascent/core";
import { z } from "zod";
import type { App } from "../app.ts";
import type { ApiPorts } from "../ports.ts";
import { AuditView } from "../schema/audit.ts";
import { DigestText } from "../schema/run.ts";

/** Is history what it was? */
export function registerAudit(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/audit",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "auditRecords",
        summary: "Recompute the chain of records and compare every record with the tables; `since` an earlier head",
        tags: ["service"],
        querystring: z.object({ since: DigestText.optional() }),
        response: { 200: AuditView },
      },
    },
    async ({ query: { since } }) => {
      const { problems, ...audit } = await ports.ledger.audit(since === undefined ? {} : { since: since as Digest });
      return { ...audit, problems: [...problems] };
    },
  );
}
