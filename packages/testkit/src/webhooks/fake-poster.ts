import { randomBytes } from "node:crypto";
import { Fault } from "@ascent/core";
import type { PostAnswer, SecretBox, WebhookPoster } from "@ascent/engine";

export interface FakePoster extends WebhookPoster {
  /** What was posted, in order. */
  readonly posted: Parameters<WebhookPoster["post"]>[0][];
  /** What the receiver answers; 204 unless told otherwise. */
  answer: Omit<PostAnswer, "milliseconds">;
}

/** Receivers that answer as a test wants. It calls https:// alone. */
export function fakePoster(): FakePoster {
  const poster: FakePoster = {
    posted: [],
    answer: { status: 204, response: "" },
    check(url) {
      if (!url.startsWith("https://")) throw new Fault("webhook-url-refused", "this URL is not called");
    },
    async post(message) {
      poster.posted.push(message);
      return { milliseconds: 1, ...poster.answer };
    },
  };
  return poster;
}

/** Seals by saying so: nothing of it is secret. */
export function memorySecretBox(): SecretBox {
  return {
    random: (size) => randomBytes(size),
    seal: async (secret, about) => JSON.stringify({ secret, about }),
    async open(sealed, about) {
      const held = JSON.parse(sealed) as { secret: string; about: string };
      if (held.about === about) return held.secret;
      throw new Fault("secret-unreadable", `the secret of ${about} cannot be opened`);
    },
  };
}
