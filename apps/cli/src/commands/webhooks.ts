import type { Client, WebhookView, WebhookWithSecret } from "@ascent/client";
import { Fault, isWebhookEvent, nearNames, WEBHOOK_EVENTS, type WebhookEvent } from "@ascent/core";
import { type Command, InvalidArgumentError } from "commander";
import { countOption, serviceOptions } from "../options.ts";
import { findClient, type ServiceOptions } from "../service.ts";
import { print, printJson } from "../tell.ts";
import { terminalPaint } from "../view/paint.ts";
import { deliveryLines, webhookLines } from "../view/webhooks-view.ts";

const SECRET = "Its secret, shown this once; give it to the receiver (docs/webhooks.md):";

/** `webhooks`, and what changes them. */
export function addWebhooks(program: Command): void {
  const webhooks = program.command("webhooks").description("who is told of what happens, by signed messages");
  addList(webhooks);
  addCreate(webhooks);
  addSwitch(webhooks, "enable", true);
  addSwitch(webhooks, "disable", false);
  addRotate(webhooks);
  addPing(webhooks);
  addDeliveries(webhooks);
  addReplay(webhooks);
  addRemove(webhooks);
}

function addList(webhooks: Command): void {
  serviceOptions(webhooks.command("list", { isDefault: true }))
    .description("list them")
    .action(async (options: ServiceOptions) => {
      const { webhooks: list } = await (await findClient(options)).webhooks();
      if (options.json === true) return printJson(list);
      if (list.length === 0) print("no webhooks yet; make one: ascent webhooks create https://…");
      else print(webhookLines(list, terminalPaint(process.stdout)).join("\n"));
    });
}

function addCreate(webhooks: Command): void {
  serviceOptions(webhooks.command("create"))
    .argument("<to>", "where to: https://…")
    .option("--event <type...>", `of what: ${WEBHOOK_EVENTS.join(", ")} (default: all)`, eventsOf)
    .description("make one; its secret is shown this once")
    .addHelpText(
      "after",
      "\nExample:\n  ascent webhooks create https://ci.example.org/ascent --event run.succeeded run.failed",
    )
    .action(async (url: string, options: ServiceOptions & { readonly event?: WebhookEvent[] }) => {
      const { event: events } = options;
      tellSecret(await (await findClient(options)).createWebhook({ url, ...(events && { events }) }), options);
    });
}

function eventsOf(text: string, before: WebhookEvent[] = []): WebhookEvent[] {
  if (isWebhookEvent(text)) return [...before, text];
  const near = nearNames(text, WEBHOOK_EVENTS);
  throw new InvalidArgumentError(
    near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `There are: ${WEBHOOK_EVENTS.join(", ")}.`,
  );
}

function tellSecret(given: WebhookWithSecret, options: ServiceOptions): void {
  if (options.json === true) printJson(given);
  else print([...webhookLines([given.webhook], terminalPaint(process.stdout)), "", SECRET, given.secret].join("\n"));
}

function addSwitch(webhooks: Command, verb: "enable" | "disable", enabled: boolean): void {
  serviceOptions(webhooks.command(verb))
    .argument("<webhook>", "its id, or the beginning of it")
    .description(enabled ? "switch it on (again)" : "switch it off; what is pending for it is given up")
    .action(async (id: string, options: ServiceOptions) => {
      const client = await findClient(options);
      const changed = await client.changeWebhook((await chooseWebhook(client, id)).id, { enabled });
      if (options.json === true) printJson(changed);
      else print(webhookLines([changed], terminalPaint(process.stdout)).join("\n"));
    });
}

function addRotate(webhooks: Command): void {
  serviceOptions(webhooks.command("rotate"))
    .argument("<webhook>", "its id, or the beginning of it")
    .addOption(countOption("--grace <hours>", "how long the old secret signs as well, up to 168").default(24))
    .option("--now", "the old secret signs no more at once: it was stolen")
    .description("give it a new secret, which is shown this once")
    .action(async (id: string, options: ServiceOptions & { readonly grace: number; readonly now?: boolean }) => {
      const client = await findClient(options);
      const graceSeconds = options.now === true ? 0 : options.grace * 3600;
      tellSecret(await client.rotateWebhook((await chooseWebhook(client, id)).id, { graceSeconds }), options);
    });
}

function addPing(webhooks: Command): void {
  serviceOptions(webhooks.command("ping"))
    .argument("<webhook>", "its id, or the beginning of it")
    .description("send it a message that says nothing; `deliveries` tells what came of it")
    .action(async (id: string, options: ServiceOptions) => {
      const client = await findClient(options);
      const delivery = await client.pingWebhook((await chooseWebhook(client, id)).id);
      if (options.json === true) printJson(delivery);
      else print(`delivery ${delivery.id} is on its way`);
    });
}

function addDeliveries(webhooks: Command): void {
  serviceOptions(webhooks.command("deliveries"))
    .argument("<webhook>", "its id, or the beginning of it")
    .addOption(countOption("--limit <count>", "how many").default(20))
    .description("what was sent to it and what came of it, newest first")
    .action(async (id: string, options: ServiceOptions & { readonly limit: number }) => {
      const client = await findClient(options);
      const { deliveries } = await client.deliveries((await chooseWebhook(client, id)).id, options.limit);
      if (options.json === true) return printJson(deliveries);
      if (deliveries.length === 0) print("nothing was sent to it yet");
      else print(deliveryLines(deliveries, terminalPaint(process.stdout)).join("\n"));
    });
}

function addReplay(webhooks: Command): void {
  serviceOptions(webhooks.command("replay"))
    .argument("<webhook>", "its id, or the beginning of it")
    .argument("<delivery>", "a delivery's id")
    .description("send the same message again")
    .action(async (id: string, deliveryId: string, options: ServiceOptions) => {
      const client = await findClient(options);
      const delivery = await client.replayDelivery((await chooseWebhook(client, id)).id, deliveryId);
      if (options.json === true) printJson(delivery);
      else print(`delivery ${delivery.id} is on its way`);
    });
}

function addRemove(webhooks: Command): void {
  serviceOptions(webhooks.command("remove"))
    .argument("<webhook>", "its id, or the beginning of it")
    .description("remove it with its log")
    .action(async (id: string, options: ServiceOptions) => {
      const client = await findClient(options);
      const webhook = await chooseWebhook(client, id);
      await client.removeWebhook(webhook.id);
      if (options.json === true) printJson({ removed: webhook.id });
      else print(`${webhook.url} is told no more`);
    });
}

/** Throws Fault "webhook-unknown". */
async function chooseWebhook(client: Client, id: string): Promise<WebhookView> {
  const { webhooks } = await client.webhooks();
  const [found, ...more] = webhooks.filter((webhook) => webhook.id.startsWith(id));
  if (found !== undefined && more.length === 0) return found;
  const count = found === undefined ? "no webhook's id begins" : `${more.length + 1} webhooks' ids begin`;
  throw new Fault("webhook-unknown", `${count} with "${id}"`, { wayOut: "`ascent webhooks` lists them." });
}
