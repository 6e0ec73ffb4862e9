import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import {
  type Document,
  JSON_TYPE,
  type Operation,
  type Parameter,
  PROBLEM_TYPE,
  type Schema,
} from "../src/openapi/model.ts";
import type { Answer, ApiRig, Method } from "./rig.ts";

/** An operation of the OpenAPI document, as the tests that go through all of them need it. */
export interface Described {
  /** `POST /v1/runs`. */
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
  /** Of the JSON body, if it takes one. */
  readonly body: Schema | undefined;
}

export async function describedBy(rig: ApiRig): Promise<{ document: Document; operations: readonly Described[] }> {
  const document: Document = (await rig.get("/docs/json")).json();
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]): Described => {
      const method = verb.toUpperCase() as Method;
      const body = operation.requestBody?.content[JSON_TYPE]?.schema;
      return { name: `${method} ${path}`, method, path, operation, parameters: operation.parameters ?? [], body };
    }),
  );
  return { document, operations };
}

/** Puts values into the places that the parameters have: path, query and headers. */
export function addressed({ path, parameters }: Described, values: Readonly<Record<string, unknown>>) {
  const at = (where: string) => parameters.filter((own) => own.in === where && values[own.name] !== undefined);
  const url = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(values[name])));
  const query = at("query").map(({ name }) => `${name}=${encodeURIComponent(String(values[name]))}`);
  const headers = Object.fromEntries(at("header").map(({ name }) => [name, String(values[name])]));
  return { url: query.length === 0 ? url : `${url}?${query.join("&")}`, headers };
}

/** A judge of answers: says what of one is not as the document has it. */
export function judgeOf(document: Document) {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "doc", components: document.components });
  const validators = new Map<string, ReturnType<typeof ajv.compile>>();
  const validatorOf = (key: string, schema: Schema) => {
    const known = validators.get(key);
    if (known !== undefined) return known;
    const made = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')));
    validators.set(key, made);
    return made;
  };
  return ({ name, operation }: Described, answer: Answer): string | undefined => {
    const type = String(answer.headers["content-type"] ?? "").split(";")[0] ?? "";
    // Nothing is at such an address: no operation's answer.
    if (type === PROBLEM_TYPE && answer.json().code === "route-unknown") return undefined;
    const told = operation.responses[String(answer.status)];
    if (told === undefined) return `${answer.status} is not documented: ${answer.body.slice(0, 300)}`;
    if (told.content === undefined || answer.body === "") return undefined;
    const media = told.content[type];
    if (media?.schema === undefined)
      return `${answer.status} is documented as ${Object.keys(told.content)}, not ${type}`;
    if (type !== JSON_TYPE && type !== PROBLEM_TYPE) return undefined;
    const validate = validatorOf(`${name} ${answer.status} ${type}`, media.schema);
    if (!validate(answer.json()))
      return `${answer.status} is not what its schema says: ${ajv.errorsText(validate.errors)}`;
    const { code, status } = answer.json();
    if (type !== PROBLEM_TYPE) return undefined;
    if (status !== answer.status) return `${answer.status} says of itself that it is ${status}`;
    return told["x-codes"]?.includes(code) ? undefined : `${answer.status} has the undocumented code ${code}`;
  };
}
