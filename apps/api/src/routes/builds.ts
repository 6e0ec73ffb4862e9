import type { App } from "../app.ts";
import { knownBuild } from "../known-build.ts";
import { IdParams } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { problems, unchanged } from "../responses.ts";
import { RecipeView } from "../schema/recipe.ts";
import { BuildDetailView } from "../schema/run.ts";
import { buildDetailView } from "../views.ts";
import { registerLogs } from "./logs.ts";

/** What a build used, did, made and wrote. */
export function registerBuilds(app: App, ports: ApiPorts): void {
  app.get(
    "/v1/builds/:id",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getBuild",
        summary: "One build: attempts, environment by digest, outputs, what it blocks",
        tags: ["builds"],
        params: IdParams,
        response: { 200: BuildDetailView, ...unchanged, ...problems("build-unknown") },
      },
    },
    async ({ params: { id } }) => buildDetailView(await knownBuild(ports, id)),
  );
  app.get(
    "/v1/builds/:id/recipe",
    {
      config: { role: "viewer" },
      schema: {
        operationId: "getRecipe",
        summary: "What a build runs: its definition with variables, conditions and pipelines evaluated",
        tags: ["builds"],
        params: IdParams,
        response: { 200: RecipeView, ...unchanged, ...problems("build-unknown") },
      },
    },
    async ({ params: { id } }) => (await knownBuild(ports, id)).recipe,
  );
  registerLogs(app, ports);
}
