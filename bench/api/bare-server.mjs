import { readFileSync } from "node:fs";
import Fastify from "fastify";

/**
 * What the API is held against: Fastify as it comes, without a schema, a hook or a log. `/small` answers a word as JSON,
 * `/same?N` the very bytes that the API answers (the file of that place in its arguments), held in memory as text.
 */
const app = Fastify();
const bodies = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));
app.get("/small", async () => ({ ok: true }));
for (const [place, body] of bodies.entries()) {
  app.get(`/same/${place}`, async (_request, reply) => reply.type("application/json; charset=utf-8").send(body));
}
process.send?.({ ready: true, url: await app.listen({ host: "127.0.0.1", port: 0 }) });
