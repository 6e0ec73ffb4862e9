import { CLAIM_KINDS, type Claim, type Verification } from "@ascent/verifier";
import { type Paint, plural } from "./picture.ts";
import { verdictLines } from "./verdict-view.ts";

type State = Claim["outcome"]["state"];

/** Lines of one claim that are told before the rest is only counted. */
const SHOWN = 20;

type Told = Omit<Verification, "finals">;

/** What was checked, a line for each kind of claim; what fails or could not be checked, one by one; then the verdict. */
export function verificationLines({ claims, verdict, required, holds }: Told, paint: Paint): string[] {
  const kinds = CLAIM_KINDS.filter((kind) => claims.some((claim) => claim.kind === kind));
  return [
    ...kinds.flatMap((kind) => kindLines(kind, claims, paint)),
    ...(verdict === undefined ? [""] : ["", ...tableLines(verdict, paint)]),
    conclusion({ claims, holds, ...(required === undefined ? {} : { required }) }, paint),
  ];
}

/** Without the verdict's own conclusion, for which other claims count nothing; ends with an empty line. */
function tableLines(verdict: NonNullable<Told["verdict"]>, paint: Paint): string[] {
  const lines = verdictLines(verdict as Parameters<typeof verdictLines>[0], paint).slice(0, -1);
  return lines.at(-1) === "" ? lines : [...lines, ""];
}

function kindLines(kind: Claim["kind"], claims: readonly Claim[], paint: Paint): string[] {
  const own = claims.filter((claim) => claim.kind === kind);
  const good = own.filter(({ outcome }) => outcome.state === "holds");
  const rest = own.filter(({ outcome }) => outcome.state !== "holds");
  const sum = good.length === 1 ? toldOnce(good[0]) : `${plural(good.length, "claim")} hold`;
  return [
    ...(good.length === 0 ? [] : [`${paint.good("✔")} ${kind.padEnd(WIDTH)}${sum}`]),
    ...rest.slice(0, SHOWN).flatMap((claim) => openLines(claim, paint)),
    ...(rest.length > SHOWN ? [`  … and ${rest.length - SHOWN} more (--json tells all)`] : []),
  ];
}

const WIDTH = Math.max(...CLAIM_KINDS.map((kind) => kind.length)) + 2;

function toldOnce(claim: Claim | undefined): string {
  if (claim?.outcome.state !== "holds") return "";
  return `${claim.about}: ${shortDigests(claim.outcome.evidence)}`;
}

function openLines({ kind, about, outcome }: Claim, paint: Paint): string[] {
  if (outcome.state === "holds") return [];
  const head = `${kind.padEnd(WIDTH)}${about}`;
  if (outcome.state === "not-checked")
    return [`${paint.faint("·")} ${head}: not checked: ${shortDigests(outcome.why)}`];
  const reasons = outcome.reasons.slice(0, SHOWN).map((reason) => `    ${shortDigests(reason)}`);
  return [`${paint.bad("✘")} ${head}`, ...reasons, `    ${paint.faint(outcome.wayOut)}`];
}

function shortDigests(text: string): string {
  return text.replaceAll(/sha256:([0-9a-f]{12})[0-9a-f]{52}/g, "sha256:$1…");
}

function conclusion({ claims, required, holds }: Omit<Told, "verdict">, paint: Paint): string {
  const count = (state: State) => claims.filter(({ outcome }) => outcome.state === state).length;
  const [good, bad] = [count("holds"), count("fails")];
  const sums = `${plural(good, "claim")} ${good === 1 ? "holds" : "hold"}, ${bad} ${bad === 1 ? "fails" : "fail"}, ${count("not-checked")} not checked`;
  if (holds) return paint.good(`✔ every final package stands on "${required}" or higher; ${sums}`);
  const why = bad > 0 ? "the export does not hold" : `not every final package is shown to stand on "${required}"`;
  return paint.bad(`✘ ${why}; ${sums}`);
}
