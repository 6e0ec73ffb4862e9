import { exampleOf } from "./example.ts";
import {
  type Components,
  type Document,
  JSON_TYPE,
  type MediaType,
  mapOperations,
  type Operation,
  type Parameter,
} from "./model.ts";

/** The document with an example for every parameter, request body and JSON answer that has none yet. */
export function withExamples(document: Document): Document {
  return mapOperations(document, (operation) => exemplified(operation, document.components));
}

function exemplified(operation: Operation, components: Components): Operation {
  const { parameters, requestBody, responses } = operation;
  const answers = Object.entries(responses).map(([status, answer]) => {
    return [status, answer.content === undefined ? answer : { ...answer, content: media(answer.content, components) }];
  });
  return {
    ...operation,
    ...(parameters && { parameters: parameters.map((parameter) => shown(parameter, components)) }),
    ...(requestBody && { requestBody: { ...requestBody, content: media(requestBody.content, components) } }),
    responses: Object.fromEntries(answers),
  };
}

function shown(parameter: Parameter, components: Components): Parameter {
  if (parameter.example !== undefined) return parameter;
  return withExample(parameter, exampleOf(parameter.schema, parameter.name, components).value);
}

function media(content: Readonly<Record<string, MediaType>>, components: Components) {
  const json = content[JSON_TYPE];
  if (json?.schema === undefined || json.example !== undefined) return content;
  return { ...content, [JSON_TYPE]: withExample(json, exampleOf(json.schema, "", components).value) };
}

function withExample<T>(holder: T, example: unknown): T {
  return example === undefined ? holder : { ...holder, example };
}
