import type { DeliveryView, WebhookView } from "@ascent/client";
import { expect, test } from "vitest";
import { deliveryLines, webhookLines } from "../src/view/webhooks-view.ts";

const plain = (text: string) => text;
const paint = { columns: 100, rows: 40, good: plain, bad: plain, busy: plain, faint: plain, bold: plain };
const ID = "3f2a0000-0000-4000-8000-000000000000";
const AT = "2026-01-01T01:30:00.000Z";

test.each<[Partial<WebhookView>, string, string]>([
  [{ events: ["run.failed", "run.succeeded"] }, "https://example.org/hook  on", "run.failed, run.succeeded"],
  [{ failingSince: AT }, "failing since 2026-01-01 01:30Z", "told of everything"],
  [{ enabled: false }, "switched off", "told of everything"],
  [{ enabled: false, disabledReason: "gone" }, "switched off: gone", "told of everything"],
])("a webhook %j is told in two lines", (given, first, second) => {
  const url = "https://example.org/hook";
  const lines = webhookLines(
    [{ id: ID, url, enabled: true, createdBy: "anna", createdAt: AT, changedAt: AT, ...given }],
    paint,
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain(first);
  expect(lines[1]).toContain(second);
});

test.each<[Partial<DeliveryView>, string]>([
  [{ dueAt: AT }, `2026-01-01 01:30Z  ${ID}  run.failed  next try 2026-01-01 01:30Z`],
  [
    { state: "delivered", tries: [{ number: 2, at: AT, milliseconds: 12, status: 204 }] },
    "delivered, try 2: 204 in 12 ms",
  ],
  [
    {
      state: "failed",
      replayOf: ID,
      tries: [{ number: 1, at: AT, milliseconds: 9, error: { code: "receiver-timeout", message: "late" } }],
    },
    "run.failed (replay)  given up, try 1: receiver-timeout in 9 ms",
  ],
])("a delivery %j is told in one line", (given, expected) => {
  const delivery: DeliveryView = {
    ...{ id: ID, webhookId: ID, messageId: "m", type: "run.failed", body: "{}", state: "pending", createdAt: AT },
    tries: [],
    ...given,
  };
  expect(deliveryLines([delivery], paint)).toEqual([expect.stringContaining(expected)]);
});
