import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { Agent, type Dispatcher, EnvHttpProxyAgent, interceptors, request } from "undici";

export interface DownloadLimits {
  /** No connection within this time: milliseconds. */
  readonly connectMs: number;
  /** No answer, or no further byte, within this time: milliseconds. */
  readonly stallMs: number;
  readonly maxBytes: number;
}

export interface Download {
  readonly url: string;
  readonly algorithm: "sha256" | "sha512";
  /** A path where nothing is yet. */
  readonly target: string;
  readonly signal: AbortSignal;
}

export interface Downloader {
  /** Streams a URL into a new file and gives the hash of its bytes in hex. Rejects with what went wrong. */
  download(wanted: Download): Promise<string>;
  close(): Promise<void>;
}

const REDIRECTS = 10;

/**
 * Downloads by HTTP(S), through the proxy of `http_proxy`, `https_proxy` and `no_proxy` where those are set. Bytes are
 * taken as sent: a server that declares a .tar.gz as content encoding must not change what is hashed.
 */
export function createDownloader(limits: DownloadLimits): Downloader {
  const agent = newAgent(limits);
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: REDIRECTS }));
  return {
    download: (wanted) => download(wanted, dispatcher, limits),
    close: () => agent.close(),
  };
}

function newAgent(limits: DownloadLimits): Dispatcher {
  const options = {
    connect: { timeout: limits.connectMs, autoSelectFamily: true },
    headersTimeout: limits.stallMs,
    bodyTimeout: limits.stallMs,
  };
  const proxied = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some((name) => process.env[name]);
  return proxied ? new EnvHttpProxyAgent(options) : new Agent(options);
}

async function download(wanted: Download, dispatcher: Dispatcher, limits: DownloadLimits): Promise<string> {
  const { statusCode, headers, body } = await request(wanted.url, {
    dispatcher,
    signal: wanted.signal,
    headers: { "accept-encoding": "identity", "user-agent": "ascent" },
  });
  // A body that is destroyed on purpose reports that too.
  body.on("error", () => undefined);
  try {
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
    if (Number(headers["content-length"] ?? 0) > limits.maxBytes) throw tooLarge(limits);
    return await write(body, wanted, limits);
  } finally {
    body.destroy();
  }
}

async function write(body: AsyncIterable<Buffer>, wanted: Download, limits: DownloadLimits): Promise<string> {
  const hash = createHash(wanted.algorithm);
  const file = await open(wanted.target, "wx", 0o644);
  try {
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > limits.maxBytes) throw tooLarge(limits);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

function tooLarge(limits: DownloadLimits): Error {
  return new Error(`larger than the limit of ${limits.maxBytes} bytes`);
}
