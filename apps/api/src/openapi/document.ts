import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { RouteOptions } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import type { App } from "../app.ts";
import type { ProblemCode } from "../problem-codes.ts";
import { withExamples } from "./examples.ts";
import { explained } from "./explain.ts";
import { HEADERS, withHeaders } from "./headers.ts";
import { type Document, type Header, JSON_TYPE, mapOperations, type Operation } from "./model.ts";
import { withRefusals } from "./refusals.ts";
import { TAGS } from "./tags.ts";
import { tidy } from "./tidy.ts";

/**
 * OpenAPI 3.1 at /docs/json, made from the routes that are registered afterwards, and a page to read it at /docs. What a
 * route need not say itself is added here: its role, the refusals and headers of its kind, examples (docs/openapi.md).
 */
export async function registerDocumentation(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Ascent",
        version: "0.1.0",
        description: "Bootstraps a package set and proves where it comes from.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      tags: [...TAGS],
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer", description: "A token, as `Authorization: Bearer TOKEN`" },
          password: { type: "http", scheme: "basic", description: "The token as a password, whatever the user's name" },
        },
      },
    },
    transform: (route) => withDeclared(route.route, jsonSchemaTransform(route)),
    transformObject: (given) => finished(jsonSchemaTransformObject(given) as unknown as Document) as never,
  });
  await app.register(swaggerUi, { routePrefix: "/docs" });
}

/** What a route declares and JSON schemas cannot say travels in a member of the operation until the document is made. */
interface Declared {
  readonly role: string | undefined;
  readonly codes: readonly ProblemCode[];
  readonly headers: Readonly<Record<string, Readonly<Record<string, Header>>>>;
}

const DECLARED = "x-declared";

type Transformed = ReturnType<typeof jsonSchemaTransform>;

function withDeclared({ schema, config }: RouteOptions, transformed: Transformed): Transformed {
  const response = Object.entries((schema?.response ?? {}) as Record<string, Partial<Declared>>);
  const declared: Declared = {
    role: config?.role,
    codes: response.flatMap(([, { codes = [] }]) => codes),
    headers: Object.fromEntries(response.map(([status, { headers = {} }]) => [status, headers])),
  };
  return {
    ...transformed,
    url: named(transformed.url),
    schema: { ...transformed.schema, [DECLARED]: declared } as object,
  };
}

/** The rest of a path is a parameter with a name, too. */
function named(url: string): string {
  return url.replace(/\*$/, ":path");
}

function finished(document: Document): Document {
  const { components } = document;
  const headed = { ...tidy(document), components: { ...tidy(document).components, headers: HEADERS } };
  const whole = { ...headed, components: { ...components, ...headed.components } };
  return withExamples(explained(mapOperations(whole, (operation, method) => complete(versioned(operation, method)))));
}

/** hashed.ts gives every JSON answer to a GET a version. */
function versioned(operation: Operation, method: string): Operation {
  const isJson = JSON_TYPE in (operation.responses["200"]?.content ?? {});
  if (method !== "get" || !isJson || "304" in operation.responses) return operation;
  return { ...operation, responses: { ...operation.responses, "304": { description: "Nothing has changed" } } };
}

function complete(operation: Operation & { readonly [DECLARED]?: Declared }): Operation {
  const { [DECLARED]: declared, ...undeclared } = operation;
  const rest = withOptionalBody(namedRest(undeclared));
  const role = declared?.role;
  const secured = { ...rest, ...(role !== undefined && { "x-role": role, security: securityOf(role) }) };
  return withHeaders(withRefusals(described(secured, declared?.headers ?? {}), declared?.codes ?? []));
}

/** A body that may be null may be left out. */
function withOptionalBody(operation: Operation): Operation {
  const { requestBody } = operation;
  const isOptional = requestBody?.content[JSON_TYPE]?.schema?.anyOf?.some(({ type }) => type === "null");
  return requestBody && isOptional ? { ...operation, requestBody: { ...requestBody, required: false } } : operation;
}

function namedRest(operation: Operation): Operation {
  if (operation.parameters === undefined) return operation;
  return {
    ...operation,
    parameters: operation.parameters.map((own) => (own.name === "*" ? { ...own, name: "path" } : own)),
  };
}

/** Roles may be listed for any scheme (OpenAPI 3.1, Security Requirement Object). */
function securityOf(role: string): NonNullable<Operation["security"]> {
  return role === "anyone" ? [] : [{ token: [role] }, { password: [role] }];
}

const DEFAULT = "Default Response";
const MADE: Readonly<Record<string, string>> = { "201": "It was made; `Location` says where it is" };

function described(operation: Operation, headers: Declared["headers"]): Operation {
  const responses = Object.entries(operation.responses).map(([status, answer]) => {
    const description =
      answer.description === DEFAULT ? (MADE[status] ?? operation.summary ?? DEFAULT) : answer.description;
    const own = headers[status] ?? {};
    return [status, { ...answer, description, ...(Object.keys(own).length > 0 && { headers: own }) }] as const;
  });
  return { ...operation, responses: Object.fromEntries(responses) };
}
