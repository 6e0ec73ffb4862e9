import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { Client } from "@ascent/client";
import { findService } from "@ascent/config";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLIENT, type RealProvider, startIdentityProvider } from "../../apps/api/test/identity-provider.ts";
import { Installation, type Running } from "../support/ascent.ts";
import { freePort, openBrowser, picture, violations } from "../support/browser.ts";
import { blueprintOf, definitionOf } from "../support/small-blueprint.ts";

/**
 * The dashboard in a real browser on the real service: embedded Postgres, API, worker and sandboxes, with a blueprint that
 * is small and fails once. Everything is done from the page, as a person would.
 */

const MINUTES = 60_000;
const SECONDS = 1000;

let installation: Installation;
let folder: string;
let service: Running;
let provider: RealProvider;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let url: string;
let token: string;
const broken: string[] = [];

/** Whatever else it does, it puts out a file of its own. */
const definition = (name: string, needs: readonly string[], script: string) =>
  definitionOf(
    name,
    needs,
    `${script}\nmkdir -p melange-out/${name}/usr && echo ${name} > melange-out/${name}/usr/${name}`,
  );

/** Fails until a limit of the worker's host is what it must be: so a retry of the very same recipe can come out otherwise. */
const STACK_KIB = 7000;
const FAILS = `printf '\\033[31mno luck\\033[0m this time\\n'
[ "$(ulimit -s)" = ${STACK_KIB} ] || exit 3`;

async function mendWorker(): Promise<void> {
  const { workers } = await new Client((await findService(installation.home))!).workers();
  const [, pid = ""] = /-(\d+)-[0-9a-f]+$/.exec(workers[0]!.id)!;
  await promisify(execFile)("prlimit", ["--pid", pid, `--stack=${STACK_KIB * 1024}:`]);
}

const SLOW = 'for line in $(seq 1 14); do echo "line $line of the slow one"; sleep 0.5; done';

async function writeBlueprints(): Promise<void> {
  const files: Record<string, string> = {
    "small/bootstrap.yaml": blueprintOf(
      "small",
      ["slow.yaml", "unlucky.yaml", "behind.yaml", "kit.yaml"],
      ["seed", "stage1"],
    ),
    "small/slow.yaml": definition("slow", ["tools"], SLOW),
    "small/unlucky.yaml": definition("unlucky", ["tools"], FAILS),
    "small/behind.yaml": definition("behind", ["tools", "unlucky"], "true"),
    "small/kit.yaml": definition("kit", ["tools"], "true"),
    "small/end.yaml": definition("end", ["tools", "kit"], "true"),
    "endless/bootstrap.yaml": blueprintOf("endless", ["one.yaml", "two.yaml"], ["seed", "stage1"]),
    "endless/one.yaml": definition("one", ["tools"], "sleep 600"),
    "endless/two.yaml": definition("two", ["tools"], "sleep 601"),
    "endless/end.yaml": definition("end", ["tools", "one", "two"], "true"),
    "wrong/bootstrap.yaml": blueprintOf("wrong", ["lost.yaml"], ["stage1"]),
    "wrong/lost.yaml": definition("lost", ["tools"], "true"),
    "wrong/end.yaml": definition("end", ["lost", "unheard-of"], "true"),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Of the list that is open: those of others may be in the document as well. */
async function choose(option: string): Promise<void> {
  await page.getByRole("option", { name: option }).filter({ visible: true }).click();
}

interface Told {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

/** Somebody who is told by a webhook. */
async function receive() {
  const told: Told[] = [];
  const server = createServer(async (request, response) => {
    const header = (name: string) => String(request.headers[`webhook-${name}`]);
    const body = await text(request);
    told.push({ id: header("id"), timestamp: header("timestamp"), signature: header("signature"), body });
    response.end("thanks, from the receiver");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`, told, close: () => server.close() };
}

/** As docs/webhooks.md tells receivers to. */
function sign(secret: string, { id, timestamp, body }: Told): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** On the page that asks for it. */
async function signIn(secret: string): Promise<void> {
  await page.getByLabel("Token").fill(secret);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ascent-browser-"));
  await writeBlueprints();
  // The service's address must be the same after it was killed, and is known to the identity provider.
  const port = String(await freePort());
  const home = `http://127.0.0.1:${port}`;
  provider = await startIdentityProvider({
    redirectUri: `${home}/v1/session/oidc/callback`,
    signedOutUri: `${home}/`,
    people: { alice: { preferred_username: "alice", groups: ["staff"] } },
  });
  installation = await Installation.make({
    ...{ ASCENT_STAGES: folder, ASCENT_PORT: port, ASCENT_PUBLIC_URL: home, ASCENT_OIDC_ISSUER: provider.issuer },
    ...{ ASCENT_OIDC_CLIENT_ID: CLIENT.id, ASCENT_OIDC_CLIENT_SECRET: CLIENT.secret },
    ...{ ASCENT_OIDC_NAME: "Example ID", ASCENT_OIDC_ROLES: "staff=viewer" },
  });
  service = installation.start("up", "--jobs", "2");
  [browser] = await Promise.all([openBrowser(), service.until(/Dashboard: \S+/)]);
  url = (await findService(installation.home))!.url;
  token = (await readFile(join(installation.home, "token"), "utf8")).trim();
  // What axe looks at must not be on its way from one colour to another.
  context = await browser.newContext({ reducedMotion: "reduce" });
  page = await context.newPage();
  page.setDefaultTimeout(25 * SECONDS);
  page.on("pageerror", (error) => broken.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) broken.push(message.text());
  });
}, 3 * MINUTES);

afterAll(async () => {
  await browser?.close();
  service?.child.kill("SIGTERM");
  await service?.finished;
  await provider?.stop();
  await installation?.remove();
  await rm(folder, { recursive: true, force: true });
}, MINUTES);

describe.sequential("the dashboard", () => {
  test(
    "asks who has no token to sign in, and refuses a wrong one",
    async () => {
      await page.goto(`${url}/`);
      await page.getByRole("heading", { name: "Sign in to Ascent" }).waitFor();
      expect(await violations(page)).toEqual([]);
      await picture(page, "login");
      await page.getByLabel("Token").fill("not-the-token-at-all");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("This token is not accepted: the token is wrong.").waitFor();
      await signIn(token);
      await page.getByText("No run yet").waitFor();
      expect(await violations(page)).toEqual([]);
    },
    MINUTES,
  );

  test(
    "keeps the token nowhere: a cookie that no script can read stands for it, until the session is ended",
    async () => {
      expect(await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")).toBe(
        JSON.stringify([{ "ascent-signed-in": "yes" }, {}, ""]),
      );
      expect(await context.cookies()).toMatchObject([{ name: "ascent_session", httpOnly: true, sameSite: "Lax" }]);
      const other = await context.newPage();
      await other.goto(`${url}/workers`);
      await other.getByText("last heard of").waitFor();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in to Ascent" }).waitFor();
      expect(await context.cookies()).toEqual([]);
      // The other window hears of it when it asks again; who signs in there goes on where it was.
      await other.getByText("The session is over").waitFor();
      expect(await violations(other)).toEqual([]);
      await other.getByLabel("Token").fill(token);
      await other.keyboard.press("Enter");
      await other.getByText("last heard of").waitFor();
      expect(other.url()).toBe(`${url}/workers`);
      await other.close();
      await page.reload();
      await page.getByText("No run yet").waitFor();
    },
    MINUTES,
  );

  test(
    "shows the defects of a blueprint that cannot be planned, each with its place",
    async () => {
      await page.getByRole("button", { name: "Start the first run" }).click();
      await page.getByRole("combobox", { name: "Blueprint" }).click();
      await choose("wrong");
      await page.getByRole("button", { name: "What would be built?" }).click();
      await page.getByText("It cannot be planned").waitFor();
      await page
        .getByText(/end\.yaml:10:\d+ name-not-provided/)
        .first()
        .waitFor();
      expect(await violations(page)).toEqual([]);
      await picture(page, "defects");
    },
    MINUTES,
  );

  test(
    "starts a run from the page, which is then watched live",
    async () => {
      await page.getByRole("combobox", { name: "Blueprint" }).click();
      await choose("small");
      await page.getByRole("checkbox", { name: "x86_64" }).check();
      await page.getByRole("button", { name: "What would be built?" }).click();
      await page.getByText("5 builds would be built, 0 likely come from the cache.").waitFor();
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
      await page.getByRole("heading", { name: "small" }).waitFor();
      // Nothing is loaded again from here on: what appears, appears by itself.
      await page.getByRole("heading", { name: /Building now/ }).waitFor({ timeout: 120 * SECONDS });
      await page.getByText("stage1/unlucky failed for x86_64").waitFor({ timeout: 90 * SECONDS });
      await page.getByText("no luck").first().waitFor();
      await page.getByRole("list").getByText("behind", { exact: true }).waitFor();
      expect(await violations(page)).toEqual([]);
      await picture(page, "flight");
    },
    3 * MINUTES,
  );

  test(
    "a kill of the API in the middle loses nothing on the page",
    async () => {
      const { pid } = (await findService(installation.home))!;
      process.kill(pid, "SIGKILL");
      await page.getByText("The service does not answer").waitFor();
      await page.getByText("The service does not answer").waitFor({ state: "detached" });
      // "slow" and "kit" are done, whether their events came before, while, or after nobody answered.
      await page
        .getByTestId("progress")
        .getByText("2 of 5")
        .waitFor({ timeout: 60 * SECONDS });
    },
    2 * MINUTES,
  );

  test(
    "a failed build tells its log, in colour, with search and links to lines",
    async () => {
      await page.getByRole("link", { name: "Read the log" }).click();
      await page.getByRole("heading", { name: /unlucky/ }).waitFor();
      const red = page.locator(".log .ansi-red-fg", { hasText: "no luck" });
      await red.waitFor();
      // Two lines stand in a frame for two lines.
      expect((await page.getByRole("log").boundingBox())!.height).toBeLessThan(100);
      await page.getByLabel("Find in the log").fill("THIS TIME");
      await page.keyboard.press("Enter");
      await page.locator(".log-line.marked", { hasText: "no luck" }).waitFor();
      expect(page.url()).toMatch(/#L\d+$/);
      expect(await violations(page)).toEqual([]);
      await picture(page, "build-failed");
      await page.reload();
      await page.locator(".log-line.marked", { hasText: "no luck" }).waitFor();
      for (const tab of ["Steps and attempts", "Environment", "Sources", "Outputs"]) {
        await page.getByRole("tab", { name: new RegExp(tab) }).click();
        expect(await violations(page)).toEqual([]);
      }
      await page.getByRole("tab", { name: /Environment/ }).click();
      await page.getByText("seed:debian").first().waitFor();
      await picture(page, "environment");
    },
    2 * MINUTES,
  );

  test(
    "who follows a link to a line and signs in through the identity provider comes out at that very line",
    async () => {
      const line = page.url().replace(/\/environment$/, "#L1");
      const alice = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
      await alice.goto(line);
      const link = alice.getByRole("link", { name: "Sign in with Example ID" });
      await link.waitFor();
      expect(await violations(alice)).toEqual([]);
      await provider.stop();
      await link.click();
      await alice.getByRole("heading").first().waitFor();
      expect(await alice.locator("body").innerText()).toContain("Example ID");
      await provider.start();
      // A provider that did not answer is not asked again for two seconds.
      const name = alice.getByPlaceholder("Enter any login");
      const isThere = async () => {
        await alice.goto(line);
        await link.click();
        await alice.waitForLoadState();
        return name.isVisible();
      };
      await expect.poll(isThere, { timeout: 30 * SECONDS, interval: SECONDS }).toBe(true);
      await name.fill("alice");
      await alice.getByPlaceholder("and password").fill("any");
      await alice.getByRole("button", { name: "Sign-in" }).click();
      await alice.getByRole("button", { name: "Continue" }).click();
      await alice.locator(".log-line.marked").waitFor();
      expect(alice.url()).toBe(line);
      expect(await alice.getByRole("button", { name: /Retry|Cancel/ }).count()).toBe(0);
      // Signed out here, the provider asks whether there, too, and sends one back.
      await alice.getByRole("button", { name: "Sign out" }).click();
      await alice.getByRole("button", { name: "Yes, sign me out" }).click();
      await alice.getByRole("heading", { name: "Sign in to Ascent" }).waitFor();
      expect(alice.url()).toBe(`${url}/`);
      await link.click();
      await name.waitFor();
      await alice.context().close();
    },
    2 * MINUTES,
  );

  test(
    "a stage is tried again from the flight view, which says what that will do",
    async () => {
      await page.getByRole("link", { name: "small" }).click();
      await page.getByRole("button", { name: "Retry 1 build of stage1" }).click();
      await page.getByText("What failed or was cancelled in this stage is tried again").waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("dialog").getByRole("button", { name: "Retry" }).click();
      await page.getByText("1 build will be tried again.").waitFor();
      // Nothing was mended, so it fails once more; the flight view tells by itself.
      await page.getByRole("link", { name: "stage1/unlucky failed for x86_64" }).click();
      await page.getByRole("heading", { name: /unlucky/ }).waitFor();
      await page.getByRole("tab", { name: "Steps and attempts (2)" }).click();
      await page.getByText(/Attempt 2: failed/).waitFor({ timeout: 60 * SECONDS });
      await page.getByRole("link", { name: "The log of attempt 1" }).click();
      await page.getByText("What attempt 1 said.").waitFor();
      await page.locator(".log .ansi-red-fg", { hasText: "no luck" }).waitFor();
      expect(await violations(page)).toEqual([]);
    },
    2 * MINUTES,
  );

  test(
    "a retry from the page brings the run to its verdict",
    async () => {
      await mendWorker();
      await page.getByRole("button", { name: "Retry", exact: true }).click();
      await page
        .getByText(/attempt|Once more/i)
        .first()
        .waitFor();
      await page.getByRole("link", { name: "small" }).click();
      await page
        .getByText("succeeded")
        .first()
        .waitFor({ timeout: 90 * SECONDS });
      await page.getByText("declared not reached").first().waitFor();
      await page.getByTestId("progress").getByText("5 of 5").waitFor();
      await picture(page, "succeeded");
    },
    2 * MINUTES,
  );

  test(
    "every page of a run and of the service can be read by everybody: axe finds nothing serious",
    async () => {
      const run = new URL(page.url()).pathname;
      const pages: [string, string][] = [
        [`${run}/graph`, "link:end, done"],
        [`${run}/verdict`, "text:The verdict does not hold: declared"],
        [`${run}/lineage`, "text:The nearest way from end"],
        [`${run}/compare`, "text:Nothing to compare with"],
        ["/workers", "text:last heard of"],
        ["/schedules", "text:Nothing is scheduled"],
        ["/actions", "text:run.start"],
        ["/settings", "text:Make a token"],
      ];
      const serious: string[] = [];
      for (const [path, sign] of pages) {
        await page.goto(`${url}${path}`);
        const [kind, ...words] = sign.split(":");
        const found =
          kind === "link" ? page.getByRole("link", { name: words.join(":") }) : page.getByText(words.join(":"));
        await found.first().waitFor();
        serious.push(...(await violations(page)).map((violation) => `${path}: ${violation}`));
        await picture(page, path.split("/").at(-1)!);
      }
      await page.goto(`${url}${run}/verdict`);
      await page.getByRole("button", { name: "end" }).click();
      await page.getByText("final declares the seed as an input").waitFor();
      await page
        .getByText(/and \d+ more of the kind/)
        .first()
        .waitFor();
      expect([...serious, ...(await violations(page))]).toEqual([]);
      await picture(page, "evidence");
    },
    3 * MINUTES,
  );

  test(
    "two runs are compared: what is different, and what made it so",
    async () => {
      const more = "mkdir -p melange-out/kit/usr && echo more > melange-out/kit/usr/more";
      await writeFile(join(folder, "small", "kit.yaml"), definition("kit", ["tools"], more));
      await page.goto(`${url}/`);
      await page.getByRole("button", { name: "Start a run" }).click();
      await page.getByRole("combobox", { name: "Blueprint" }).click();
      await choose("small");
      await page.getByRole("checkbox", { name: "x86_64" }).check();
      await page.getByRole("button", { name: "What would be built?" }).click();
      await page.getByText("2 builds would be built, 3 likely come from the cache.").waitFor();
      await picture(page, "plan");
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
      await page
        .getByText("declared not reached")
        .first()
        .waitFor({ timeout: 90 * SECONDS });
      await page.getByRole("tab", { name: "Compare" }).click();
      await page.getByRole("combobox", { name: "Compare with" }).click();
      await choose("succeeded");
      await page.getByText("2 builds changed, 3 did not.").waitFor();
      expect(await violations(page)).toEqual([]);
      await picture(page, "compared");
      await page.getByRole("link", { name: "stage1/kit for x86_64" }).click();
      await page.getByRole("heading", { name: /kit/ }).waitFor();
    },
    3 * MINUTES,
  );

  test(
    "a run is hurried, and a build and a run are cancelled, from the page",
    async () => {
      await page.goto(`${url}/`);
      await page.getByRole("button", { name: "Start a run" }).click();
      await page.getByRole("combobox", { name: "Blueprint" }).click();
      await choose("endless");
      await page.getByRole("checkbox", { name: "debian" }).check();
      await page.getByRole("checkbox", { name: "x86_64" }).check();
      await page.getByRole("combobox", { name: "Priority" }).click();
      await choose("3");
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
      await page.getByRole("heading", { name: "Building now (2)" }).waitFor({ timeout: 90 * SECONDS });
      await page.getByRole("combobox", { name: /^Priority/ }).click();
      await choose("9");
      await page.getByRole("heading", { name: "Building now (2)" }).waitFor();
      const client = new Client((await findService(installation.home))!);
      await expect.poll(async () => (await client.runs()).runs[0]?.priority, { timeout: 20 * SECONDS }).toBe(9);
      await page
        .getByRole("region", { name: /Building now/ })
        .getByRole("link", { name: /one/ })
        .click();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByText("Everything else of the run goes on").waitFor();
      await page.getByRole("button", { name: "Cancel the build" }).click();
      await page.getByText("1 build cancelled, at once or when the worker hears of it.").waitFor();
      await page.getByRole("button", { name: "Retry", exact: true }).waitFor({ timeout: 60 * SECONDS });
      await page.getByRole("link", { name: "endless" }).click();
      await page.getByRole("heading", { name: "Building now (1)" }).waitFor();
      await page.getByRole("button", { name: "Cancel stage1" }).click();
      await page.getByRole("button", { name: "Cancel the stage" }).click();
      await page
        .getByText("cancelled", { exact: true })
        .first()
        .waitFor({ timeout: 60 * SECONDS });
      await page.getByRole("button", { name: "Retry 2 builds", exact: true }).waitFor();
      // The run itself is over a moment after its builds.
      const stopping = page.getByRole("button", { name: /^Cancel/ });
      await expect.poll(() => stopping.count(), { timeout: 20 * SECONDS }).toBe(0);
      await page.getByRole("link", { name: "Runs" }).first().click();
      const smalls = page.getByRole("link", { name: /^small/ });
      await smalls.first().waitFor();
      await page.getByText("Cancelled", { exact: true }).click();
      await expect.poll(() => smalls.count(), { timeout: 20 * SECONDS }).toBe(0);
      await page.getByRole("link", { name: /^endless/ }).waitFor();
      await page.getByRole("combobox", { name: "List runs of" }).click();
      await choose("small");
      await page.getByText("No run is like that").waitFor();
      // What is looked for is in the address.
      await page.reload();
      await page.getByText("No run is like that").waitFor();
      expect(await violations(page)).toEqual([]);
    },
    4 * MINUTES,
  );

  test(
    "a worker is drained, and resumed, on its page",
    async () => {
      await page.goto(`${url}/workers`);
      await page.getByText("idle", { exact: true }).waitFor();
      await page.getByRole("button", { name: /^Drain/ }).click();
      await page.getByText("It takes nothing new until it is resumed. It builds nothing now.").waitFor();
      await page.getByRole("button", { name: "Drain it" }).click();
      await page.getByText("drained", { exact: true }).waitFor();
      expect(await violations(page)).toEqual([]);
      await picture(page, "drained");
      await page.getByRole("button", { name: /^Resume/ }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Resume" }).click();
      await page.getByText("idle", { exact: true }).waitFor();
    },
    MINUTES,
  );

  test(
    "a webhook is made, tried, changed, switched off and removed on the page; its secret, shown once, is what it signs with",
    async () => {
      const receiver = await receive();
      await page.goto(`${url}/settings`);
      await page.getByRole("tab", { name: "Webhooks" }).click();
      await page.getByText("Nobody is told yet").waitFor();
      await page.getByLabel("Address").fill(receiver.url);
      await page.getByText("run.failed", { exact: true }).click();
      await page.getByRole("button", { name: "Make a webhook" }).click();
      const secret = (await page.getByRole("status").locator("code").textContent())!;
      await page.getByRole("link", { name: receiver.url }).waitFor();
      expect(await violations(page)).toEqual([]);
      await picture(page, "webhooks");
      await page.getByRole("link", { name: receiver.url }).click();
      await page.getByText("Nothing was sent yet").waitFor();
      expect(await page.getByText(secret).count()).toBe(0);
      await page.getByRole("button", { name: "Send a ping" }).click();
      await page.getByRole("button", { name: /delivered webhook\.ping/ }).click();
      await page.getByText("thanks, from the receiver").waitFor();
      await page.getByRole("button", { name: "Send it again" }).click();
      await page
        .getByRole("button", { name: /delivered webhook\.ping .*sent again/ })
        .waitFor({ timeout: 60 * SECONDS });
      expect(receiver.told.length).toBeGreaterThan(1);
      expect(new Set(receiver.told.map(({ id }) => id)).size).toBe(1);
      for (const message of receiver.told) expect(message.signature.split(" ")).toContain(sign(secret, message));
      expect(await violations(page)).toEqual([]);
      await picture(page, "webhook");
      await page.getByRole("button", { name: "Change" }).click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("dialog").getByText("run.failed", { exact: true }).click();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("all events", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Switch off" }).click();
      await page.getByRole("button", { name: "Switch it off" }).click();
      await page.getByRole("button", { name: "Switch on" }).waitFor();
      expect(await page.getByRole("button", { name: "Send a ping" }).count()).toBe(0);
      await page.getByRole("button", { name: "Remove" }).click();
      await page.getByRole("button", { name: "Remove it" }).click();
      await page.getByText("Nobody is told yet").waitFor();
      receiver.close();
    },
    2 * MINUTES,
  );

  test(
    "a viewer is offered nothing that would be refused",
    async () => {
      await page.goto(`${url}/settings`);
      await page.getByLabel("Name").fill("onlooker");
      await page.getByRole("button", { name: "Make a token" }).click();
      const secret = await page.getByRole("status").locator("code").textContent();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in to Ascent" }).waitFor();
      await signIn(secret!);
      await page.getByText("This needs the role admin").waitFor();
      await page.getByRole("link", { name: "Runs" }).first().click();
      await page.getByRole("link", { name: /small/ }).first().waitFor();
      expect(await page.getByRole("button", { name: /Start/ }).count()).toBe(0);
      expect(await page.getByRole("link", { name: "Settings" }).count()).toBe(0);
      await page.getByRole("link", { name: /small/ }).first().click();
      await page.getByTestId("progress").waitFor();
      expect(await page.getByRole("button", { name: /Retry|Cancel/ }).count()).toBe(0);
      await page.goto(`${url}/workers`);
      await page.getByText("last heard of").waitFor();
      expect(await page.getByRole("button", { name: /Drain/ }).count()).toBe(0);
    },
    MINUTES,
  );
});

test("nothing broke on the way, and the page kept to its own security policy", () => {
  expect(broken).toEqual([]);
});
