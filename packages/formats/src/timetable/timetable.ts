import { Fault, nearNames } from "@ascent/core";
import { CronExpressionParser } from "cron-parser";

/** When something is to happen, again and again: a cron pattern, read in a time zone. */
export interface Timetable {
  /** Five fields (minute, hour, day of month, month, day of week), or a name such as `@daily`. */
  readonly cron: string;
  /** IANA name, `Europe/Vienna`. */
  readonly timezone: string;
}

const NAMED = ["@hourly", "@daily", "@weekdays", "@weekends", "@weekly", "@monthly", "@yearly", "@annually"];
const FIELDS = 5;
const EXAMPLE = 'Write five fields, minute to day of week, such as "30 2 * * *" for every day at 2:30, or @daily.';

/**
 * Checks what a person wrote, and brings it into one form (single spaces). Throws Fault "bad-cron" and "timezone-unknown",
 * which say what would be right.
 */
export function readTimetable({ cron, timezone }: Timetable): Timetable {
  const zone = knownZone(timezone);
  const pattern = cron.trim().split(/\s+/).join(" ");
  if (pattern.startsWith("@")) return { cron: knownName(pattern), timezone: zone };
  const count = pattern === "" ? 0 : pattern.split(" ").length;
  if (count !== FIELDS) throw badCron(pattern, `it has ${count} field${count === 1 ? "" : "s"}, not ${FIELDS}`);
  // "H" is a place drawn by lot: every process would draw another.
  if (/(?<![A-Z])H(?![A-Z])/i.test(pattern)) throw badCron(pattern, '"H" is not known here');
  try {
    CronExpressionParser.parse(pattern, { tz: zone }).next();
  } catch (error) {
    throw badCron(pattern, plain(error));
  }
  return { cron: pattern, timezone: zone };
}

/**
 * The first time after `after`; undefined when there is none. In the hour that a summer time skips, what was due in it
 * happens at its end; in the hour that is there twice, it happens once. BullMQ computes by the same library.
 */
export function nextTime({ cron, timezone }: Timetable, after: Date): Date | undefined {
  try {
    return CronExpressionParser.parse(cron, { tz: timezone, currentDate: after }).next().toDate();
  } catch {
    return undefined;
  }
}

function knownName(pattern: string): string {
  const name = pattern.toLowerCase();
  if (NAMED.includes(name)) return name;
  throw badCron(pattern, `known names are ${NAMED.join(", ")}`);
}

function badCron(pattern: string, why: string): Fault {
  return new Fault("bad-cron", `the cron pattern "${pattern}" cannot be used: ${why}`, { wayOut: EXAMPLE });
}

/** The library's own words without what they begin with. */
function plain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^(Constraint error|Validation error), /, "");
}

function knownZone(given: string): string {
  if (/^[A-Za-z][\w+\-/]*$/.test(given) && isZone(given)) return given;
  const zones = new Map(["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => [zone.toLowerCase(), zone]));
  const near = nearNames(given.toLowerCase(), zones.keys()).map((name) => zones.get(name) ?? name);
  const meant = near.length === 0 ? "" : ` Near it: ${near.join(", ")}.`;
  throw new Fault("timezone-unknown", `there is no time zone "${given}"`, {
    wayOut: `Write an IANA name such as UTC or Europe/Vienna.${meant}`,
  });
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
