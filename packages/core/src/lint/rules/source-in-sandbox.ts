import { allTexts, type BuildText } from "../context.ts";
import type { LintRule } from "../rule.ts";

/** Commands that go out to the network whatever they are told, and those that do when they are given a URL. */
const COMMANDS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: "wget", pattern: /\bwget\s[^\n;|&]*?https?:\/\//g },
  { name: "curl", pattern: /\bcurl\s[^\n;|&]*?https?:\/\//g },
  { name: "git clone", pattern: /\bgit\s+clone\s[^\n;|&]*?(?:https?|git|ssh):\/\//g },
  { name: "go install", pattern: /\bgo\s+install\s[^\n;|&]*?[\w./-]+\.[\w./-]+@[\w.${}-]+/g },
  { name: "go mod download", pattern: /\bgo\s+mod\s+download\b/g },
  { name: "cargo fetch", pattern: /\bcargo\s+fetch\b(?![^\n;|&]*--offline)/g },
  { name: "cargo install", pattern: /\bcargo\s+install\b(?![^\n;|&]*--(?:path|offline))/g },
  { name: "npm install", pattern: /\bnpm\s+(?:ci|install|i)\b(?![^\n;|&]*--offline)/g },
  { name: "yarn install", pattern: /\byarn\s+install\b(?![^\n;|&]*--offline)/g },
  { name: "pnpm install", pattern: /\bpnpm\s+(?:install|i)\b(?![^\n;|&]*--offline)/g },
  { name: "gem install", pattern: /\bgem\s+install\b(?![^\n;|&]*(?:--local|\.gem\b))/g },
  { name: "pip install", pattern: /\bpip3?\s+install\b(?![^\n;|&]*(?:--no-index|--no-deps|\.whl\b|\s\.(?:\s|$|\/)))/g },
];
const HINT = /\b(?:wget|curl|clone|install|download|fetch|ci|i)\b/;

export const sourceInSandbox: LintRule = {
  code: "source-in-sandbox",
  severity: "warning",
  title: "A script downloads inside the sandbox",
  why: "A build has no network, and what is fetched that way is pinned by nothing and recorded nowhere.",
  wayOut: "Bring it in with uses: fetch or uses: git-checkout and its checksum, or vendor it beside the definition.",
  *check(context) {
    for (const { text } of allTexts(context, "script")) if (HINT.test(text.value)) yield* downloads(text);
  },
};

function* downloads(text: BuildText) {
  for (const { name, pattern } of COMMANDS) {
    for (const { index } of text.value.matchAll(pattern)) {
      if (!isCommand(text.value, index)) continue;
      yield { place: text.placeAt(index), message: `This script runs ${name}, which goes to the network` };
    }
  }
}

/** Where a command can stand, and not in a comment, in a message or in a name such as `make-curl`. */
function isCommand(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  if (/^\s*#/.test(line) || /\b(?:echo|printf|grep|sed|apk|dnf|apt-get)\b/.test(line)) return false;
  return /(?:^|[\s;|&(`{!]|\$\()$/.test(line);
}
