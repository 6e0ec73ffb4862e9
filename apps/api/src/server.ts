import type { Tracing } from "@ascent/tracing";
import Fastify, { type FastifyBaseLogger } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { cachedSecrets } from "./access/cached-secrets.ts";
import { type AccessRules, registerAccess, USUAL_ACCESS } from "./access/register-access.ts";
import type { App } from "./app.ts";
import { registerHashes } from "./hashed.ts";
import { registerMetrics } from "./metrics/register.ts";
import { registerDocumentation } from "./openapi/document.ts";
import { PolledRuns } from "./polled-runs.ts";
import type { ApiPorts } from "./ports.ts";
import { registerProblems, sendProblem } from "./problems.ts";
import { registerRequestIds, requestIdOf } from "./request-id.ts";
import { RequestLog } from "./request-log.ts";
import { registerRequestSpans } from "./request-spans.ts";
import { registerArtifacts } from "./routes/artifacts.ts";
import { registerAudit } from "./routes/audit.ts";
import { registerBuilds } from "./routes/builds.ts";
import { registerControl } from "./routes/control.ts";
import { registerDashboard } from "./routes/dashboard.ts";
import { registerFlight } from "./routes/flight.ts";
import { registerLineage } from "./routes/lineage.ts";
import { registerLive } from "./routes/live.ts";
import { registerProof } from "./routes/proof.ts";
import { type QueueBoard, registerQueueBoard } from "./routes/queue-board.ts";
import { registerRebuilds } from "./routes/rebuilds.ts";
import { registerRepositories } from "./routes/repos.ts";
import { registerRuns } from "./routes/runs.ts";
import { registerSchedules } from "./routes/schedules.ts";
import { registerSeedLocks } from "./routes/seed-locks.ts";
import { registerService } from "./routes/service.ts";
import { registerTriggers } from "./routes/triggers.ts";
import { registerWebhooks } from "./routes/webhooks.ts";
import { refuseUnreadable } from "./unreadable.ts";

export interface ServerOptions {
  readonly token: string;
  /** What of it is not given is as usual. */
  readonly access?: Partial<AccessRules>;
  readonly logger: FastifyBaseLogger;
  /** Absent: nobody traces. */
  readonly tracing?: Tracing;
  /** What Bull Board shows; absent: there is none. */
  readonly queueBoard?: QueueBoard;
  /** Where the built dashboard is; absent: none is served. */
  readonly dashboard?: string;
}

/** The whole API on its ports, not yet listening. */
export async function createServer(given: ApiPorts, options: ServerOptions): Promise<App> {
  const ports = { ...given, access: cachedSecrets(given.access) };
  const rules = { ...USUAL_ACCESS, ...options.access };
  const app: App = Fastify({
    loggerInstance: options.logger,
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
    trustProxy: rules.trustedProxies ?? false,
    genReqId: requestIdOf,
    logController: new RequestLog(),
    // Package file names are longer than Fastify's 100 characters now and then.
    routerOptions: { maxParamLength: 1000 },
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, error),
  }).withTypeProvider<ZodTypeProvider>();
  answerWhateverIsExpected(app);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerRequestIds(app);
  if (options.tracing !== undefined) registerRequestSpans(app, options.tracing);
  registerProblems(app);
  registerHashes(app);
  const registerAccessRoutes = await registerAccess(app, ports, { token: options.token, rules });
  await registerDocumentation(app);
  const metrics = registerMetrics(app, ports);
  registerRunRoutes(app, ports);
  registerBuilds(app, ports);
  registerLineage(app, ports);
  registerRebuilds(app, ports);
  registerArtifacts(app, ports);
  registerProof(app, ports);
  registerRepositories(app, ports);
  registerSeedLocks(app, ports);
  registerSchedules(app, ports);
  registerWebhooks(app, ports);
  registerAudit(app, ports);
  registerAccessRoutes();
  registerService(app, ports, metrics);
  if (options.queueBoard !== undefined) await registerQueueBoard(app, options.queueBoard);
  if (options.dashboard !== undefined) await registerDashboard(app, options.dashboard);
  return app;
}

/**
 * A request that expects something unknown is answered as any other (RFC 9110, section 10.1.1 leaves that open): Node's
 * own 417 says nothing.
 */
function answerWhateverIsExpected({ server }: App): void {
  server.on("checkExpectation", (request, response) => void server.emit("request", request, response));
}

function registerRunRoutes(app: App, ports: ApiPorts): void {
  const polled = new PolledRuns(ports);
  registerTriggers(app, ports);
  registerRuns(app, ports, polled);
  registerControl(app, ports);
  registerFlight(app, ports, polled);
  registerLive(app, ports);
}
