import type { PostAnswer, WebhookPoster } from "@ascent/engine";
import { Counter, type Registry } from "prom-client";

/** Counted by the process that sends, since the ledger forgets deliveries after a while, and a counter must not fall. */
export const WEBHOOK_TRIES = {
  name: "ascent_webhook_tries_total",
  help: "Tries of this process to deliver webhooks: delivered, refused (another status than 2xx), or unanswered",
  type: "counter",
  labels: ["outcome"],
} as const;

const OUTCOMES = ["delivered", "refused", "unanswered"] as const;

export interface WebhookTries {
  /** The same poster, counted. */
  counted(poster: WebhookPoster): WebhookPoster;
  registerIn(register: Registry): void;
}

export function countWebhookTries(): WebhookTries {
  const { name, help, labels } = WEBHOOK_TRIES;
  const counter = new Counter({ name, help, labelNames: labels, registers: [] });
  // A series that only comes with the first failure cannot be alerted on.
  for (const outcome of OUTCOMES) counter.inc({ outcome }, 0);
  return {
    counted: (poster) => ({
      ...poster,
      async post(message) {
        const answer = await poster.post(message);
        counter.inc({ outcome: outcomeOf(answer) });
        return answer;
      },
    }),
    registerIn: (register) => register.registerMetric(counter),
  };
}

function outcomeOf({ status }: PostAnswer): (typeof OUTCOMES)[number] {
  if (status === undefined) return "unanswered";
  return status >= 200 && status < 300 ? "delivered" : "refused";
}
