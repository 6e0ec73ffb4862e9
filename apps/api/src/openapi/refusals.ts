import { STATUS_CODES } from "node:http";
import { compareText } from "@ascent/core";
import type { ProblemCode } from "../problem-codes.ts";
import { codesByStatus } from "../responses.ts";
import { isPaged, takesKey } from "./headers.ts";
import { MEANINGS } from "./meanings.ts";
import { type Answer, type Example, type Operation, PROBLEM_TYPE } from "./model.ts";

/**
 * The operation with every refusal that it may answer with: those that the route declared by `problems(…)` and those that
 * any route of its kind may give. Each status lists its codes, what they mean, and an example of each.
 */
export function withRefusals(operation: Operation, declared: readonly ProblemCode[]): Operation {
  const codes = [...new Set([...declared, ...automatic(operation)])].toSorted(compareText);
  const refusals = codesByStatus(codes).map(([status, held]) => [String(status), refusal(status, held)]);
  const others = Object.entries(operation.responses).filter(([, { content }]) => !isProblem(content));
  return { ...operation, responses: Object.fromEntries([...others, ...refusals]) };
}

function isProblem(content: Answer["content"]): boolean {
  return content !== undefined && PROBLEM_TYPE in content;
}

/** What follows from the role, the parameters and the body, without the route saying so. */
function automatic(operation: Operation): ProblemCode[] {
  const role = operation["x-role"];
  const takesInput = (operation.parameters ?? []).length > 0 || operation.requestBody !== undefined;
  const codes: ProblemCode[] = [];
  if (takesInput) codes.push("bad-request");
  if (isPaged(operation)) codes.push("bad-cursor");
  if (operation.requestBody !== undefined) codes.push("body-too-large", "media-type-unknown");
  if (takesKey(operation)) codes.push("idempotency-conflict", "idempotency-in-flight");
  if (role !== "anyone")
    codes.push("unauthorized", "too-many-requests", "internal-error", "database-unreachable", "database-timeout");
  if (role !== "anyone" && role !== "viewer") codes.push("forbidden");
  return codes;
}

function refusal(status: number, codes: readonly ProblemCode[]): Answer {
  const meanings = codes.map((code) => `\`${code}\`: ${MEANINGS[code]}.`);
  const examples = codes.map((code) => [code, example(status, code)] as const);
  const schema = { $ref: "#/components/schemas/Problem" };
  return {
    description: meanings.join("\n\n"),
    ...(status === 401 && { headers: { "WWW-Authenticate": { $ref: "#/components/headers/WWW-Authenticate" } } }),
    ...(status === 429 && { headers: { "Retry-After": { $ref: "#/components/headers/Retry-After" } } }),
    ...(status === 416 && { headers: { "Content-Range": { $ref: "#/components/headers/Content-Range" } } }),
    content: { [PROBLEM_TYPE]: { schema, examples: Object.fromEntries(examples) } },
    "x-codes": codes,
  };
}

function example(status: number, code: ProblemCode): Example {
  const title = STATUS_CODES[status] ?? "Error";
  return { value: { type: "about:blank", title, status, detail: MEANINGS[code], code } };
}
