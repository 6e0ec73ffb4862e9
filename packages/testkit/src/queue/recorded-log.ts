import type { Log } from "@ascent/engine";

export interface RecordedLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly data: object;
}

export interface RecordedLog extends Log {
  readonly lines: RecordedLine[];
  /** Lines of warn and error with this message. */
  complaints(message: string): RecordedLine[];
}

/** A log that keeps what it is told. */
export function recordedLog(): RecordedLog {
  const lines: RecordedLine[] = [];
  const at = (level: RecordedLine["level"]) => (data: object, message: string) => {
    lines.push({ level, message, data });
  };
  return {
    lines,
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    complaints: (message) =>
      lines.filter((line) => line.message === message && (line.level === "warn" || line.level === "error")),
  };
}
