import type { Answer, Header, Operation, Parameter } from "./model.ts";

const text = { type: "string" } as const;

/** Headers of answers that several routes have, as components. */
export const HEADERS: Readonly<Record<string, Header>> = {
  ETag: {
    description: "The version of what is shown: sent back as `If-None-Match`, an unchanged thing costs a 304",
    schema: text,
    example: 'W/"17"',
  },
  "Cache-Control": {
    description: "`private` always: what is shown needs a token",
    schema: text,
    example: "private, no-cache",
  },
  "Accept-Ranges": { description: "`Range: bytes=` is honoured", schema: text, example: "bytes" },
  "Content-Range": {
    description: "Which bytes these are (206), or how many there are (416)",
    schema: text,
    example: "bytes 0-99/1234",
  },
  Link: {
    description: '`rel="next"` (RFC 8288): the next page, with all other parameters kept; absent on the last one',
    schema: text,
    example: '</v1/runs?limit=20&cursor=WyJydW5zIiwiMCJd>; rel="next"',
  },
  Location: {
    description: "Where the thing that was made is (201), or where to go (303)",
    schema: text,
    example: "/v1/runs/0b9f6f3c-5a52-4c0e-9d5c-3f0d9a5e7c11",
  },
  "X-Request-Id": {
    description:
      "The caller's own `X-Request-Id`, or a new one: the service's log has it in every line about this request",
    schema: text,
    example: "0b9f6f3c-5a52-4c0e-9d5c-3f0d9a5e7c11",
  },
  "Idempotency-Replayed": {
    description: "`true`: the answer that a request with the same key had before; nothing was done again",
    schema: text,
    example: "true",
  },
  "Retry-After": { description: "In how many seconds to ask again", schema: text, example: "42" },
  "WWW-Authenticate": {
    description: "How to send a token (RFC 6750, RFC 7617)",
    schema: text,
    example: 'Bearer realm="ascent"',
  },
};

const REQUEST_ID = "X-Request-Id";

const IF_NONE_MATCH: Parameter = {
  name: "if-none-match",
  in: "header",
  required: false,
  description: "The `ETag` of the version that the caller has",
  schema: text,
  example: 'W/"17"',
};
const RANGE: Parameter = {
  name: "range",
  in: "header",
  required: false,
  description:
    "One range of bytes (RFC 9110, section 14), of the version in `If-Range` if there is one; several are answered with the whole",
  schema: text,
  example: "bytes=0-99",
};

/**
 * The operation with the headers that follow from its statuses: 304 is versions, 206 ranges, 201 has a location, pages have
 * links; all have an id.
 */
export function withHeaders(operation: Operation): Operation {
  const has = (status: string) => status in operation.responses;
  const parameters = [
    ...(operation.parameters ?? []),
    ...(has("304") ? [IF_NONE_MATCH] : []),
    ...(has("206") ? [RANGE] : []),
  ];
  const responses = Object.entries(operation.responses).map(([status, answer]) => {
    const names = [
      ...versionHeaders(status, has("304")),
      ...rangeHeaders(status, has("206")),
      ...pageHeaders(status, operation),
      ...madeHeaders(status),
      ...replayHeaders(status, operation),
      REQUEST_ID,
    ];
    return [status, withNamed(bare(status, answer), names)] as const;
  });
  return { ...operation, ...(parameters.length > 0 && { parameters }), responses: Object.fromEntries(responses) };
}

function versionHeaders(status: string, isVersioned: boolean): string[] {
  return isVersioned && ["200", "206", "304"].includes(status) ? ["ETag", "Cache-Control"] : [];
}

function rangeHeaders(status: string, hasRanges: boolean): string[] {
  if (!hasRanges) return [];
  if (status === "200") return ["Accept-Ranges"];
  return status === "206" ? ["Accept-Ranges", "Content-Range"] : [];
}

function madeHeaders(status: string): string[] {
  return status === "201" || status === "303" ? ["Location"] : [];
}

/** What triggers something takes a key, and is done once for each. */
export function takesKey({ parameters = [] }: Operation): boolean {
  return parameters.some((parameter) => parameter.in === "header" && parameter.name === "idempotency-key");
}

function replayHeaders(status: string, operation: Operation): string[] {
  return status.startsWith("2") && takesKey(operation) ? ["Idempotency-Replayed"] : [];
}

/** Lists that are read page by page take a cursor. */
export function isPaged({ parameters = [] }: Operation): boolean {
  return parameters.some((parameter) => parameter.in === "query" && parameter.name === "cursor");
}

function pageHeaders(status: string, operation: Operation): string[] {
  return status === "200" && isPaged(operation) ? ["Link"] : [];
}

/** These have no body, or none that anybody reads. */
function bare(status: string, answer: Answer): Answer {
  return ["204", "303", "304"].includes(status) ? { description: answer.description } : answer;
}

function withNamed(answer: Answer, names: readonly string[]): Answer {
  const named = names.map((name) => [name, { $ref: `#/components/headers/${name}` }] as const);
  return { ...answer, headers: { ...Object.fromEntries(named), ...answer.headers } };
}
