import { Problem } from "@ascent/client";
import { z } from "zod";

/** A refusal as the OpenAPI document shows it. */
function refusal(description: string) {
  return { description, content: { "application/problem+json": { schema: Problem } } };
}

export const refusals = {
  400: refusal("Something in the request is malformed"),
  401: refusal("The token is missing, unknown, expired or revoked: `reason` says which"),
  404: refusal("There is no such thing"),
};
export const conflict = { 409: refusal("It was asked for with other contents before") };
export const unprocessable = { 422: refusal("The blueprint has defects, or does not have what is asked for") };
export const badRange = { 416: refusal("The range is outside of the bytes") };
export const unavailable = { 503: refusal("Something that is needed cannot be reached") };

export const forbidden = { 403: refusal("The role is too low: `needs` says which would do") };

/** Bytes have no JSON schema: what they are is their media type. */
export function bytes(mediaType: string, description: string) {
  return { description, content: { [mediaType]: { schema: z.unknown() } } };
}

export const unchanged = { 304: { description: "Nothing has changed", content: { "*/*": { schema: z.unknown() } } } };
