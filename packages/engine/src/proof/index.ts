export type { ExportedFile } from "./export-files.ts";
export { type ExportInputs, type ExportPorts, exportOfRun, type RunExport } from "./export-run.ts";
