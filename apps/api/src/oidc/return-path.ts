const SOME_ORIGIN = "http://service.invalid";
const LONGEST = 1000;
/** Browsers read `\` as `/`, and leave out line breaks and tabs. */
const UNFIT = /[\\\p{Cc}\s]/u;

/**
 * The page of the service that a text leads to, as a browser would be told; undefined where it leads nowhere or elsewhere,
 * as `//evil.example` and `/\\evil.example` do, or to a route of the API, which shows a person nothing.
 */
export function returnPathOf(text: string): string | undefined {
  if (!text.startsWith("/") || text.length > LONGEST || UNFIT.test(text)) return undefined;
  if (!URL.canParse(text, SOME_ORIGIN)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, SOME_ORIGIN);
  const isOwn = origin === SOME_ORIGIN && !pathname.startsWith("//") && !/^\/v\d+(?:\/|$)/.test(pathname);
  return isOwn ? `${pathname}${search}${hash}` : undefined;
}
