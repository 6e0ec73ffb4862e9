import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import type { FastifyInstance } from "fastify";
import type { App } from "../app.ts";

const AT = "/queues";
/** The library's page would fetch fonts from elsewhere. */
const ONLY_OWN = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

type Queues = ConstructorParameters<typeof BullMQAdapter>[0][];

export interface QueueBoard {
  /** Opened when someone first looks. */
  open(): { readonly queues: readonly unknown[]; close(): Promise<void> };
}

/**
 * Bull Board at /queues: what BullMQ holds, for administrators. It looks and changes nothing: what becomes of work is
 * the ledger's to say, and a job that someone removed here would only be sent again.
 */
export async function registerQueueBoard(app: App, board: QueueBoard): Promise<void> {
  const pages = new FastifyAdapter();
  pages.setBasePath(AT);
  const { setQueues } = createBullBoard({
    queues: [],
    serverAdapter: pages,
    options: { uiConfig: { boardTitle: "Ascent" } },
  });
  // Its own would answer a refusal with 500 and a stack; thrown on, the error is answered as everywhere else.
  pages.setErrorHandler((error) => {
    throw error;
  });
  let opened: ReturnType<QueueBoard["open"]> | undefined;
  await app.register((scope, _options, done) => {
    declareAdmin(scope as unknown as FastifyInstance);
    scope.addHook("onRequest", async (_request, reply) => {
      reply.header("content-security-policy", ONLY_OWN);
      if (opened !== undefined) return;
      opened = board.open();
      setQueues((opened.queues as Queues).map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })));
    });
    scope.register(pages.registerPlugin(), { prefix: AT });
    done();
  });
  app.addHook("onClose", async () => opened?.close());
}

/** The library's routes say nothing of who may use them. */
function declareAdmin(scope: FastifyInstance): void {
  scope.addHook("onRoute", (route) => {
    route.config = { ...route.config, role: "admin" };
  });
}
