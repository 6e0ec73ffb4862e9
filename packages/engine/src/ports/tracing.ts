export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** Tells someone who watches several processes what each did, for how long, and on whose behalf. */
export interface Tracer {
  /** Runs `work` as a span below the one that is under way here. What it throws is noted and thrown on. */
  span<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>;
  /** A span that is over, below the one that is under way. */
  past(span: {
    readonly name: string;
    readonly attributes: SpanAttributes;
    readonly startedAt: Date;
    readonly finishedAt: Date;
    readonly failed: boolean;
  }): void;
  /** The span that is under way here, as a W3C `traceparent`: what another process goes on below. Undefined: none is. */
  current(): string | undefined;
}
