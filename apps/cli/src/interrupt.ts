export interface Interrupt {
  /** Aborts on the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** From here on the signals have their usual effect again. */
  release(): void;
}

/** The first Ctrl-C asks for an orderly stop; a second one, while that goes on, ends the command at once. */
export function onInterrupt(): Interrupt {
  const abort = new AbortController();
  const handle = () => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, handle);
  return {
    signal: abort.signal,
    release() {
      for (const signal of signals) process.off(signal, handle);
    },
  };
}
