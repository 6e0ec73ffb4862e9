import { Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { Link } from "wouter";
import { BuildState } from "../state/build-state.tsx";
import { shownState } from "../state/build-states.ts";
import { tellSeconds } from "../state/durations.ts";
import type { FlightBuild } from "./flight-model.ts";
import "./build-rows.css";

const ROW = 42;

/** A table of any length: only the rows that can be seen are there. */
export function BuildRows({ builds }: { readonly builds: readonly FlightBuild[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: builds.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  return (
    <section
      ref={scroller}
      className="build-rows"
      style={{ height: Math.min(560, builds.length * ROW + 2) }}
      aria-label="Builds, scrollable"
    >
      <ul className="build-rows-all" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const build = builds[index];
          return build && <BuildRow key={build.id} build={build} place={{ index, start, of: builds.length }} />;
        })}
      </ul>
    </section>
  );
}

interface BuildRowProps {
  readonly build: FlightBuild;
  readonly place: { readonly index: number; readonly start: number; readonly of: number };
}

function BuildRow({ build, place: { index, start, of } }: BuildRowProps) {
  return (
    <li
      aria-posinset={index + 1}
      aria-setsize={of}
      className="build-row"
      style={{ transform: `translateY(${start}px)`, height: ROW }}
    >
      <div className="build-row-state">
        <BuildState state={shownState(build)} />
      </div>
      <div className="clip build-row-name">
        <Link href={`/builds/${build.id}`} className="plain-link covers">
          <Text component="span" size="sm" fw={600} className="names-it">
            {build.name}
          </Text>{" "}
          <Text component="span" size="xs" c="dimmed">
            {build.version}
          </Text>
        </Link>
      </div>
      <Text component="div" size="sm" c="dimmed" className="clip">
        {build.stage} {build.arch}
      </Text>
      <Text component="div" size="sm" c="dimmed" className="clip build-row-more">
        {moreOf(build)}
      </Text>
      <Text component="div" size="sm" ta="right" style={{ fontVariantNumeric: "tabular-nums" }}>
        {durationOf(build)}
      </Text>
    </li>
  );
}

function moreOf({ state, blockedBy, failure, step, worker }: FlightBuild): string {
  if (state === "blocked") return blockedBy === undefined ? "" : `by ${blockedBy}`;
  if (state === "failed") return failure ?? "";
  return state === "building" ? [step, worker].filter(Boolean).join(" on ") : "";
}

function durationOf({ startedAt, finishedAt, cached }: FlightBuild): string {
  if (cached || startedAt === undefined || finishedAt === undefined) return "";
  return tellSeconds((finishedAt - startedAt) / 1000);
}
