import type { Clock } from "@ascent/engine";

/**
 * Asks once for all who ask within `ttlMs`, and answers undefined while it fails: the process's own numbers matter most
 * when what they come from is gone. A failure is not remembered.
 */
export function fresh<T>(ask: () => Promise<T>, clock: Clock, ttlMs: number): () => Promise<T | undefined> {
  let last: { readonly at: number; readonly answer: Promise<T | undefined> } | undefined;
  return () => {
    const at = clock.now().getTime();
    if (last !== undefined && at - last.at < ttlMs) return last.answer;
    const answer = ask().catch(() => {
      if (last?.answer === answer) last = undefined;
      return undefined;
    });
    last = { at, answer };
    return answer;
  };
}
