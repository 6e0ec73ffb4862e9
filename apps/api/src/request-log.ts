import { type FastifyReply, type FastifyRequest, LogController } from "fastify";

const NOT_MODIFIED = 304;

/**
 * One line for each request, written when it is answered. That nothing has changed is told to whoever polls, often, and is
 * worth no line but at the level `debug`; /metrics counts it.
 */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: "requestId" });
  }

  override incomingRequest(request: FastifyRequest): void {
    request.log.debug({ req: request }, "incoming request");
  }

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const told = { req: request, res: reply, responseTime: reply.elapsedTime };
    if (error) reply.log.error({ ...told, err: error }, "request errored");
    else if (reply.statusCode === NOT_MODIFIED) reply.log.debug(told, "request completed");
    else reply.log.info(told, "request completed");
  }
}
