import type { App } from "../src/app.ts";

/** The service as browsers see it, whatever it listens on. */
export const PUBLIC_URL = "http://ascent.test";

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What of a browser matters for signing in: cookies by site, and going where it is sent. */
export class Browser {
  readonly #app: App;
  /** By host and name. */
  readonly cookies = new Map<string, Map<string, string>>();

  constructor(app: App) {
    this.#app = app;
  }

  jar(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    return jar;
  }

  /** One request; redirections are not followed. */
  async ask(url: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const cookie = [...this.jar(url)].map(([name, value]) => `${name}=${value}`).join("; ");
    const page = await (url.startsWith(PUBLIC_URL) ? this.#inject(url, cookie) : this.#fetch(url, cookie, form));
    for (const line of page.headers.getSetCookie()) {
      const [pair = "", ...rules] = line.split("; ");
      const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      const isGone = value === "" || rules.some((rule) => /^(max-age=0|expires=.*1970)/i.test(rule));
      if (isGone) this.jar(url).delete(name);
      else this.jar(url).set(name, value);
    }
    return page;
  }

  async #inject(url: string, cookie: string): Promise<Page> {
    const { pathname, search } = new URL(url);
    const headers = { accept: "text/html,*/*", cookie };
    const answer = await this.#app.inject({ url: pathname + search, headers });
    const got = new Headers();
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of [value].flat()) if (one !== undefined) got.append(name, String(one));
    return { url, status: answer.statusCode, headers: got, body: answer.body };
  }

  async #fetch(url: string, cookie: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const body = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
    const answer = await fetch(url, { headers: { accept: "text/html", cookie }, redirect: "manual", ...body });
    return { url, status: answer.status, headers: answer.headers, body: await answer.text() };
  }

  /** Where a page sends one on to. */
  static next({ url, headers }: Page): string {
    return new URL(headers.get("location") ?? "", url).href;
  }

  /** Goes on from an address, through the provider's forms, until the provider sends it back to the service. Returns that address. */
  async signInAs(person: string, start: string): Promise<string> {
    let url = start;
    for (let step = 0; step < 12; step += 1) {
      if (url.startsWith(PUBLIC_URL)) return url;
      const page = await this.ask(url);
      url = page.status < 400 && page.headers.has("location") ? Browser.next(page) : await this.#fill(page, person);
    }
    throw new Error(`the provider never came to an end: ${url}`);
  }

  /** Says yes to the provider's question whether to sign out. Returns where it sends the browser then. */
  async signOutAt(start: string): Promise<string> {
    const page = await this.ask(start);
    const action = /action="([^"]+)"/.exec(page.body)?.[1];
    const secret = /name="xsrf" value="([^"]+)"/.exec(page.body)?.[1];
    if (action === undefined || secret === undefined) throw new Error(`no question, ${page.status}: ${page.body}`);
    return Browser.next(await this.ask(new URL(action, page.url).href, { xsrf: secret, logout: "yes" }));
  }

  async #fill(page: Page, person: string): Promise<string> {
    const action = /action="([^"]+)"/.exec(page.body)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page.body)?.[1];
    if (action === undefined || prompt === undefined) throw new Error(`no form, ${page.status}: ${page.body}`);
    return Browser.next(await this.ask(new URL(action, page.url).href, { prompt, login: person, password: "any" }));
  }
}
