import { testDatabase } from "@ascent/testkit";
import type { Page } from "playwright-core";
import { openBrowser } from "../../test/support/browser.ts";
import { scratchFolder, startApi } from "../support/server-process.ts";
import { TOKEN, writeBigRun } from "./big-run.ts";

/**
 * How soon a run of 4,000 builds is to be seen in headless Chromium, and how soon the page answers:
 * `npm run build && npm run build -w apps/dashboard && npx tsx --conditions=source bench/dashboard/bench.ts [BUILDS] [ROUNDS]`.
 * Times are the browser's own: from the navigation's start to the frame that shows the builds; from an input event to the frame
 * after it. The API is the one of `ascent up`, compiled, a process of its own on a real Postgres; the first view is of a service
 * that never answered, in a browser that just began.
 */

const BUILDS = Number(process.argv[2] ?? 4000);
const ROUNDS = Number(process.argv[3] ?? 5);

const NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))";

async function firstView(page: Page, url: string): Promise<number> {
  await page.goto("about:blank");
  await page.goto(url, { waitUntil: "commit" });
  await page.locator("canvas[role=img]").nth(3).waitFor();
  await page.locator(".build-row").first().waitFor();
  return (await page.evaluate(NEXT_FRAME)) as number;
}

/** The slowest interaction of a kind as the browser itself saw it (Event Timing), in milliseconds. */
async function slowest(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(
    "globalThis.seen = []; new PerformanceObserver((list) => seen.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'event', durationThreshold: 16 })",
  );
  await act();
  await page.waitForTimeout(600);
  return (await page.evaluate("Math.max(0, ...seen)")) as number;
}

/** As somebody who was here before, but whose browser has no script of it. */
async function newVisitor(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  await context.request.post(`${api.url}/v1/session`, { data: { token: TOKEN } });
  await context.addInitScript('localStorage.setItem("ascent-signed-in", "yes")');
  return context.newPage();
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const database = await testDatabase();
const { runId, ledger } = await writeBigRun(database.url, BUILDS);
await ledger.close();
const scratch = await scratchFolder("first-view");
const api = await startApi(scratch.directory, { ASCENT_TOKEN: TOKEN, DATABASE_URL: database.url });
const browser = await openBrowser();
const page = await newVisitor();
const address = `${api.url}/runs/${runId}`;
const cold = await firstView(page, address);
const fresh: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const visitor = await newVisitor();
  fresh.push(await firstView(visitor, address));
  await visitor.context().close();
}
const again: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) again.push(await firstView(page, address));
const typing = await slowest(page, async () =>
  page.getByLabel("Find builds").pressSequentially("pkg-01", { delay: 60 }),
);
const filtering = await slowest(page, () => page.locator("label", { hasText: /waiting$/ }).click());
const scrolling = await slowest(page, async () => {
  await page.locator(".build-rows").hover();
  for (let turn = 0; turn < 10; turn += 1) await page.mouse.wheel(0, 900);
});
await page.getByRole("tab", { name: "Graph" }).click();
await page.getByRole("button", { name: "Open all stages" }).waitFor();
const opening = await slowest(page, () => page.getByRole("button", { name: "Open all stages" }).click());
const drawn = (await page.evaluate("document.querySelectorAll('.react-flow__node').length")) as number;
const panning = await slowest(page, async () =>
  page.getByLabel("Find a build in the graph").pressSequentially("pkg-0500", { delay: 60 }),
);
console.log(`builds ${BUILDS}`);
console.log(`first view, service just began ${cold.toFixed(0)} ms`);
console.log(`first view, nothing cached     ${median(fresh).toFixed(0)} ms (median of ${ROUNDS})`);
console.log(`first view, scripts cached     ${median(again).toFixed(0)} ms (median of ${ROUNDS})`);
console.log(`typing into the search         ${typing} ms at most`);
console.log(`filtering by state             ${filtering} ms at most`);
console.log(`scrolling the table            ${scrolling} ms at most`);
console.log(`graph: opening all stages      ${opening} ms at most, ${drawn} boxes in the document`);
console.log(`graph: typing into its search  ${panning} ms at most`);
await browser.close();
await api.stop();
await database.drop();
await scratch.remove();
process.exit(0);
