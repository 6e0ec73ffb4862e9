import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import Fastify, { type FastifyBaseLogger } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { App } from "./app.ts";
import { registerAuth } from "./auth.ts";
import { registerMetrics } from "./metrics.ts";
import type { ApiPorts } from "./ports.ts";
import { registerProblems } from "./problems.ts";
import { registerBuilds } from "./routes/builds.ts";
import { registerLive } from "./routes/live.ts";
import { registerRepositories } from "./routes/repos.ts";
import { registerRuns } from "./routes/runs.ts";
import { registerSeedLocks } from "./routes/seed-locks.ts";
import { registerService } from "./routes/service.ts";
import { registerTriggers } from "./routes/triggers.ts";

export interface ServerOptions {
  readonly token: string;
  readonly logger: FastifyBaseLogger;
}

/** The whole API on its ports, not yet listening. */
export async function createServer(ports: ApiPorts, options: ServerOptions): Promise<App> {
  const app: App = Fastify({
    loggerInstance: options.logger,
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerProblems(app);
  registerAuth(app, options.token);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Ascent",
        version: "0.1.0",
        description: "Bootstraps a package set and proves where it comes from.",
      },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: "/docs" });
  const metrics = registerMetrics(app, ports);
  registerTriggers(app, ports);
  registerRuns(app, ports);
  registerLive(app, ports);
  registerBuilds(app, ports);
  registerRepositories(app, ports);
  registerSeedLocks(app, ports);
  registerService(app, ports, metrics);
  return app;
}
