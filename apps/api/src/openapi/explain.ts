import { GLOSSARY, PARAMETERS } from "./glossary.ts";
import { OF_COMPONENTS } from "./glossary-of-components.ts";
import { type Document, mapOperations, type Operation, type Parameter, type Schema } from "./model.ts";

/** The document with a description of every member and parameter that has none of its own, as far as there are words for it. */
export function explained(document: Document): Document {
  const { components } = document;
  const schemas = Object.entries(components.schemas).map(([name, schema]) => [name, told(schema, componentName(name))]);
  const withMembers = { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } };
  return mapOperations(withMembers, withParameters);
}

/** What a request has may be a component of its own, of the same name with a suffix. */
function componentName(name: string): string {
  return name.replace(/Input$/, "");
}

/** `path`: component and members down to the schema, as glossary-of-components.ts names them. */
function told(schema: Schema, path: string): Schema {
  const { properties, items, additionalProperties: held, anyOf, oneOf } = schema;
  const members = Object.entries(properties ?? {}).map(([name, member]) => {
    const within = `${path}.${name}`;
    const description = member.description ?? OF_COMPONENTS[within] ?? GLOSSARY[name];
    return [name, { ...told(member, within), ...(description !== undefined && { description }) }] as const;
  });
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(members) }),
    ...(items && { items: told(items, path) }),
    ...(typeof held === "object" && { additionalProperties: told(held, path) }),
    ...(anyOf && { anyOf: anyOf.map((one) => told(one, path)) }),
    ...(oneOf && { oneOf: oneOf.map((one) => told(one, path)) }),
  };
}

function withParameters(operation: Operation): Operation {
  const { parameters } = operation;
  if (parameters === undefined) return operation;
  return { ...operation, parameters: parameters.map(ofParameter) };
}

function ofParameter(parameter: Parameter): Parameter {
  const description = parameter.description ?? PARAMETERS[parameter.name] ?? GLOSSARY[parameter.name];
  return { ...parameter, ...(description !== undefined && { description }) };
}
