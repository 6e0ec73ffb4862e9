/**
 * The same question asked again within `milliseconds` gets the same answer, and several at once share one. A failure or an
 * empty answer is not kept.
 */
export function remembered<T>(ask: () => Promise<readonly T[]>, milliseconds: number): () => Promise<readonly T[]> {
  let kept: { readonly answer: Promise<readonly T[]>; readonly until: number } | undefined;
  const asked = (): Promise<readonly T[]> => {
    const answer = ask();
    const mine = { answer, until: performance.now() + milliseconds };
    const forget = () => {
      if (kept === mine) kept = undefined;
    };
    kept = mine;
    answer.then((items) => (items.length === 0 ? forget() : undefined), forget);
    return answer;
  };
  return () => (kept !== undefined && performance.now() < kept.until ? kept.answer : asked());
}
