export { type SarifRequest, sarifLog } from "./sarif.ts";
