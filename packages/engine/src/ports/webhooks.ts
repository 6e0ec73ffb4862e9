import type { WebhookEvent } from "@ascent/core";
import type { DeliveryErrand, DeliveryRef } from "./errands.ts";

/* Telling others what happens: endpoints, and a log of everything that was sent to them. */

export interface WebhookPlan {
  readonly url: string;
  /** Absent: all, also those that later versions know. */
  readonly events?: readonly WebhookEvent[];
  readonly enabled: boolean;
}

export interface WebhookRecord extends WebhookPlan {
  readonly id: string;
  /** Why the service itself switched it off. */
  readonly disabledReason?: string;
  /** Since when no try has succeeded; absent when the last one did. */
  readonly failingSince?: Date;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly rotatedAt?: Date;
  /** Until then messages are signed with the secret before the last rotation as well. */
  readonly oldSecretUntil?: Date;
}

export interface NewWebhook extends WebhookPlan {
  readonly id: string;
  /** Sealed. */
  readonly secret: string;
  readonly createdBy: string;
  readonly at: Date;
}

/** `pending`: to be tried (again). `failed`: given up, or its endpoint was switched off. */
export type DeliveryState = "pending" | "delivered" | "failed";

/** What came of one try. */
export interface DeliveryTry {
  readonly at: Date;
  readonly milliseconds: number;
  /** HTTP status; absent when nobody answered. */
  readonly status?: number;
  /** The first kB of the answer. */
  readonly response?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface DeliveryRecord {
  readonly id: string;
  readonly webhookId: string;
  /** The header `webhook-id`: the same for every try, and for a replay. */
  readonly messageId: string;
  readonly type: string;
  readonly runId?: string;
  readonly body: string;
  readonly state: DeliveryState;
  readonly createdAt: Date;
  /** When it is tried next; of what is pending alone. */
  readonly dueAt?: Date;
  readonly finishedAt?: Date;
  /** Oldest first. */
  readonly tries: readonly (DeliveryTry & { readonly number: number })[];
  readonly replayOf?: string;
}

export interface NewDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly type: string;
  readonly body: string;
  readonly at: Date;
}

export interface DeliveryTask {
  readonly webhookId: string;
  readonly url: string;
  /** Sealed; the newest first, then the one before while it still counts. */
  readonly secrets: readonly string[];
  readonly messageId: string;
  readonly body: string;
  readonly failingSince?: Date;
}

export interface EndedTry {
  readonly ref: DeliveryRef;
  readonly tried: DeliveryTry;
  readonly next:
    | { readonly kind: "delivered" }
    | { readonly kind: "retry"; readonly dueAt: Date }
    | { readonly kind: "failed" };
  /** Switches the endpoint off, for this reason. */
  readonly disable?: string;
}

/**
 * The ledger's part in webhooks. Events of runs become deliveries in the transaction that writes them, one per endpoint that
 * is enabled and asks for them.
 */
export interface WebhookLedger {
  createWebhook(webhook: NewWebhook): Promise<WebhookRecord>;
  /** By creation. */
  webhooks(): Promise<readonly WebhookRecord[]>;
  webhook(id: string): Promise<WebhookRecord | undefined>;
  /** Whole. Switched off, what is pending for it is given up; switched on, it is no longer failing. Undefined: there is none. */
  changeWebhook(
    id: string,
    change: { readonly plan: WebhookPlan; readonly at: Date },
  ): Promise<WebhookRecord | undefined>;
  /** With its log. False: there was none. */
  removeWebhook(id: string): Promise<boolean>;
  /** The one before counts until `oldUntil`, an older one no more. */
  rotateWebhook(
    id: string,
    rotation: { readonly secret: string; readonly oldUntil: Date; readonly at: Date },
  ): Promise<WebhookRecord | undefined>;

  /** A message that is no event of a run. Undefined: there is no such endpoint. */
  postDelivery(webhookId: string, delivery: NewDelivery): Promise<DeliveryRecord | undefined>;
  /** Sends a message again, whatever came of it. Undefined: there is none. */
  replayDelivery(
    webhookId: string,
    deliveryId: string,
    replay: { readonly id: string; readonly at: Date },
  ): Promise<DeliveryRecord | undefined>;
  /** Newest first. `before`: the id of the last page's last. */
  deliveries(
    webhookId: string,
    page: { readonly limit: number; readonly before?: string },
  ): Promise<readonly DeliveryRecord[]>;
  /** Pending ones that were not handed to the queue, or before `resendBefore` and should have been tried by then. */
  dueDeliveries(due: { readonly resendBefore: Date; readonly limit: number }): Promise<readonly DeliveryErrand[]>;
  markDeliveriesSent(refs: readonly DeliveryRef[], at: Date): Promise<void>;
  /** The right to make this try, until a moment; undefined when it is not to be made (any more, or yet), or somebody makes it. */
  claimDelivery(
    ref: DeliveryRef,
    claim: { readonly now: Date; readonly until: Date },
  ): Promise<DeliveryTask | undefined>;
  /** False: that try is over already. */
  endTry(ended: EndedTry): Promise<boolean>;
  /** Forgets deliveries that were over before that. */
  forgetDeliveries(before: Date): Promise<number>;
}

export type PostAnswer = Omit<DeliveryTry, "at">;

/** Sends a message to a receiver, once: no redirect is followed. */
export interface WebhookPoster {
  /** Throws Fault "webhook-url-refused" for what is never called: other protocols, credentials, addresses that are not public. */
  check(url: string): void;
  /** Whatever comes of it is an answer; never throws. */
  post(message: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }): Promise<PostAnswer>;
}

/** Keeps secrets that must be used again: nobody can read them without this installation's key. */
export interface SecretBox {
  /** Random bytes that nobody can guess. */
  random(size: number): Uint8Array;
  /** `about` names what it is for; it opens for that alone. */
  seal(secret: string, about: string): Promise<string>;
  /** Throws Fault "secret-unreadable". */
  open(sealed: string, about: string): Promise<string>;
}
