import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "@ascent/client";
import { findService } from "@ascent/config";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Installation, type Running } from "../support/ascent.ts";
import { freePort, openBrowser, picture, violations } from "../support/browser.ts";

/**
 * The dashboard in a real browser on the real service: embedded Postgres, API, worker and sandboxes, with a blueprint that
 * is small and fails once. Everything is done from the page, as a person would.
 */

const MINUTES = 60_000;
const SECONDS = 1000;

let installation: Installation;
let folder: string;
let service: Running;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let url: string;
let token: string;
const broken: string[] = [];

const definition = (name: string, needs: readonly string[], script: string) => `package:
  name: ${name}
  version: 1.0.0
  epoch: 0
  description: made by a test
  copyright:
    - license: CC0-1.0
environment:
  contents:
    packages: [${needs.join(", ")}]
pipeline:
  - name: Make it
    runs: |
      ${script.replaceAll("\n", "\n      ")}
      mkdir -p melange-out/${name}/usr && echo ${name} > melange-out/${name}/usr/${name}
`;

const blueprint = (name: string, definitions: readonly string[], last: readonly string[]) => `name: ${name}
description: A few packages of a test.
arches: [x86_64, aarch64]
seeds:
  - name: debian
    type: debian
    suite: host
    reason: the distribution of this machine
    aliases: { tools: [dash, coreutils] }
stages:
  - name: stage1
    inputs: [seed]
    definitions: [${definitions.join(", ")}]
  - name: final
    inputs: [${last.join(", ")}]
    definitions: [end.yaml]
policies:
  require: declared
`;

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
    "small/bootstrap.yaml": blueprint(
      "small",
      ["slow.yaml", "unlucky.yaml", "behind.yaml", "kit.yaml"],
      ["seed", "stage1"],
    ),
    "small/slow.yaml": definition("slow", ["tools"], SLOW),
    "small/unlucky.yaml": definition("unlucky", ["tools"], FAILS),
    "small/behind.yaml": definition("behind", ["tools", "unlucky"], "true"),
    "small/kit.yaml": definition("kit", ["tools"], "true"),
    "small/end.yaml": definition("end", ["tools", "kit"], "true"),
    "wrong/bootstrap.yaml": blueprint("wrong", ["lost.yaml"], ["stage1"]),
    "wrong/lost.yaml": definition("lost", ["tools"], "true"),
    "wrong/end.yaml": definition("end", ["lost", "unheard-of"], "true"),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
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
  // The service's address must be the same after it was killed.
  installation = await Installation.make({ ASCENT_STAGES: folder, ASCENT_PORT: String(await freePort()) });
  service = installation.start("up", "--jobs", "2");
  [browser] = await Promise.all([openBrowser(), service.until(/Dashboard: \S+/)]);
  url = (await findService(installation.home))!.url;
  token = (await readFile(join(installation.home, "token"), "utf8")).trim();
  context = await browser.newContext();
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
      await page.getByRole("option", { name: "wrong" }).click();
      await page.getByRole("button", { name: "Plan only" }).click();
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
      await page.getByRole("option", { name: "small" }).click();
      await page.getByRole("checkbox", { name: "x86_64" }).check();
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
      await page.waitForTimeout(400);
      expect([...serious, ...(await violations(page))]).toEqual([]);
      await picture(page, "evidence");
    },
    3 * MINUTES,
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
    },
    MINUTES,
  );
});

test("nothing broke on the way, and the page kept to its own security policy", () => {
  expect(broken).toEqual([]);
});
