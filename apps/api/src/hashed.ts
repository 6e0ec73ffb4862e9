import { createHash } from "node:crypto";
import type { App } from "./app.ts";
import { hasVersion } from "./etag.ts";

/**
 * Gives every JSON answer to a GET that has no ETag yet one over its bytes, and answers 304 when the caller has them. What
 * knows its version without being read (a run) says so itself, which saves the reading as well.
 */
export function registerHashes(app: App): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const isAnswer = request.method === "GET" && reply.statusCode === 200 && !reply.hasHeader("etag");
    const isJson = isAnswer && String(reply.getHeader("content-type") ?? "").startsWith("application/json");
    if (!isJson || typeof payload !== "string") return payload;
    const version = createHash("sha1").update(payload).digest("base64url");
    if (!hasVersion(request, reply, version)) return payload;
    reply.code(304).removeHeader("content-type");
    return null;
  });
}
