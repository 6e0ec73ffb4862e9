import { Fault } from "@ascent/core";
import type { Defect as DefectView, Problem } from "./generated/api.ts";

interface ApiFaultContent {
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  readonly wayOut?: string;
  readonly defects?: readonly DefectView[];
  readonly cause?: unknown;
}

/** What the API refused, or that it could not be asked. */
export class ApiFault extends Fault {
  /** HTTP status; absent when nobody answered. */
  readonly status: number | undefined;
  readonly defects: readonly DefectView[];

  constructor(content: ApiFaultContent) {
    const wayOut = content.wayOut === undefined ? {} : { wayOut: content.wayOut };
    super(content.code, content.message, { ...wayOut, cause: content.cause });
    this.status = content.status;
    this.defects = content.defects ?? [];
  }

  static of(problem: Problem): ApiFault {
    const { code, detail: message, status, wayOut, defects } = problem;
    return new ApiFault({
      code,
      message,
      status,
      ...(wayOut === undefined ? {} : { wayOut }),
      ...(defects === undefined ? {} : { defects }),
    });
  }

  static unreachable(url: string, cause: unknown): ApiFault {
    return new ApiFault({
      code: "service-unreachable",
      message: `nobody answers at ${url}`,
      wayOut: "Start the service with `ascent up`, or name another with --url or ASCENT_URL.",
      cause,
    });
  }

  static unreadable(url: string, status: number, cause?: unknown): ApiFault {
    return new ApiFault({
      code: "service-strange",
      message: `${url} answered ${status}, and not as Ascent does`,
      status,
      wayOut: "Is another program listening there? Name the right address with --url or ASCENT_URL.",
      cause,
    });
  }
}
