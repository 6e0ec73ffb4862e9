import { flightDeck } from "@ascent/testkit";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, test } from "vitest";
import { createLogger } from "../src/logger.ts";
import { exampleOf } from "../src/openapi/example.ts";
import { GLOSSARY, PARAMETERS } from "../src/openapi/glossary.ts";
import { OF_COMPONENTS } from "../src/openapi/glossary-of-components.ts";
import {
  type Answer,
  type Document,
  JSON_TYPE,
  type MediaType,
  type Operation,
  PROBLEM_TYPE,
  type Schema,
} from "../src/openapi/model.ts";
import { statusOf } from "../src/problem-codes.ts";
import { createServer } from "../src/server.ts";
import { TOKEN } from "./rig.ts";

let document: Document;
let operations: readonly { readonly name: string; readonly path: string; readonly operation: Operation }[];

beforeAll(async () => {
  const app = await createServer(await flightDeck(), { token: TOKEN, logger: createLogger("silent") });
  document = (await app.inject("/docs/json")).json();
  await app.close();
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })),
  );
});

/** What is wrong with each operation, by its name; every rule is asked of every route there is. */
function complaints(look: (operation: Operation, path: string) => readonly (string | false | undefined)[]): string[] {
  return operations.flatMap(({ name, path, operation }) =>
    look(operation, path).flatMap((complaint) => (complaint ? [`${name}: ${complaint}`] : [])),
  );
}

interface Content {
  readonly where: string;
  readonly type: string;
  readonly media: MediaType;
}

/** Everything that an operation takes and gives as a body. */
function contents({ requestBody, responses }: Operation): Content[] {
  const of = (where: string, content: Answer["content"] = {}) =>
    Object.entries(content).map(([type, media]) => ({ where, type, media }));
  const answers = Object.entries(responses).flatMap(([status, { content }]) => of(status, content));
  return [...of("request", requestBody?.content), ...answers];
}

describe("the document", () => {
  test("is valid OpenAPI 3.1, and its references lead somewhere", async () => {
    expect(document.openapi).toBe("3.1.0");
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    const references = JSON.stringify(document).match(/(?<="\$ref":"#\/components\/)[^"]+/g) ?? [];
    expect(references.length).toBeGreaterThan(100);
    const known = new Set(
      Object.entries(document.components).flatMap(([kind, held]) => Object.keys(held).map((name) => `${kind}/${name}`)),
    );
    expect(references.filter((reference) => !known.has(reference))).toEqual([]);
  });

  test("has an operation for every route, and no operation twice", async () => {
    const app = await createServer(await flightDeck(), { token: TOKEN, logger: createLogger("silent") });
    await app.ready();
    const routes = app.declaredAccess
      .filter(({ method, url }) => method !== "HEAD" && method !== "OPTIONS" && !url.startsWith("/docs"))
      .map(({ method, url }) => `${method} ${url.replace(/\*$/, ":path").replace(/:(\w+)/g, "{$1}")}`);
    await app.close();
    expect(operations.map(({ name }) => name).sort()).toEqual(routes.sort());
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("names no component that nothing uses", () => {
    const text = JSON.stringify(document);
    const unused = Object.keys(document.components.schemas).filter((name) => !text.includes(`/schemas/${name}"`));
    expect(unused).toEqual([]);
  });
});

/** Headers that are taken as they come: what makes no sense is as if it were not there (RFC 9110). */
const UNCHECKED = new Set(["if-none-match", "range"]);

describe("every route", () => {
  test("has an operationId, a summary, and tags that are explained", () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    const found = complaints(({ operationId, summary, tags: own = [] }) => [
      !/^[a-z][a-zA-Z]+$/.test(operationId ?? "") && "has no `operationId` in lowerCamelCase",
      (summary ?? "").length < 4 && "has no `summary`",
      own.length === 0 && "has no `tags`",
      own.some((tag) => !tags.has(tag)) && `has tags that openapi/tags.ts does not explain: ${own}`,
    ]);
    expect(found).toEqual([]);
  });

  test("tells the role that it needs, and takes a token unless it is open to anyone", () => {
    const found = complaints(({ "x-role": role, security = [] }) => {
      const expected = role === "anyone" ? [] : [{ token: [role] }, { password: [role] }];
      return [
        role === undefined && "has no `config.role`",
        JSON.stringify(security) !== JSON.stringify(expected) && `has the security ${JSON.stringify(security)}`,
      ];
    });
    expect(found).toEqual([]);
  });

  test("describes every parameter of its path, and each with words, a schema and an example", () => {
    const found = complaints(({ parameters = [] }, path) => {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      return [
        named.toSorted().join() !== described.toSorted().join() && `describes ${described} of ${named}`,
        ...parameters.map(
          ({ name, schema }) => schema?.type === undefined && !schema?.enum && !schema?.$ref && `${name} has no type`,
        ),
        ...parameters.map(({ name, description }) => (description ?? "").length < 8 && `${name} has no description`),
        ...parameters.map(({ name, example }) => example === undefined && `${name} has no example: .meta({ example })`),
      ];
    });
    expect(found).toEqual([]);
  });

  test("answers with something when all goes well", () => {
    const found = complaints(({ responses }) => [
      !Object.keys(responses).some((status) => /^2|^303/.test(status)) && "has no 2xx, and sends nobody on",
      ...Object.entries(responses).map(
        ([status, { description }]) => /^(Default Response)?$/.test(description) && `${status} has no description`,
      ),
    ]);
    expect(found).toEqual([]);
  });

  test("takes and gives JSON by named components alone", () => {
    const found = complaints((operation) =>
      contents(operation).map(({ where, type, media }) => {
        if (type !== JSON_TYPE && type !== PROBLEM_TYPE) return false;
        const { $ref, anyOf } = media.schema ?? {};
        // A body that may be left out is a component or null.
        const held = anyOf?.find((schema) => schema.type !== "null");
        return ($ref ?? held?.$ref) === undefined && `${where} is no component: .meta({ id: "Name" })`;
      }),
    );
    expect(found).toEqual([]);
  });

  test("has an example of every JSON body, and each is what its schema says", () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: "doc", components: document.components });
    const compiled = new Map<string, ReturnType<typeof ajv.compile>>();
    const local = (schema: Schema) => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/'));
    const wrong = (schema: Schema | undefined, value: unknown) => {
      if (schema === undefined) return "no schema";
      const text = JSON.stringify(schema);
      // Most answers share a few schemas, and compiling is what takes long.
      const validate = compiled.get(text) ?? ajv.compile(local(schema));
      compiled.set(text, validate);
      return validate(value) ? undefined : ajv.errorsText(validate.errors);
    };
    const found = complaints((operation) => [
      ...(operation.parameters ?? []).map(({ name, schema, example }) => {
        const why = example === undefined ? undefined : wrong(schema, example);
        return why && `the example of ${name} is wrong: ${why}`;
      }),
      ...contents(operation).flatMap(({ where, type, media: { schema, example, examples } }) => {
        if (type !== JSON_TYPE && type !== PROBLEM_TYPE) return [];
        const given = [
          ...(example === undefined ? [] : [example]),
          ...Object.values(examples ?? {}).map(({ value }) => value),
        ];
        const { missing } = examples === undefined ? exampleOf(schema ?? {}, "", document.components) : { missing: [] };
        return [
          given.length === 0 && `${where} has no example`,
          missing.length > 0 &&
            `${where}: nobody says what these look like (openapi/words.ts, .meta({ example })): ${missing}`,
          ...given.map((value) => {
            const why = wrong(schema, value);
            return why && `an example of ${where} is wrong: ${why}`;
          }),
        ];
      }),
    ]);
    expect(found).toEqual([]);
  });

  test("lists the codes of every refusal, with an example of each, as a problem document", () => {
    const found = complaints(({ responses }) =>
      Object.entries(responses).flatMap(([status, { content = {}, "x-codes": codes = [], description }]) => {
        if (Number(status) < 400 || JSON_TYPE in content) return [];
        const examples = content[PROBLEM_TYPE]?.examples ?? {};
        return [
          content[PROBLEM_TYPE]?.schema?.$ref !== "#/components/schemas/Problem" && `${status} is no problem document`,
          codes.length === 0 && `${status} lists no codes: declare it by problems(…)`,
          ...codes.flatMap((code) => [
            statusOf(code) !== Number(status) && `${status} lists ${code}, which is ${statusOf(code)}`,
            !description.includes(`\`${code}\``) && `${status} does not tell what ${code} means`,
            examples[code] === undefined && `${status} has no example of ${code}`,
          ]),
        ];
      }),
    );
    expect(found).toEqual([]);
  });

  test("tells of the refusals that follow from what it is", () => {
    const found = complaints((operation) => {
      const { responses, requestBody, parameters = [], "x-role": role } = operation;
      const misses = (status: string) => !(status in responses) && `says nothing of ${status}`;
      return [
        role !== "anyone" && misses("401"),
        role !== "anyone" && role !== "viewer" && misses("403"),
        (requestBody !== undefined || parameters.some(({ name }) => !UNCHECKED.has(name))) && misses("400"),
        requestBody !== undefined && misses("415"),
      ];
    });
    expect(found).toEqual([]);
  });

  test("documents the headers of versions, ranges and what was made", () => {
    const found = complaints(({ responses, parameters = [] }) => {
      const takes = (name: string) => parameters.some((own) => own.in === "header" && own.name === name);
      const gives = (status: string, name: string) => responses[status]?.headers?.[name] !== undefined;
      const lacks = (holds: boolean, what: string) => !holds && `lacks ${what}`;
      return [
        ...("304" in responses
          ? [lacks(takes("if-none-match"), "If-None-Match"), lacks(gives("200", "ETag"), "ETag")]
          : []),
        ...("206" in responses
          ? [lacks(takes("range"), "Range"), lacks(gives("206", "Content-Range"), "Content-Range")]
          : []),
        ...(parameters.some(({ name }) => name === "cursor") ? [lacks(gives("200", "Link"), "Link")] : []),
        ...("206" in responses ? [lacks("416" in responses, "416: a range may lie outside")] : []),
        ...("201" in responses ? [lacks(gives("201", "Location"), "Location")] : []),
        ...("401" in responses ? [lacks(gives("401", "WWW-Authenticate"), "WWW-Authenticate")] : []),
        "304" in responses && responses["304"]?.content !== undefined && "gives a 304 a body",
      ];
    });
    expect(found).toEqual([]);
  });
});

/** Every member of every component, by the path that glossary-of-components.ts knows it by. */
function members(): (readonly [string, Schema])[] {
  const below = (schema: Schema | undefined | boolean, path: string): (readonly [string, Schema])[] => {
    if (typeof schema !== "object") return [];
    const { properties = {}, items, additionalProperties, prefixItems = [], anyOf = [], oneOf = [] } = schema;
    const own = Object.entries(properties).map(([name, member]) => [`${path}.${name}`, member] as const);
    const parts = [items, additionalProperties, ...prefixItems, ...anyOf, ...oneOf];
    return [
      ...own,
      ...own.flatMap(([where, member]) => below(member, where)),
      ...parts.flatMap((part) => below(part, path)),
    ];
  };
  return Object.entries(document.components.schemas).flatMap(([name, schema]) => below(schema, name));
}

describe("components", () => {
  test("say of every member what it is", () => {
    expect(members().length).toBeGreaterThan(500);
    const untold = members().filter(([, { description = "" }]) => description.length < 5);
    expect(untold.map(([path]) => `${path}: .meta({ description }), or openapi/glossary.ts`)).toEqual([]);
  });

  test("say of every column of a row what it is", () => {
    const rows = Object.entries(document.components.schemas).flatMap(([name, { prefixItems = [] }]) =>
      prefixItems.map((column, index) => [`${name}[${index}]`, column] as const),
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(([, { description }]) => description === undefined).map(([path]) => path)).toEqual([]);
  });

  test("need every word that the glossary has", () => {
    const told = members().map(
      ([path, { description }]) => [path.replace(/^(\w+)Input\./, "$1."), description] as const,
    );
    const ofMember = (name: string) => told.filter(([path]) => path.endsWith(`.${name}`));
    const parameters = operations.flatMap(({ operation }) => operation.parameters ?? []);
    const unused = [
      ...Object.entries(OF_COMPONENTS).filter(
        ([path, text]) => !told.some(([where, description]) => where === path && description === text),
      ),
      ...Object.entries(GLOSSARY).filter(
        ([name, text]) =>
          !ofMember(name).some(([, description]) => description === text) &&
          !parameters.some((own) => own.name === name && own.description === text),
      ),
      ...Object.entries(PARAMETERS).filter(
        ([name, text]) => !parameters.some((own) => own.name === name && own.description === text),
      ),
    ];
    expect(unused.map(([name]) => name)).toEqual([]);
  });

  test("say each shape once: what is the same in two places has a name", () => {
    const places = new Map<string, string[]>();
    const visit = (schema: Schema, where: string, isNamed: boolean): void => {
      const members = Object.entries(schema.properties ?? {});
      if (!isNamed && members.length > 2) {
        const shape = JSON.stringify(schema);
        places.set(shape, [...(places.get(shape) ?? []), where]);
      }
      for (const [name, member] of members) visit(member, `${where}.${name}`, false);
      for (const part of [
        schema.items,
        ...(schema.prefixItems ?? []),
        ...(schema.anyOf ?? []),
        ...(schema.oneOf ?? []),
      ])
        if (part !== undefined) visit(part, where, false);
      if (typeof schema.additionalProperties === "object") visit(schema.additionalProperties, where, false);
    };
    for (const [name, schema] of Object.entries(document.components.schemas)) visit(schema, name, true);
    expect([...places.values()].filter((where) => where.length > 1)).toEqual([]);
  });
});
