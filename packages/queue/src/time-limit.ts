/** The promise's outcome, or what `onLate` throws when it takes longer. The late promise is left alone, its rejection heard. */
export async function withinTime<T>(promise: Promise<T>, milliseconds: number, onLate: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(onLate()), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined);
  }
}

/** Waits for the end of something whose outcome does not matter, but no longer than this. True when it ended well in time. */
export async function endsWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  try {
    await withinTime(promise, milliseconds, () => new Error("too late"));
    return true;
  } catch {
    return false;
  }
}

/** Waits, but not beyond an abort. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
