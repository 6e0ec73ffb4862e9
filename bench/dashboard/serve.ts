import { serveBigRun, TOKEN } from "./big-run.ts";

/** `npx tsx --conditions=source bench/dashboard/serve.ts [BUILDS] [PORT]`: such a run to look at, until Ctrl-C. */
const { url, runId } = await serveBigRun(Number(process.argv[2] ?? 4000), Number(process.argv[3] ?? 0));
console.log(`${url}/runs/${runId} (token: ${TOKEN})`);
