/** Postgres keeps neither NUL in text nor half a surrogate pair in JSON; hostile logs and file names hold both. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** Text with U+FFFD in place of what Postgres cannot keep. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, "\uFFFD");
}

/** JSON text that Postgres accepts; dates become ISO 8601. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON.stringify escapes exactly what is unstorable, so most values (and all large ones) are looked at only once.
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(value, (_key, held: unknown) => (typeof held === "string" ? storableText(held) : held));
}

/** A plain JSON value with every text in it storable. */
export function storable<T>(value: T): T {
  return JSON.parse(storableJson(value)) as T;
}
