import fc from "fast-check";
import { type Document, resolve, type Schema } from "../src/openapi/model.ts";
import { addressed, type Described } from "./described.ts";

/** Values that mean something, by the name of their parameter or member. */
export type Known = Readonly<Record<string, readonly string[]>>;

const nasty = fc.constantFrom(
  ...[
    "0",
    "-1",
    "1e9",
    "99999999999999999999",
    "null",
    "[]",
    "../../etc/passwd",
    "a\0b",
    "%",
    "%2F",
    "seed:",
    "seed:x",
  ],
  ...[
    "' or 1=1 --",
    "x".repeat(600),
    "💥",
    "bytes=0-0",
    "bytes=-0",
    "bytes=5-1",
    "bytes=999999999999999999-",
    "*",
    '""',
  ],
  ...["2026-02-30T00:00:00Z", "2026-01-05T09:30:00.000Z", "* * * * *", "@daily", "Europe/Vienna", "WyJydW5zIiwiMCJd"],
);
const text = fc.oneof(nasty, fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), fc.uuid());
const anything = fc.oneof(
  text,
  fc.constant(""),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Only what HTTP lets through: the rest never reaches a handler. */
const headerValue = (given: unknown) => String(given).replace(/[^\x20-\x7e]/g, "?");

/** Requests to an operation: such as the document describes, such with something wrong, and such that make no sense. */
export function requestsTo(described: Described, document: Document, known: Known) {
  const { parameters, body } = described;
  const made = (schema: Schema, name: string) => valid(schema, name, { document, known });
  const given = fc.record(
    Object.fromEntries(
      parameters.map(({ name, schema }) => [name, fc.oneof({ weight: 3, arbitrary: made(schema, name) }, text)]),
    ),
    { requiredKeys: parameters.filter((own) => own.in === "path").map(({ name }) => name) },
  );
  const content =
    body === undefined
      ? fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.jsonValue())
      : fc.oneof(
          { weight: 3, arbitrary: made(body, "") },
          { weight: 3, arbitrary: spoiled(made(body, "")) },
          fc.jsonValue(),
          fc.constant(undefined),
        );
  return fc.record({ given, body: content }).map(({ given: values, body: sent }) => {
    const { url, headers } = addressed(described, values);
    const clean = Object.fromEntries(Object.entries(headers).map(([name, held]) => [name, headerValue(held)]));
    return { method: described.method, url, headers: clean, body: sent };
  });
}

/** With one member more, another value, or none. */
function spoiled(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, fc.nat(), fc.oneof(anything, fc.constant(undefined)), fc.string({ maxLength: 8 }))
    .map(([whole, at, other, extra]) => {
      if (typeof whole !== "object" || whole === null) return other;
      const names = [...Object.keys(whole), extra];
      return { ...whole, [names[at % names.length] ?? extra]: other };
    });
}

interface Story {
  readonly document: Document;
  readonly known: Known;
}

/** Values that a schema allows, and such that mean something where there are. */
function valid(schema: Schema, name: string, story: Story): fc.Arbitrary<unknown> {
  const held = resolve(schema, story.document.components);
  const alternatives = held.anyOf ?? held.oneOf;
  if (alternatives !== undefined) return fc.oneof(...alternatives.map((part) => valid(part, name, story)));
  if (held.const !== undefined) return fc.constant(held.const);
  if (held.enum !== undefined) return fc.constantFrom(...held.enum);
  switch (held.type) {
    case "object":
      return validObject(held, story);
    case "array":
      return fc.array(valid(held.items ?? {}, name, story), {
        minLength: held.minItems ?? 0,
        maxLength: Math.min(held.maxItems ?? 3, 3),
      });
    case "integer":
    case "number":
      return fc.integer({ min: held.minimum ?? -1000, max: held.maximum ?? 1_000_000 });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return validText(held, name, story.known);
  }
}

function validObject({ properties = {}, required = [] }: Schema, story: Story): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, member]) => [name, valid(member, name, story)] as const);
  return fc.record<Record<string, unknown>>(Object.fromEntries(members), { requiredKeys: [...required] });
}

function validText({ format, pattern }: Schema, name: string, known: Known): fc.Arbitrary<string> {
  const meant = known[name];
  const any =
    format === "uuid"
      ? fc.uuid()
      : format === "date-time"
        ? fc
            .date({ noInvalidDate: true, min: new Date(0), max: new Date("2099-01-01") })
            .map((date) => date.toISOString())
        : pattern?.startsWith("^sha256:")
          ? fc.constant(`sha256:${"0".repeat(64)}`)
          : fc.string({ minLength: 1, maxLength: 20 });
  return meant === undefined ? any : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...meant) }, any);
}
