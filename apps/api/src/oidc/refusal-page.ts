import type { Problem } from "../schema/problem.ts";
import { OIDC_PATH } from "./attempt-cookie.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function text(given: string): string {
  return given.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** What a person sees whom signing in did not work for: why, what to do, and the words that an operator can look for. */
export function refusalPage({ detail, wayOut = "", code, reason = code, requestId = "" }: Problem): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Not signed in – Ascent</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
a { margin-right: 1.5rem; }
</style>
<main>
<h1>You are not signed in</h1>
<p>${text(detail)}.</p>
<p>${text(wayOut)}</p>
<p><a href="${OIDC_PATH}">Try again</a><a href="/">To the dashboard</a></p>
<p><small>Code <code>${text(reason)}</code>, request <code>${text(requestId)}</code></small></p>
</main>
</html>
`;
}
