export * from "./fire-schedule.ts";
export * from "./forecast-schedule.ts";
export * from "./keep-clocks.ts";
export * from "./plan-schedule.ts";
