import type { ActionView } from "@ascent/client";
import { expect, test } from "vitest";
import { actionLines } from "../src/view/actions-view.ts";
import type { Paint } from "../src/view/picture.ts";

const same = (text: string) => text;
const plain: Paint = { columns: 100, rows: 40, good: same, bad: same, busy: same, faint: same, bold: same };
const done: ActionView = {
  ...{ sequence: 1, at: "2026-01-02T03:04:05.000Z", actor: "nightly", role: "maintainer", action: "run.start" },
  ...{ target: "/v1/runs/1", outcome: "done", status: 201, requestId: "r", address: "192.0.2.7" },
};

test("a line tells when, who, what, on what, and how it ended; of somebody unknown, from where", () => {
  const { actor: _, role: __, ...nobody } = done;
  const refused = { ...nobody, action: "run.cancel", outcome: "refused", status: 401, reason: "unknown" } as const;
  expect(actionLines([done, refused], plain)).toEqual([
    "2026-01-02 03:04:05  nightly        run.start   /v1/runs/1  done",
    "2026-01-02 03:04:05  ? (192.0.2.7)  run.cancel  /v1/runs/1  refused: unknown",
  ]);
});
