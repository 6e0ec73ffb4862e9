import { access } from "node:fs/promises";
import { join } from "node:path";
import staticFiles from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app.ts";

/** Addresses of the dashboard's pages: each is answered with the same document, and the page itself shows what is there. */
const PAGES = [
  "/",
  "/runs",
  "/runs/*",
  "/builds/*",
  "/workers",
  "/schedules",
  "/actions",
  "/settings",
  "/settings/*",
  "/favicon.svg",
] as const;
const ASSETS = "/assets/*";

/** Open to all: the page holds no data, and asks for the token itself. */
const OPEN = { schema: { hide: true }, config: { role: "anyone" } } as const;

/** Scripts and requests of this very service alone; the component library writes styles into elements. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Serves the dashboard that `vite build` left in `directory`; where it is not built, a page that says how. */
export async function registerDashboard(app: App, directory: string): Promise<void> {
  await app.register(staticFiles, {
    root: directory,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    // Called for files that are there: that one is missing must not be remembered. Names of assets change with their contents.
    setHeaders: (reply, path) =>
      void reply.header(
        "cache-control",
        path.startsWith(join(directory, "assets")) ? "public, max-age=31536000, immutable" : "no-cache",
      ),
  });
  for (const page of PAGES) {
    const file = page.endsWith(".svg") ? page.slice(1) : "index.html";
    app.get(page, OPEN, (_request, reply) => sendPage(reply, directory, file));
  }
  // An address that is nobody's, in a browser: the page says so, and leads on. Programs get the problem that they expect.
  app.get("/:page", OPEN, (request, reply) => {
    if (!wantsPage(request)) return reply.callNotFound();
    return sendPage(reply.code(404), directory, "index.html");
  });
  app.get(ASSETS, OPEN, (request, reply) => reply.sendFile(`assets/${(request.params as { "*": string })["*"]}`));
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return (headers.accept ?? "").includes("text/html");
}

async function sendPage(reply: FastifyReply, directory: string, file: string): Promise<FastifyReply> {
  reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
  reply.header("x-content-type-options", "nosniff").header("referrer-policy", "same-origin");
  const built = await access(join(directory, file)).then(
    () => true,
    () => false,
  );
  return built ? reply.sendFile(file) : reply.code(503).type("text/html; charset=utf-8").send(NOT_BUILT);
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ascent</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; }</style>
<h1>The dashboard is not built</h1>
<p>The service itself works. <code>./ascent up</code> builds the dashboard before it starts; by hand it is
<code>npm run build -w apps/dashboard</code>. Then load this page again.</p>
<p>The API is described at <a href="/docs">/docs</a>.</p>
</html>
`;
