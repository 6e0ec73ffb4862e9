import { lookup } from "node:dns";
import { type ClientRequestArgs, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Fault } from "@ascent/core";
import type { PostAnswer, WebhookPoster } from "@ascent/engine";
import type { Networks } from "./networks.ts";

const TIMEOUT_MS = 15_000;
const RESPONSE_BYTES = 1024;

export interface WebhookPosterOptions {
  readonly networks: Networks;
  /** For everything: resolving, connecting, sending, and the answer's first kB. Milliseconds; 15 s when absent. */
  readonly timeoutMs?: number;
}

/**
 * Posts over HTTPS, or HTTP where the network is listed. An address is judged when it is connected to, not when its name was
 * first seen: a name that leads elsewhere later leads nowhere.
 */
export function createWebhookPoster({ networks, timeoutMs = TIMEOUT_MS }: WebhookPosterOptions): WebhookPoster {
  return {
    check: (url) => void checkedUrl(url, networks),
    async post({ url, headers, body }) {
      const began = performance.now();
      const milliseconds = () => Math.round(performance.now() - began);
      try {
        const target = checkedUrl(url, networks);
        const answer = await send(target, { headers, body, networks, signal: AbortSignal.timeout(timeoutMs) });
        return { milliseconds: milliseconds(), ...answer };
      } catch (error) {
        return { milliseconds: milliseconds(), error: told(error, timeoutMs) };
      }
    },
  };
}

function checkedUrl(text: string, networks: Networks): URL {
  if (!URL.canParse(text)) throw refused("it is no URL");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused(`it begins with ${url.protocol}`);
  if (url.username !== "" || url.password !== "") throw refused("it holds a user name or password");
  if (url.hash !== "") throw refused("it has a fragment, which is never sent");
  const host = hostOf(url);
  const secure = url.protocol === "https:";
  if (isIP(host) !== 0 && !networks.permits(host, secure)) throw refused(`${host} ${notPermitted(secure)}`);
  return url;
}

function refused(why: string): Fault {
  return new Fault("webhook-url-refused", `this URL is not called: ${why}`, {
    wayOut:
      "Give an https:// URL of a public address, or have its network listed in ASCENT_WEBHOOK_NETWORKS (docs/webhooks.md).",
  });
}

function notPermitted(secure: boolean): string {
  return secure ? "is not public, and its network is not listed" : "may not be called in the clear";
}

/** Without the brackets of IPv6. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly networks: Networks;
  readonly signal: AbortSignal;
}

function send(url: URL, { headers, body, networks, signal }: Sending): Promise<Omit<PostAnswer, "milliseconds">> {
  const secure = url.protocol === "https:";
  const bytes = Buffer.from(body, "utf8");
  const options: ClientRequestArgs = {
    method: "POST",
    headers: { "user-agent": "ascent", "content-length": bytes.length, ...headers },
    lookup: permittedLookup(networks, secure),
    signal,
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const request = secure ? requestHttps(url, options) : requestHttp(url, options);
    request.on("error", reject);
    request.on("response", (response) => {
      readAnswer(response).then(resolve, reject);
    });
    request.end(bytes);
  });
}

/** Resolves a name to those of its addresses that may be called. */
function permittedLookup(networks: Networks, secure: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, "", 0);
      const permitted = found.filter(({ address }) => networks.permits(address, secure));
      const [first] = permitted;
      if (first === undefined) return callback(refused(`${hostname} ${notPermitted(secure)}`), "", 0);
      if (options.all === true) return callback(null, permitted);
      callback(null, first.address, first.family);
    });
  };
}

/** Status and first kB; what comes after is not waited for. */
async function readAnswer(response: IncomingMessage): Promise<Omit<PostAnswer, "milliseconds">> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= RESPONSE_BYTES) break;
  }
  response.destroy();
  const text = Buffer.concat(chunks).subarray(0, RESPONSE_BYTES).toString("utf8");
  return { status: response.statusCode ?? 0, response: text };
}

function told(error: unknown, timeoutMs: number): { readonly code: string; readonly message: string } {
  if (error instanceof Fault) return { code: error.code, message: error.message };
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === "AbortError" || name === "TimeoutError")
    return { code: "receiver-timeout", message: `no whole answer within ${timeoutMs} ms` };
  return { code: "receiver-unreachable", message: message === "" ? (code ?? name) : message };
}
