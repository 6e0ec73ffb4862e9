import type { Traced } from "./backend.ts";

/** How jobs are sent on behalf of someone, and what BullMQ is told to trace with. */
export interface JobTraces extends Traced {
  /** Runs `work` below the span that a W3C `traceparent` names; below none when it is absent. */
  within<T>(trace: string | undefined, work: () => Promise<T>): Promise<T>;
}

export const NO_TRACES: JobTraces = { within: (_trace, work) => work() };

/** Through OpenTelemetry's global tracer, which whoever asks for this has set up. Loads nothing of it before. */
export async function jobTraces(): Promise<JobTraces> {
  const { BullMQOtel } = await import("bullmq-otel");
  const { context, propagation, ROOT_CONTEXT } = await import("@opentelemetry/api");
  return {
    telemetry: new BullMQOtel({ tracerName: "ascent" }),
    within: (trace, work) => {
      const carrier = trace === undefined ? {} : { traceparent: trace };
      return context.with(propagation.extract(ROOT_CONTEXT, carrier), work);
    },
  };
}
