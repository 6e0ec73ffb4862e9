import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const NAMES = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

/** ASCENT_CHROMIUM, or the first Chromium or Chrome that is there. Throws when there is none, with what to do. */
export function chromiumPath(): string {
  const given = process.env.ASCENT_CHROMIUM;
  if (given !== undefined) return given;
  const places = (process.env.PATH ?? "").split(delimiter).flatMap((place) => NAMES.map((name) => join(place, name)));
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Error(
    "no Chromium is installed: `./ascent test` installs it on Debian; elsewhere name one in ASCENT_CHROMIUM",
  );
}

export function openBrowser(): Promise<Browser> {
  // A container's /dev/shm is too small for pictures of a wall screen.
  return chromium.launch({ executablePath: chromiumPath(), args: ["--disable-dev-shm-usage"] });
}

export const SIZES = {
  phone: { width: 390, height: 844 },
  laptop: { width: 1366, height: 768 },
  wall: { width: 2560, height: 1440 },
} as const;

/** Colours that are on their way, which some do without asking whether motion is wanted. Loaders never end. */
const SETTLED = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime)).map(({ finished }) => finished))`;

/** Serious and critical violations of WCAG 2 A and AA, in light and in dark, told with the elements; empty when axe finds none. */
export async function violations(page: Page): Promise<string[]> {
  // Not as a script of the page, which its security policy would refuse.
  await page.evaluate(await readFile(AXE, "utf8"));
  const found: string[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    // The page hears of it first, then draws.
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: "attached" });
    await page.evaluate(SETTLED);
    found.push(...(await seriousOnes(page)).map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}

async function seriousOnes(page: Page): Promise<string[]> {
  const run = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] })`;
  const found = (await page.evaluate(run)) as AxeResult;
  const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n  ${failureSummary}`).join("\n")}`,
  );
}

/** Waits for text that matches the pattern. A locator takes half a second to look again; this looks all the time. */
export async function sees(page: Page, pattern: string): Promise<void> {
  const look = `new Promise((resolve) => {
    const pattern = new RegExp(${JSON.stringify(pattern)}), begun = performance.now();
    const look = () => {
      const seen = pattern.test(document.body.innerText);
      if (seen || performance.now() - begun > 30_000) resolve(seen ? "" : document.body.innerText);
      else setTimeout(look, 20);
    };
    look();
  })`;
  const instead = await page.evaluate(look);
  if (instead !== "") throw new Error(`no ${pattern} within 30 s, but:\n${instead}`);
}

/** What cannot be read at this size: text that is cut where it is a label, and a page that is wider than its window. */
export async function cutText(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const cut = [...document.querySelectorAll(".mantine-Badge-label, .mantine-Button-label, h1, h2, h3, th")]
      .filter((label) => label.checkVisibility() && label.scrollWidth > label.clientWidth + 1 && label.clientWidth > 0)
      .map((label) => label.outerHTML);
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth + 1 ? [...cut, "the page is " + scrollWidth + " wide, its window " + clientWidth] : cut;
  })()`);
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** Pictures of a page at three sizes, light and dark, where ASCENT_SCREENSHOTS names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.ASCENT_SCREENSHOTS;
  if (folder === undefined) return;
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, `${name}-${size}.png`) });
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(SIZES.laptop);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${name}-dark.png`) });
  await page.emulateMedia({ colorScheme: "light" });
  if (before !== null) await page.setViewportSize(before);
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
