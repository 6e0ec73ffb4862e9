import { type ComponentType, createElement, lazy, type ReactNode, useState } from "react";

/** A component with a script of its own. */
export interface OnDemand<Props> {
  (props: Props): ReactNode;
  /** Has the script brought before the component is drawn. */
  readonly load: () => Promise<unknown>;
}

/** Of every component that is known by now; a script that is brought may have more of them. */
const loads = new Set<() => Promise<unknown>>();

/**
 * Brings the scripts that are not there yet, one by one and only while nothing else is to be done, so that what is opened next
 * is drawn at once. Where one cannot be had the rest waits to be needed.
 */
export async function bringRest(): Promise<void> {
  for (const load of loads) {
    await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve));
    try {
      await load();
    } catch {
      return;
    }
  }
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
  loads.add(load);
  const Later = lazy(load);
  // Chosen once: to change from one to the other would make it anew.
  const Drawn = (props: Props) => createElement(useState<ComponentType<Props>>(() => there ?? Later)[0], props);
  return Object.assign(Drawn, { load });
}
