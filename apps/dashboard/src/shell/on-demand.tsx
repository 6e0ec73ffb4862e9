import { type ComponentType, createElement, lazy, type ReactNode, useState } from "react";

/** A component with a script of its own. */
export interface OnDemand<Props> {
  (props: Props): ReactNode;
  /** Has the script brought before the component is drawn. */
  readonly load: () => Promise<unknown>;
}

/**
 * A component whose script is brought when it is first drawn. Unlike React's own lazy ones it is drawn at once where the
 * script is there already: those show a sign of waiting even then, and that stays for a third of a second.
 */
export function onDemand<Props extends object>(
  bring: () => Promise<{ readonly default: ComponentType<Props> }>,
): OnDemand<Props> {
  let there: ComponentType<Props> | undefined;
  const load = async () => {
    const script = await bring();
    there = script.default;
    return script;
  };
  const Later = lazy(load);
  // Chosen once: to change from one to the other would make it anew.
  const Drawn = (props: Props) => createElement(useState<ComponentType<Props>>(() => there ?? Later)[0], props);
  return Object.assign(Drawn, { load });
}
