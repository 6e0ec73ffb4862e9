/**
 * What a webhook can be told of: the events of a run by their own names, without those that come by the second (`build.step`,
 * `seed.progress`) or only prepare others (`build.ready`, `build.waiting`).
 */
export const WEBHOOK_EVENTS = [
  "run.created",
  "run.running",
  "run.succeeded",
  "run.failed",
  "run.cancelled",
  "run.retried",
  "run.judged",
  "seed.locked",
  "seed.failed",
  "stage.opened",
  "stage.completed",
  "stage.failed",
  "build.building",
  "build.done",
  "build.failed",
  "build.blocked",
  "build.lost",
  "build.cancelled",
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export function isWebhookEvent(type: string): type is WebhookEvent {
  return (WEBHOOK_EVENTS as readonly string[]).includes(type);
}
