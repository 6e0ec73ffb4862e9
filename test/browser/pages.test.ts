import { openPool } from "@ascent/postgres";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BigRun, serveBigRun, TOKEN } from "../../bench/dashboard/big-run.ts";
import { cutText, openBrowser, SIZES, sees, violations } from "../support/browser.ts";

/**
 * Each page by itself, in a real browser on the real API and Postgres, with a run of 4,000 builds in the midst of its flight:
 * can it be read at every size, by eye, ear and keyboard; what is told while something is on its way, fails or is not there.
 */

const MINUTES = 60_000;
const BUILDS = 4000;
/** Beside the large one: more than the list has at once. */
const OLDER = 60;

let run: BigRun;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let failedId: string;

/** Cancelled runs before the large one, and two workers. */
async function writeMore(): Promise<void> {
  const pool = openPool(run.databaseUrl, 1);
  await pool.query(`insert into runs select (jsonb_populate_record(run, jsonb_build_object('id', gen_random_uuid(),
    'state', 'cancelled', 'created_at', run.created_at - n * interval '1 hour', 'finished_at', run.created_at))).*
    from runs run, generate_series(1, ${OLDER}) n where run.id = '${run.runId}'`);
  const { rows } = await pool.query(`select id from builds where run_id = '${run.runId}' and state = 'failed'`);
  failedId = rows[0].id;
  await pool.query(`insert into workers (id, arch, host, concurrency, started_at, seen_at)
    select id, 'x86_64', 'corner', 2, now(), now() from unnest(array['builder-in-the-far-corner-14098-9a7efa', 'other-1']) id`);
  await pool.end();
}

beforeAll(async () => {
  [run, browser] = await Promise.all([serveBigRun(BUILDS), openBrowser()]);
  await writeMore();
  // What axe looks at must not be on its way from one colour to another.
  context = await browser.newContext({ reducedMotion: "reduce" });
  await context.request.post(`${run.url}/v1/session`, { data: { token: TOKEN } });
  await context.addInitScript('localStorage.setItem("ascent-signed-in", "yes")');
}, 5 * MINUTES);

afterAll(async () => {
  await browser?.close();
  await run?.close();
}, MINUTES);

beforeEach(async () => {
  await page?.close();
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
});

async function open(path: string): Promise<void> {
  await page.goto(`${run.url}${path.replace("RUN", `/runs/${run.runId}`).replace("BUILD", `/builds/${failedId}`)}`);
}

describe("every page", () => {
  test.each([
    ["/", "60 min ago|h ago"],
    ["RUN", "step-failed|unknown type name"],
    ["RUN/graph", "The critical path is"],
    ["RUN/verdict", "No verdict yet"],
    ["RUN/lineage", "It is known once"],
    ["RUN/compare", "Compare with"],
    ["BUILD", "It left no log"],
    ["BUILD/attempts", "Attempt 1: failed"],
    ["BUILD/environment", "Its environment is resolved when it begins"],
    ["BUILD/sources", "It has no sources"],
    ["BUILD/outputs", "It has made nothing yet"],
    ["/workers", "last heard of"],
    ["/schedules", "Nothing is scheduled"],
    ["/actions", "session.start"],
    ["/settings", "Make a token"],
    ["/settings/webhooks", "Nobody is told yet"],
    ["/runs/no-such-run", "There is no such run"],
    ["/builds/no-such-build", "There is no such build"],
    ["/no-such-page", "There is no such page"],
  ])(
    "can be read on a phone, a laptop and a wall, in light and in dark: %s",
    async (path, sign) => {
      const found: string[] = [];
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        // Some pages are laid out for the size that they begin with.
        await open(path);
        await sees(page, sign);
        found.push(...(await cutText(page)).map((cut) => `${size}: ${cut}`));
      }
      // Where the least fits, and so most has to be scrolled: the other tests look at laptops.
      await page.setViewportSize(SIZES.phone);
      found.push(...(await violations(page)));
      expect(found).toEqual([]);
      expect(await page.title()).toMatch(/^(?!Ascent).+ · Ascent$/);
      expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    },
    4 * MINUTES,
  );
});

describe("the list of runs", () => {
  test(
    "goes back to the oldest, page by page, and then offers no more",
    async () => {
      await open("/");
      const cards = page.getByRole("list", { name: "Runs, newest first" }).getByRole("listitem");
      await cards.first().waitFor();
      expect(await cards.count()).toBe(50);
      await page.getByRole("button", { name: "Older runs" }).click();
      await cards.nth(OLDER).waitFor();
      expect(await cards.count()).toBe(OLDER + 1);
      expect(await page.getByRole("button", { name: "Older runs" }).count()).toBe(0);
      // Asked again, all of it stays.
      await page.waitForResponse((answer) => answer.url().includes("cursor="));
      expect(await cards.count()).toBe(OLDER + 1);
    },
    MINUTES,
  );
});

/** How often the page was changed while it had a sign of waiting for a script. */
const COUNT_SPINS = `globalThis.spun = 0;
  new MutationObserver(() => { if (document.querySelector(".mantine-Loader-root")) globalThis.spun += 1; })
    .observe(document, { childList: true, subtree: true })`;

describe("a run of thousands of builds", () => {
  test(
    "says by the same number at its head and beside its stages how many builds a retry tries again",
    async () => {
      await open("RUN");
      const head = page.getByRole("button", { name: /^Retry \d+ builds?$/ });
      await head.waitFor();
      const { rows } = await query("select count(*)::int as n from builds where state in ('failed', 'cancelled')");
      const builds = rows[0].n === 1 ? "1 build" : `${rows[0].n} builds`;
      expect(await head.textContent()).toBe(`Retry ${builds}`);
      await page.getByRole("button", { name: `Retry ${builds} of stage3` }).waitFor();
    },
    MINUTES,
  );

  test(
    "shows its first view without a sign of waiting where the page's own scripts are: only the builds are waited for",
    async () => {
      await page.addInitScript(COUNT_SPINS);
      await open("RUN");
      await page.locator(".build-row").first().waitFor();
      expect(await page.evaluate("globalThis.spun")).toBe(0);
    },
    MINUTES,
  );

  test(
    "shows no sign of waiting for scripts in what is opened after a while: they were brought meanwhile",
    async () => {
      await page.addInitScript(COUNT_SPINS);
      const last = page.waitForResponse((answer) => answer.url().includes("/workers-page-"));
      await open("RUN");
      await last;
      await page.getByRole("tab", { name: "Verdict" }).click();
      await sees(page, "No verdict yet");
      await page.getByRole("link", { name: "Workers" }).click();
      await sees(page, "last heard of");
      expect(await page.evaluate("globalThis.spun")).toBe(0);
    },
    MINUTES,
  );

  test(
    "leads from a build to its lineage, which has an address, and back to the run",
    async () => {
      await open("BUILD");
      await page.getByRole("link", { name: "Lineage" }).click();
      await page.waitForURL((address) => address.searchParams.get("build") === failedId);
      expect(await page.getByRole("combobox", { name: "Lineage of" }).inputValue()).toMatch(
        /^stage3\/pkg-\d+ for x86_64$/,
      );
      await page.reload();
      await page.getByText("It is known once").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      await page.getByRole("tab", { name: "Flight" }).click();
      await page.locator(".build-row").first().waitFor();
    },
    MINUTES,
  );
});

describe("by keyboard alone", () => {
  test(
    "tabs keep the focus as they are gone through, and the one that is shown is in sight on a phone",
    async () => {
      await page.setViewportSize(SIZES.phone);
      await open("RUN");
      await page.getByRole("tab", { name: "Flight" }).focus();
      for (const name of ["Graph", "Verdict", "Lineage", "Compare"]) {
        await page.keyboard.press("ArrowRight");
        const tab = page.getByRole("tab", { name, selected: true });
        await tab.waitFor();
        expect(await page.evaluate("document.activeElement.textContent")).toBe(name);
      }
      await page.reload();
      await expect.poll(() => isInSight("Compare"), { timeout: 20_000 }).toBe(true);
    },
    MINUTES,
  );

  test(
    "the search leads to every place, and a skip link to the content",
    async () => {
      await open("/");
      await page
        .getByRole("link", { name: /sample/ })
        .first()
        .waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("content");
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog", { name: "Search" }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.type("Schedules");
      await page.keyboard.press("Enter");
      await page.getByText("Nothing is scheduled").waitFor();
    },
    MINUTES,
  );
});

describe("when the service does not say what is asked", () => {
  const WORKERS = /\/v1\/workers/;

  test(
    "a page says that something is on its way, then what went wrong, and asks again when it is told to",
    async () => {
      let answer: (() => void) | undefined;
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      await page.route(WORKERS, async (route) => {
        await held;
        await route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify(BROKEN) });
      });
      await open("/workers");
      await page.getByRole("status", { name: "Loading the workers" }).waitFor();
      expect(await violations(page)).toEqual([]);
      answer?.();
      await page.getByRole("alert").getByText("The workers cannot be shown").waitFor();
      await page.getByText("it broke").waitFor();
      expect(await violations(page)).toEqual([]);
      await page.unroute(WORKERS);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("last heard of").first().waitFor();
    },
    MINUTES,
  );

  test(
    "a page that is there stays there while nobody answers, and goes on by itself",
    async () => {
      await open("/workers");
      await page.getByText("last heard of").first().waitFor();
      await context.setOffline(true);
      await page.getByText("The service does not answer").waitFor();
      expect(await page.getByText("last heard of").count()).toBe(2);
      expect(await violations(page)).toEqual([]);
      await context.setOffline(false);
      await page.getByText("The service does not answer").waitFor({ state: "detached" });
    },
    MINUTES,
  );
});

const BROKEN = { type: "about:blank", title: "Internal", status: 500, code: "internal", detail: "it broke" };

async function query(text: string) {
  const pool = openPool(run.databaseUrl, 1);
  try {
    return await pool.query(text);
  } finally {
    await pool.end();
  }
}

async function isInSight(tab: string): Promise<boolean> {
  const box = await page.getByRole("tab", { name: tab }).boundingBox();
  return box !== null && box.x >= 0 && box.x + box.width <= SIZES.phone.width;
}
