import { Fault, isFault } from "@ascent/core";
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client";
import { Refusal } from "../access/refusal.ts";

const SERVERS_OWN = 500;
/** RFC 6749, section 4.1.2.1. */
const TROUBLE: ReadonlySet<string> = new Set(["server_error", "temporarily_unavailable"]);
/** What of a token request's errors is about the code, and not about this installation (RFC 6749, section 5.2). */
const OF_CODE = "invalid_grant";

/** What was wrong with the provider when it was asked where its parts are. */
export function providerFault(name: string, error: unknown): Fault {
  if (isFault(error)) return error;
  return isAway(error) ? unreachable(name, error) : unusable(name, error);
}

/** What was wrong with the answer that a browser brought, or with what the provider said when it was asked about it. */
export function answerFault(name: string, error: unknown): Fault {
  if (isFault(error)) return error;
  if (error instanceof AuthorizationResponseError) return ofRefusal(name, error);
  if (isAway(error)) return unreachable(name, error);
  if (isAboutService(error)) return unusable(name, error);
  return new Refusal("sign-in-refused", `${name} does not vouch for this attempt to sign in`, { cause: told(error) });
}

function ofRefusal(name: string, error: AuthorizationResponseError): Fault {
  if (TROUBLE.has(error.error)) return unreachable(name, error);
  const why = /^\w{1,40}$/.test(error.error) ? ` (${error.error})` : "";
  return new Refusal("sign-in-refused", `${name} did not sign you in${why}`, { cause: told(error) });
}

/** It does not let this service in, or asks for what nobody gives. */
function isAboutService(error: unknown): boolean {
  if (error instanceof ResponseBodyError) return error.error !== OF_CODE;
  return error instanceof WWWAuthenticateChallengeError;
}

/** Nobody answered, or only to say that it fails. */
function isAway(error: unknown): boolean {
  if (error instanceof ResponseBodyError) return error.status >= SERVERS_OWN;
  if (!(error instanceof ClientError)) return error instanceof TypeError;
  return error.code === "OAUTH_TIMEOUT" || (error.cause instanceof Response && error.cause.status >= SERVERS_OWN);
}

function unreachable(name: string, error: unknown): Fault {
  return new Fault("identity-provider-unreachable", `${name}, which signs people in, does not answer`, {
    wayOut: "Try again in a minute, or sign in with a token.",
    retryable: true,
    cause: told(error),
  });
}

function unusable(name: string, error: unknown): Fault {
  return new Fault("identity-provider-unusable", `${name}, which signs people in, does not work with this service`, {
    wayOut:
      "Sign in with a token, and tell the operator: issuer, client or secret may be wrong; the service's log says more.",
    cause: told(error),
  });
}

/** For the log: what the library says, without the answers that it keeps, which hold codes and tokens. */
function told(error: unknown): Error {
  if (!(error instanceof Error)) return new Error("unknown");
  const { code, error: named, status, cause } = error as Partial<ResponseBodyError>;
  const challenge = error instanceof WWWAuthenticateChallengeError ? error.cause[0]?.parameters.error : undefined;
  const parts = [error.message, code, named, challenge, status, cause instanceof Error ? cause.message : undefined];
  return new Error(parts.filter((part) => part !== undefined).join(", "));
}
