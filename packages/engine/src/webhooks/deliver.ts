import { isFault } from "@ascent/core";
import { webhookHeaders } from "@ascent/formats";
import type {
  Clock,
  DeliveryRef,
  DeliveryTask,
  ErrandQueue,
  Log,
  PostAnswer,
  SecretBox,
  WebhookLedger,
  WebhookPoster,
} from "../ports.ts";
import { decideNext } from "./decide.ts";
import { secretOf } from "./manage-webhooks.ts";

/** Longer than any try takes. */
const CLAIM_MS = 30_000;
/** What the queue should have given out by now is handed to it again. */
const RESEND_AFTER_MS = 40_000;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const BATCH = 200;

export interface DeliverPorts {
  readonly ledger: WebhookLedger;
  readonly errands: Pick<ErrandQueue, "send">;
  readonly poster: WebhookPoster;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly log: Log;
}

/** Hands what is to be delivered to the queue, with its time. Between that and the mark anything may die: then it goes again. */
export async function sendDeliveries(ports: Pick<DeliverPorts, "ledger" | "errands" | "clock">): Promise<void> {
  for (;;) {
    const now = ports.clock.now();
    const resendBefore = new Date(now.getTime() - RESEND_AFTER_MS);
    const due = await ports.ledger.dueDeliveries({ resendBefore, limit: BATCH });
    if (due.length === 0) return;
    await ports.errands.send(due);
    await ports.ledger.markDeliveriesSent(due, now);
    if (due.length < BATCH) return;
  }
}

/** The same when something has just come in. Never throws: what does not go out now, the loop sends. */
export async function sendDeliveriesSoon(
  ports: Pick<DeliverPorts, "ledger" | "errands" | "clock" | "log">,
): Promise<void> {
  try {
    await sendDeliveries(ports);
  } catch (err) {
    ports.log.warn({ err }, "deliveries not sent yet");
  }
}

/** Makes one try at a delivery, and records what came of it; nothing when it is not to be made. */
export async function deliver(ports: DeliverPorts, ref: DeliveryRef): Promise<void> {
  const at = ports.clock.now();
  const task = await ports.ledger.claimDelivery(ref, { now: at, until: new Date(at.getTime() + CLAIM_MS) });
  if (task === undefined) return;
  const answer = await post(ports, task, at);
  const { failingSince } = task;
  const decided = decideNext({ attempt: ref.attempt, answer, failingSince, now: ports.clock.now() });
  await ports.ledger.endTry({ ref, tried: { at, ...answer }, ...decided });
  tell(ports.log, { ...ref, webhookId: task.webhookId, status: answer.status, error: answer.error }, decided);
  if (decided.next.kind === "retry") await sendDeliveriesSoon(ports);
}

/** Forgets what was over a month ago. */
export async function forgetDeliveries({ ledger, clock }: Pick<DeliverPorts, "ledger" | "clock">): Promise<void> {
  await ledger.forgetDeliveries(new Date(clock.now().getTime() - KEPT_MS));
}

async function post(ports: DeliverPorts, task: DeliveryTask, at: Date): Promise<PostAnswer> {
  const { messageId: id, body, url } = task;
  try {
    const secrets = await Promise.all(
      task.secrets.map((sealed) => ports.secretBox.open(sealed, secretOf(task.webhookId))),
    );
    const signed = webhookHeaders({ id, at, body }, secrets);
    return await ports.poster.post({ url, headers: { "content-type": "application/json", ...signed }, body });
  } catch (error) {
    // A secret that cannot be opened: the log of deliveries is where its owner looks.
    if (!isFault(error)) throw error;
    return { milliseconds: 0, error: { code: error.code, message: error.message } };
  }
}

function tell(log: Log, data: object, { next, disable }: ReturnType<typeof decideNext>): void {
  if (disable !== undefined) log.error({ ...data, reason: disable }, "webhook switched off");
  else if (next.kind === "failed") log.warn(data, "delivery given up");
  else log.debug({ ...data, next: next.kind }, "delivery tried");
}
