import type { SpanAttributes, Tracer } from "@ascent/engine";

/** The span of a request that another program sent; it may name the span that it was sent from. */
export interface RequestSpan {
  /** Everything that `work` starts is below this span. */
  within(work: () => void): void;
  /** `failed`: it is this side's fault. */
  end(attributes: SpanAttributes, failed: boolean): void;
}

export interface Tracing {
  readonly tracer: Tracer;
  request(name: string, headers: Readonly<Record<string, unknown>>, attributes: SpanAttributes): RequestSpan;
  /** Sends what has not been sent yet. Never throws: nobody is there to tell any more. */
  stop(): Promise<void>;
}

/**
 * Starts tracing when the environment says where to, by OpenTelemetry's own variables: OTEL_EXPORTER_OTLP_ENDPOINT or
 * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, and not OTEL_SDK_DISABLED=true. Undefined otherwise, and nothing is loaded.
 */
export async function startTracing(
  service: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = environment;
  if ((all ?? "") === "" && (traces ?? "") === "") return undefined;
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === "true") return undefined;
  const { openTelemetry } = await import("./open-telemetry.ts");
  return openTelemetry(environment.OTEL_SERVICE_NAME ?? service);
}
