export { type Networks, readNetworks } from "./networks.ts";
export { createWebhookPoster, type WebhookPosterOptions } from "./poster.ts";
