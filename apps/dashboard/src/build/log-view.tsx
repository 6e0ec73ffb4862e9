import { useVirtualizer } from "@tanstack/react-virtual";
import Anser from "anser";
import { memo, useEffect, useRef } from "react";
import type { LogLine } from "./log-lines.ts";
import "./log-view.css";

const LINE = 20;
/** Nearer to the end than this is at the end. */
const AT_END = 3 * LINE;

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
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
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
      role="log"
      aria-label="Log"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onWheel={({ currentTarget: { scrollHeight, scrollTop, clientHeight }, deltaY }) => {
        if (follow && (deltaY < 0 || scrollHeight - scrollTop - clientHeight > AT_END)) onScrolledUp();
      }}
    >
      <div className="log-all" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return (
            line && (
              <Line key={index} line={line} number={index} at={{ start, marked: index === marked }} onMark={onMark} />
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
