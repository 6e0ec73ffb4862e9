import { allTexts, type BuildText } from "../context.ts";
import type { LintRule } from "../rule.ts";

/**
 * Commands that go out to the network whatever they are told, and those that do when they are given a URL. How far each
 * looks is bounded: a script may be one line of a megabyte.
 */
const COMMANDS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: "wget", pattern: /\bwget\s[^\n;|&]{0,500}?https?:\/\//g },
  { name: "curl", pattern: /\bcurl\s[^\n;|&]{0,500}?https?:\/\//g },
  { name: "git clone", pattern: /\bgit\s+clone\s[^\n;|&]{0,500}?(?:https?|git|ssh):\/\//g },
  { name: "go install", pattern: /\bgo\s+install\s[^\n;|&]{0,500}?[\w./-]+\.[\w./-]+@[\w.${}-]+/g },
  { name: "go mod download", pattern: /\bgo\s+mod\s+download\b/g },
  { name: "cargo fetch", pattern: /\bcargo\s+fetch\b(?![^\n;|&]{0,500}--offline)/g },
  { name: "cargo install", pattern: /\bcargo\s+install\b(?![^\n;|&]{0,500}--(?:path|offline))/g },
  { name: "npm install", pattern: /\bnpm\s+(?:ci|install|i)\b(?![^\n;|&]{0,500}--offline)/g },
  { name: "yarn install", pattern: /\byarn\s+install\b(?![^\n;|&]{0,500}--offline)/g },
  { name: "pnpm install", pattern: /\bpnpm\s+(?:install|i)\b(?![^\n;|&]{0,500}--offline)/g },
  { name: "gem install", pattern: /\bgem\s+install\b(?![^\n;|&]{0,500}(?:--local|\.gem\b))/g },
  {
    name: "pip install",
    // With --no-deps too: what is named goes to the network, only what it needs does not. Local files and folders do not.
    pattern: /\bpip3?\s+install\b(?!(?:[^\n;|&]|\\\n){0,500}(?:--no-index|\.whl\b|\s["']?\.(?:\s|$|\/|\[)))/g,
  },
];
/** What each of them begins with. */
const HINT = /\b(?:wget|curl|git|go|cargo|p?npm|yarn|gem|pip3?)\s/;

export const sourceInSandbox: LintRule = {
  code: "source-in-sandbox",
  severity: "warning",
  perDefinition: true,
  title: "A script downloads inside the sandbox",
  why: "A build has no network, and what is fetched that way is pinned by nothing and recorded nowhere.",
  wayOut: "Bring it in with uses: fetch or uses: git-checkout and its checksum, or vendor it beside the definition.",
  *check(context) {
    for (const { text } of allTexts(context, "script")) if (HINT.test(text.value)) yield* downloads(text);
  },
};

/** Of one command in one script; the rest is mended with them. */
const TOLD = 20;

function* downloads(text: BuildText) {
  for (const { name, pattern } of COMMANDS) {
    let told = 0;
    for (const { index } of text.value.matchAll(pattern)) {
      if (!isCommand(text.value, index)) continue;
      yield { place: text.placeAt(index), message: `This script runs ${name}, which goes to the network` };
      told += 1;
      if (told === TOLD) break;
    }
  }
}

/** So much of a line before a command is looked at. */
const BEFORE = 1000;

/** Where a command can stand, and not in a comment, in a message or in a name such as `make-curl`. */
function isCommand(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - BEFORE), offset);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (/^\s*#/.test(line) || /\b(?:echo|printf|grep|sed|apk|dnf|apt-get)\b/.test(line)) return false;
  return /(?:^|[\s;|&(`{!]|\$\()$/.test(line);
}
