import { Tabs } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

interface TabListProps {
  readonly label: string;
  /** The one that is shown. */
  readonly active: string;
  readonly children: ReactNode;
}

/** Tabs in one row; where it is too narrow for all, it is moved to have the one that is shown in sight. */
export function TabList({ label, active, children }: TabListProps) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is elsewhere
  useEffect(() => {
    const row = list.current;
    const tab = row?.querySelector<HTMLElement>("[data-active]");
    if (!row || !tab) return;
    row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }, [active]);
  return (
    <Tabs.List ref={list} aria-label={label} className="tab-list">
      {children}
    </Tabs.List>
  );
}
