/** Thrown inside the builder alone, to leave everything at once; `build` turns it into the outcome "cancelled". */
export class Cancelled extends Error {
  constructor() {
    super("the build was cancelled");
    this.name = "Cancelled";
  }
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Cancelled();
}
