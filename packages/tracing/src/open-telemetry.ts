import type { Tracer } from "@ascent/engine";
import {
  type Attributes,
  context,
  type Tracer as OtelTracer,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { RequestSpan, Tracing } from "./tracing.ts";

/** OTLP over HTTP; where to, with which headers and how much of it is OpenTelemetry's own environment variables to say. */
export function openTelemetry(service: string): Tracing {
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ "service.name": service })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  // Sets the global tracer, which BullMQ's spans use, and W3C propagation.
  provider.register();
  const otel = provider.getTracer("ascent");
  return {
    tracer: tracerOn(otel),
    request: (name, headers, attributes) => requestSpan(otel, { name, headers, attributes: { ...attributes } }),
    stop: async () => {
      await provider.shutdown().catch(() => undefined);
    },
  };
}

function tracerOn(otel: OtelTracer): Tracer {
  return {
    span: (name, attributes, work) =>
      otel.startActiveSpan(name, { attributes: { ...attributes } }, async (span) => {
        try {
          return await work();
        } catch (error) {
          fail(span, error);
          throw error;
        } finally {
          span.end();
        }
      }),
    past({ name, attributes, startedAt, finishedAt, failed }) {
      const span = otel.startSpan(name, { attributes: { ...attributes }, startTime: startedAt });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(finishedAt);
    },
    current() {
      const carrier: { traceparent?: string } = {};
      propagation.inject(context.active(), carrier);
      return carrier.traceparent;
    },
  };
}

function fail(span: Span, error: unknown): void {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

interface Request {
  readonly name: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly attributes: Attributes;
}

function requestSpan(otel: OtelTracer, { name, headers, attributes }: Request): RequestSpan {
  const sender = propagation.extract(context.active(), headers);
  const span = otel.startSpan(name, { kind: SpanKind.SERVER, attributes }, sender);
  return {
    within: (work) => context.with(trace.setSpan(sender, span), work),
    end(more, failed) {
      span.setAttributes({ ...more });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}
