import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import Anser from "anser";
import { memo, useEffect, useRef } from "react";
import type { LogLine } from "./log-lines.ts";
import "./log-view.css";

/** Heights of a line, in pixels; a wall screen is read from afar. */
const LINE = 20;
const WALL_LINE = 25;
/** Of the frame, and of what lies below the lines where one of them is too long. */
const BORDER = 1;
const SCROLL_BAR = 16;
/** Lines that are nearer to the end than this are at the end. */
const AT_END = 3;

interface LogViewProps {
  readonly lines: readonly LogLine[];
  /** Number of the line (from 0) that is pointed at. */
  readonly marked: number | undefined;
  /** Stays at the end as it grows. */
  readonly follow: boolean;
  readonly onMark: (line: number) => void;
  readonly onScrolledUp: () => void;
}

/** A log of any length: only the lines that can be seen are there. */
export function LogView({ lines, marked, follow, onMark, onScrolledUp }: LogViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isWall = useMediaQuery("(min-width: 2200px)", false, { getInitialValueInEffect: false });
  const line = isWall ? WALL_LINE : LINE;
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => line,
    overscan: 20,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured had another height
  useEffect(() => rows.measure(), [line, rows]);
  useEffect(() => {
    if (follow) rows.scrollToIndex(lines.length - 1, { align: "end" });
  }, [follow, lines.length, rows]);
  useEffect(() => {
    if (marked !== undefined) rows.scrollToIndex(marked, { align: "center" });
  }, [marked, rows]);
  return (
    <div
      ref={scroller}
      className="log"
      // No higher than what it has to show, and its scroll bar.
      style={{ height: `min(${rows.getTotalSize() + 2 * BORDER + SCROLL_BAR}px, var(--log-most))` }}
      role="log"
      aria-label="Log"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onWheel={({ currentTarget: { scrollHeight, scrollTop, clientHeight }, deltaY }) => {
        if (follow && (deltaY < 0 || scrollHeight - scrollTop - clientHeight > AT_END * line)) onScrolledUp();
      }}
    >
      <div className="log-all" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const shown = lines[index];
          return (
            shown && (
              <Line key={index} line={shown} number={index} at={{ start, marked: index === marked }} onMark={onMark} />
            )
          );
        })}
      </div>
    </div>
  );
}

interface LineProps {
  readonly line: LogLine;
  readonly number: number;
  readonly at: { readonly start: number; readonly marked: boolean };
  readonly onMark: (line: number) => void;
}

const Line = memo(
  function Line({ line, number, at: { start, marked }, onMark }: LineProps) {
    return (
      <div className={marked ? "log-line marked" : "log-line"} style={{ transform: `translateY(${start}px)` }}>
        <a
          href={`#L${number + 1}`}
          className="log-number"
          aria-label={`Line ${number + 1}`}
          tabIndex={-1}
          onClick={(event) => {
            event.preventDefault();
            onMark(number);
          }}
        >
          {number + 1}
        </a>
        <span className="log-text">
          <Colored line={line} />
        </span>
      </div>
    );
  },
  (before, after) =>
    before.line.text === after.line.text &&
    before.number === after.number &&
    before.at.start === after.at.start &&
    before.at.marked === after.at.marked,
);

function Colored({ line }: { readonly line: LogLine }) {
  const parts = Anser.ansiToJson(line.colors + line.text, { use_classes: true, remove_empty: true });
  let at = 0;
  return parts.map((part) => {
    at += part.content.length;
    const classes = [
      part.fg && `${part.fg}-fg`,
      part.bg && `${part.bg}-bg`,
      ...part.decorations.map((name) => `ansi-${name}`),
    ];
    const className = classes.filter(Boolean).join(" ");
    return className === "" ? (
      part.content
    ) : (
      <span key={at} className={className}>
        {part.content}
      </span>
    );
  });
}
