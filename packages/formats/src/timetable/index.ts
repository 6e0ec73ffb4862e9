export * from "./timetable.ts";
