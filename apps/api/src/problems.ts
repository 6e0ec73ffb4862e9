import { STATUS_CODES } from "node:http";
import { type Defect, Fault, isFault } from "@ascent/core";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { TooManyRequests } from "./access/limits.ts";
import { Refusal } from "./access/refusal.ts";
import { type ProblemCode, statusOf } from "./problem-codes.ts";
import { REQUEST_ID_HEADER } from "./request-id.ts";
import type { Problem } from "./schema/problem.ts";

/** A blueprint with open defects, as an error that carries everything that was found in it. */
export class DefectsFault extends Fault {
  readonly defects: readonly Defect[];
  readonly warnings: readonly Defect[];

  constructor(defects: readonly Defect[], warnings: readonly Defect[] = []) {
    super("blueprint-defects", `the blueprint has ${defects.length} defect${defects.length === 1 ? "" : "s"}`, {
      wayOut: "Mend the places listed in `defects`, then start the run again.",
    });
    this.defects = defects;
    this.warnings = warnings;
  }
}

/** Codes of what Fastify itself refuses. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = { 413: "body-too-large", 415: "media-type-unknown" };

/** The RFC 9457 document for whatever a handler threw; internals stay in the log. */
export function problemOf(error: unknown): Problem {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const detail = error.validation.map((issue) => `${error.validationContext}${issue.instancePath}: ${issue.message}`);
    return problem({ status: 400, code: "bad-request", detail: detail.join("; ") });
  }
  if (isFault(error)) return faultProblem(error);
  const { statusCode, message } = error as FastifyError;
  if (statusCode !== undefined && statusCode < 500)
    return problem({ status: statusCode, code: BY_STATUS[statusCode] ?? "bad-request", detail: message });
  return problem({ status: 500, code: "internal-error", detail: "Ascent itself failed; its log says how" });
}

function faultProblem(fault: Fault): Problem {
  const status = statusOf(fault.code);
  const wayOut = fault.wayOut === undefined ? {} : { wayOut: fault.wayOut };
  const { defects, warnings } = fault instanceof DefectsFault ? fault : {};
  const found = { ...(defects && { defects: [...defects] }), ...(warnings && { warnings: [...warnings] }) };
  return { ...problem({ status, code: fault.code, detail: fault.message }), ...wayOut, ...found, ...refused(fault) };
}

function refused(fault: Fault): Pick<Problem, "reason" | "needs"> {
  if (!(fault instanceof Refusal)) return {};
  return { reason: fault.reason, ...(fault.needs === undefined ? {} : { needs: fault.needs }) };
}

function problem(content: { status: number; code: string; detail: string }): Problem {
  return { type: "about:blank", title: STATUS_CODES[content.status] ?? "Error", ...content };
}

/** Answers with the problem document of an error. */
export function sendProblem(reply: FastifyReply, error: unknown): FastifyReply {
  const document = prepareProblem(reply, error);
  if (error instanceof Refusal) reply.header("www-authenticate", error.challenge(isFromScript(reply.request)));
  return reply
    .header("content-type", "application/problem+json")
    .serializer((content: unknown) => JSON.stringify(content))
    .send(document);
}

/** The same to a person who navigated here: a page that says it. No password is asked for, as a challenge for it would. */
export function sendProblemPage(reply: FastifyReply, error: unknown, page: (problem: Problem) => string): FastifyReply {
  const document = prepareProblem(reply, error);
  if (error instanceof Refusal) reply.header("www-authenticate", error.challenge(true));
  return reply
    .header("content-type", "text/html; charset=utf-8")
    .serializer((content: unknown) => String(content))
    .send(page(document));
}

/** Status and headers, and a note for the action log. */
function prepareProblem(reply: FastifyReply, error: unknown): Problem {
  const document = problemOf(error);
  if (error instanceof TooManyRequests) reply.header("retry-after", error.retryAfter);
  noteProblem(reply.request, error, document);
  // A request that no route was looked for has not passed the hook that sets the header.
  const requestId = reply.request.id;
  reply.header(REQUEST_ID_HEADER, requestId);
  reply.code(document.status);
  return { ...document, requestId };
}

/** For the action log. Errors that Fastify has before there is a route come with a request that remembers nothing. */
function noteProblem(request: FastifyRequest | undefined, error: unknown, { code, reason = code }: Problem): void {
  if (request === undefined) return;
  const who = error instanceof Refusal && error.who !== undefined ? { actor: error.who } : {};
  request.problem = { reason, ...who };
}

/** Browsers say so (Fetch Metadata); what a person navigates to may ask for a password, what a page fetches may not. */
function isFromScript(request: FastifyRequest): boolean {
  const mode = request.headers["sec-fetch-mode"];
  return mode !== undefined && mode !== "navigate";
}

/** What the service itself, or what it stands on, is to be blamed for. */
export function logFailure(request: FastifyRequest, error: unknown): void {
  if (problemOf(error).status >= 500) request.log.error({ err: error }, "request failed");
}

/** Every error, whoever threw it, and every unknown URL is answered with a problem document. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    logFailure(request, error);
    return sendProblem(reply, error);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new Fault("route-unknown", `there is nothing at ${request.method} ${request.url}`, {
        wayOut: "See /docs for what there is.",
      }),
    ),
  );
}
