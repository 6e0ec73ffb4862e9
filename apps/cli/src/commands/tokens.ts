import type { Client, TokenView } from "@ascent/client";
import { Fault, ROLES, type Role } from "@ascent/core";
import { type Command, Option } from "commander";
import { serviceOptions, spanOption } from "../options.ts";
import { findClient, type ServiceOptions } from "../service.ts";
import { print, printJson } from "../tell.ts";
import { terminalPaint } from "../view/paint.ts";
import { secretLines, tokenLines } from "../view/tokens-view.ts";

interface Options extends ServiceOptions {}

const CREATE = `
Roles: viewer reads; worker, what a build host needs; maintainer starts, cancels and retries; admin decides who may.

Examples:
  ascent tokens create grafana --role viewer
  ascent tokens create nightly --role maintainer --expires 90d`;

const ROTATE = `
Examples:
  ascent tokens rotate nightly --grace 1h     both secrets work for an hour
  ascent tokens rotate nightly                the old one stops at once`;

/** `tokens`, `tokens create`, `tokens rotate`, `tokens revoke`: who may use the service. */
export function addTokens(program: Command): void {
  const tokens = program.command("tokens").description("who may use the service (docs/access.md)");
  addList(tokens);
  addCreate(tokens);
  addRotate(tokens);
  addRevoke(tokens);
}

function addList(tokens: Command): void {
  serviceOptions(tokens.command("list", { isDefault: true }))
    .description("every token that was ever made; never a secret")
    .action(async (options: Options) => {
      const listed = (await (await findClient(options)).tokens()).tokens;
      if (options.json === true) return printJson(listed);
      if (listed.length === 0) return print("no token but the installation's own yet: ascent tokens create");
      print(tokenLines(listed, terminalPaint(process.stdout)).join("\n"));
    });
}

function addCreate(tokens: Command): void {
  serviceOptions(tokens.command("create"))
    .argument("<name>", "what it is for, one word")
    .addOption(new Option("--role <role>", "what it may do").choices(ROLES).makeOptionMandatory())
    .addOption(spanOption("--expires <span>", "when it ends: 12h, 90d (default: never)"))
    .description("make a token; its secret is shown once")
    .addHelpText("after", CREATE)
    .action(async (name: string, options: Options & { readonly role: Role; readonly expires?: number }) => {
      const client = await findClient(options);
      tell(await client.createToken({ name, role: options.role, ...endIn(options.expires) }), options);
    });
}

function addRotate(tokens: Command): void {
  serviceOptions(tokens.command("rotate"))
    .argument("<token>", "its name or id")
    .addOption(spanOption("--grace <span>", "how long the old secret still works: 30m, 1h (default: not at all)"))
    .addOption(spanOption("--expires <span>", "a new end (default: as before)"))
    .description("give a token a new secret, which is shown once")
    .addHelpText("after", ROTATE)
    .action(async (named: string, options: Options & { readonly grace?: number; readonly expires?: number }) => {
      const client = await findClient(options);
      const { id } = await chooseToken(client, named);
      tell(await client.rotateToken(id, { graceSeconds: options.grace ?? 0, ...endIn(options.expires) }), options);
    });
}

function addRevoke(tokens: Command): void {
  serviceOptions(tokens.command("revoke"))
    .argument("<token>", "its name or id")
    .description("a token opens nothing any more")
    .action(async (named: string, options: Options) => {
      const client = await findClient(options);
      const token = await client.revokeToken((await chooseToken(client, named)).id);
      if (options.json === true) printJson(token);
      else print(`${token.name} is revoked`);
    });
}

function tell(made: Awaited<ReturnType<Client["createToken"]>>, { json }: Options): void {
  if (json === true) printJson(made);
  else print(secretLines(made, terminalPaint(process.stdout)).join("\n"));
}

function endIn(seconds: number | undefined): { readonly expiresAt?: string } {
  return seconds === undefined ? {} : { expiresAt: new Date(Date.now() + seconds * 1000).toISOString() };
}

/** Names are of tokens that are not revoked; of an id it does not matter. Throws Fault "token-unknown". */
async function chooseToken(client: Client, named: string): Promise<TokenView> {
  const { tokens } = await client.tokens();
  const found = tokens.find(({ id, name, state }) => id === named || (name === named && state !== "revoked"));
  if (found !== undefined) return found;
  const names = tokens.filter(({ state }) => state !== "revoked").map(({ name }) => name);
  throw new Fault("token-unknown", `there is no token named "${named}"`, {
    wayOut: names.length === 0 ? "There is none yet: ascent tokens create." : `There are: ${names.join(", ")}.`,
  });
}
