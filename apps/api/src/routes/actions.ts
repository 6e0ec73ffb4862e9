import type { ActionQuery } from "@ascent/engine";
import { z } from "zod";
import { recordLost } from "../access/action-log.ts";
import type { App } from "../app.ts";
import { decodeCursor, encodeCursor, linkNext, pageQuery } from "../paging.ts";
import type { ApiPorts } from "../ports.ts";
import { ActionListView } from "../schema/access.ts";
import { actionView } from "../views.ts";

const Time = z.iso.datetime();
const Text = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\0]*$/, "must not contain NUL");
const ActionsQuery = z.object({
  ...pageQuery,
  actor: Text.optional().meta({ description: "A token's or person's name", example: "nightly" }),
  action: Text.optional().meta({ example: "run.start" }),
  since: Time.optional().meta({ example: "2026-01-01T00:00:00Z" }),
  until: Time.optional().meta({ description: "Up to, without, this time", example: "2026-02-01T00:00:00Z" }),
});

/** Who changed what, or tried to. */
export function registerActions(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/actions",
    {
      config: { role: "admin" },
      schema: {
        operationId: "listActions",
        summary: "The action log: who changed what, or tried to, newest first",
        tags: ["access"],
        querystring: ActionsQuery,
        response: { 200: ActionListView },
      },
    },
    async (request, reply) => {
      const { limit } = request.query;
      await recordLost(ports);
      // One more than is asked for tells whether there is another page.
      const found = await ports.access.actions({ ...wantedOf(request.query), limit: limit + 1 });
      const actions = found.slice(0, limit);
      const last = found.length > limit ? actions.at(-1) : undefined;
      const next = last === undefined ? undefined : encodeCursor("actions", last.sequence);
      linkNext(request, reply, next);
      return { actions: actions.map(actionView), ...(next === undefined ? {} : { next }) };
    },
  );
}

/** Throws Fault "bad-cursor". */
function wantedOf({ cursor, actor, action, since, until }: z.infer<typeof ActionsQuery>): Omit<ActionQuery, "limit"> {
  return {
    ...(cursor === undefined ? {} : { before: decodeCursor("actions", z.int().positive(), cursor) }),
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}
