import type { ActionView } from "@ascent/client";
import type { Paint } from "./picture.ts";

/** A line per action: when, who, what, on what, and how it ended. */
export function actionLines(actions: readonly ActionView[], paint: Paint): string[] {
  const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
  const [who, what] = [widest(actions.map(nameOf)), widest(actions.map(({ action }) => action))];
  return actions.map((one) => {
    const when = `${one.at.slice(0, 10)} ${one.at.slice(11, 19)}`;
    return `${paint.faint(when)}  ${nameOf(one).padEnd(who)}  ${one.action.padEnd(what)}  ${one.target}  ${ending(one, paint)}`;
  });
}

function nameOf({ actor, address }: ActionView): string {
  return actor ?? `? (${address})`;
}

function ending({ outcome, status, reason }: ActionView, paint: Paint): string {
  if (outcome === "done") return paint.good("done");
  return paint.bad(`${outcome}: ${reason ?? status}`);
}
