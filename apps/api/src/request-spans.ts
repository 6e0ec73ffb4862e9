import type { RequestSpan, Tracing } from "@ascent/tracing";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** Machines ask these every few seconds, and nothing comes of it. */
const NOT_TOLD = new Set(["/metrics", "/healthz", "/readyz"]);

/** A span per request (HTTP semantic conventions of OpenTelemetry), below the caller's if it names one. */
export function registerRequestSpans(app: FastifyInstance, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  app.addHook("onRequest", (request, _reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    if (NOT_TOLD.has(route)) return done();
    const span = tracing.request(`${request.method} ${route}`, request.headers, {
      "http.request.method": request.method,
      "http.route": route,
      "ascent.request.id": request.id,
    });
    spans.set(request, span);
    span.within(done);
  });
  app.addHook("onResponse", async (request, reply) => {
    spans.get(request)?.end({ "http.response.status_code": reply.statusCode }, reply.statusCode >= 500);
  });
}
