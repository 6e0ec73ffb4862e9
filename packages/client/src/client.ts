import { checkComponent } from "./answer.ts";
import { ApiFault } from "./api-fault.ts";
import { messagesIn } from "./event-stream.ts";
import { type Asking, idOf } from "./exchange.ts";
import type { operations, StartRebuild, StartRun } from "./generated/api.ts";
import { everyPage } from "./pages.ts";
import { ServiceClient } from "./service-client.ts";
import type { RecipeView, RunEventView } from "./views.ts";

export type { Endpoint } from "./exchange.ts";

type RunFilters = NonNullable<operations["listRuns"]["parameters"]["query"]>;

/** Builds of a run. */
interface Work {
  readonly stage?: string;
  readonly package?: string;
  readonly build?: string;
}

const packageOf = ({ package: name }: Work) => (name === undefined ? {} : { package: name });

/**
 * The API as functions: the operations of the OpenAPI document under shorter names, and what is more than one answer
 * (streams). Every answer is checked against the document. Throws ApiFault: a refusal with the code of its problem
 * document, "service-unreachable" when nobody answers or the connection breaks, "service-strange" for answers that are not
 * Ascent's.
 */
export class Client extends ServiceClient {
  startRun(request: StartRun, idempotencyKey?: string) {
    const header = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
    return this.ask((api) => api.POST("/v1/runs", { body: request, params: { header } }));
  }

  run(id: string) {
    return this.ask((api) => api.GET("/v1/runs/{id}", { params: idOf(id) }));
  }

  /** The newest ones; `filters` as the query parameters of /v1/runs. */
  runs(limit = 20, filters: RunFilters = {}) {
    return this.ask((api) => api.GET("/v1/runs", { params: { query: { ...filters, limit } } }));
  }

  cancel(id: string) {
    return this.ask((api) => api.POST("/v1/runs/{id}/cancel", { params: idOf(id) }));
  }

  retry(id: string, packageName?: string) {
    const body = packageName === undefined ? {} : { package: packageName };
    return this.ask((api) => api.POST("/v1/runs/{id}/retry", { params: idOf(id), body }));
  }

  /** Which failed and cancelled builds of a run to try again: one, those of a package, of a stage, or of both. */
  retryWork(runId: string, of: Work) {
    const { build, stage } = of;
    const body = packageOf(of);
    if (build !== undefined) return this.ask((api) => api.POST("/v1/builds/{id}/retry", { params: idOf(build) }));
    if (stage === undefined) return this.ask((api) => api.POST("/v1/runs/{id}/retry", { params: idOf(runId), body }));
    const params = { path: { id: runId, stage } };
    return this.ask((api) => api.POST("/v1/runs/{id}/stages/{stage}/retry", { params, body }));
  }

  /** The same for cancelling; what to cancel is named. */
  cancelWork(runId: string, of: Work) {
    const { build, stage, package: name = "" } = of;
    if (build !== undefined) return this.ask((api) => api.POST("/v1/builds/{id}/cancel", { params: idOf(build) }));
    if (stage === undefined) {
      const params = { path: { id: runId, package: name } };
      return this.ask((api) => api.POST("/v1/runs/{id}/packages/{package}/cancel", { params }));
    }
    const [params, body] = [{ path: { id: runId, stage } }, packageOf(of)];
    return this.ask((api) => api.POST("/v1/runs/{id}/stages/{stage}/cancel", { params, body }));
  }

  prioritize(runId: string, priority: number) {
    return this.ask((api) => api.PATCH("/v1/runs/{id}", { params: idOf(runId), body: { priority } }));
  }

  stages(runId: string) {
    return this.ask((api) => api.GET("/v1/runs/{id}/stages", { params: idOf(runId) }));
  }

  flight(runId: string) {
    return this.ask((api) => api.GET("/v1/runs/{id}/flight", { params: idOf(runId) }));
  }

  graph(runId: string) {
    return this.ask((api) => api.GET("/v1/runs/{id}/graph", { params: idOf(runId) }));
  }

  async builds(runId: string) {
    const builds = await everyPage("builds", (query) =>
      this.ask((api) => api.GET("/v1/runs/{id}/builds", { params: { ...idOf(runId), query } })),
    );
    return { builds };
  }

  build(id: string) {
    return this.ask((api) => api.GET("/v1/builds/{id}", { params: idOf(id) }));
  }

  async recipe(buildId: string): Promise<RecipeView> {
    const recipe = await this.ask((api) => api.GET("/v1/builds/{id}/recipe", { params: idOf(buildId) }));
    return recipe as unknown as RecipeView;
  }

  /** The nearest way from a package back to what `on` names. */
  why(runId: string, query: { readonly package: string; readonly on: string; readonly arch?: string }) {
    const asked = query as typeof query & { arch?: "x86_64" };
    return this.ask((api) => api.GET("/v1/runs/{id}/why", { params: { ...idOf(runId), query: asked } }));
  }

  /** Builds a run's final packages again. */
  rebuild(runId: string, request: StartRebuild) {
    return this.ask((api) => api.POST("/v1/runs/{id}/rebuilds", { params: idOf(runId), body: request }));
  }

  /** What such a rebuild would do, without starting it. */
  planRebuild(runId: string, request: StartRebuild) {
    return this.ask((api) => api.POST("/v1/runs/{id}/rebuild-plans", { params: idOf(runId), body: request }));
  }

  async rebuilds(runId: string) {
    const runs = await everyPage("runs", (query) =>
      this.ask((api) => api.GET("/v1/runs/{id}/rebuilds", { params: { ...idOf(runId), query } })),
    );
    return { runs };
  }

  async evidence(runId: string) {
    const evidence = await everyPage("evidence", (query) =>
      this.ask((api) => api.GET("/v1/runs/{id}/evidence", { params: { ...idOf(runId), query } })),
    );
    return { evidence };
  }

  compare(first: string, second: string) {
    return this.ask((api) => api.POST("/v1/runs/{id}/comparisons", { params: idOf(first), body: { with: second } }));
  }

  diff(id: string, other: string) {
    return this.ask((api) => api.GET("/v1/runs/{id}/diff/{other}", { params: { path: { id, other } } }));
  }

  plan(request: StartRun) {
    return this.ask((api) => api.POST("/v1/plans", { body: request }));
  }

  async seedLocks(runId: string) {
    const locks = await everyPage("locks", (query) =>
      this.ask((api) => api.GET("/v1/runs/{id}/seed-locks", { params: { ...idOf(runId), query } })),
    );
    return { locks };
  }

  /** The log of a build's newest attempt, or of the one of that number, as text; `""` when there is none yet. */
  async log(buildId: string, attempt?: number): Promise<string> {
    const params = { ...idOf(buildId), ...(attempt !== undefined && { query: { attempt } }) };
    const asking: Asking<unknown> = (api) => api.GET("/v1/builds/{id}/log", { params, parseAs: "stream" });
    return (await this.whole(asking)).text();
  }

  async artifact(digest: string): Promise<Uint8Array> {
    const asking: Asking<unknown> = (api) =>
      api.GET("/v1/artifacts/{digest}", { params: { path: { digest } }, parseAs: "stream" });
    return new Uint8Array(await (await this.whole(asking)).arrayBuffer());
  }

  /** Raw bytes of any path of the service, such as those below `/repos`. */
  async download(path: string): Promise<Uint8Array> {
    const asking: Asking<unknown> = (api) => api.GET(path as "/metrics", { parseAs: "stream" });
    return new Uint8Array(await (await this.whole(asking)).arrayBuffer());
  }

  /** The key that signs a stage's packages and index: file name below /etc/apk/keys, and PEM. */
  async publicKey(run: string, stage: string): Promise<{ readonly name: string; readonly pem: string }> {
    const params = { path: { run, input: stage } };
    const response = await this.whole((api) => api.GET("/repos/{run}/{input}/key", { params, parseAs: "stream" }));
    const name = /filename="([^"/]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
    return { name: name ?? `${stage}.rsa.pub`, pem: await response.text() };
  }

  /** Events after `after`, live, until the run is over (and its last event was given) or the signal aborts. */
  async *events(runId: string, after: number, signal: AbortSignal): AsyncGenerator<RunEventView> {
    const params = { ...idOf(runId), header: { "last-event-id": after } };
    yield* this.#events((api) => api.GET("/v1/runs/{id}/events", { params, ...asStream(signal) }), signal);
  }

  /** The same of one build; the numbers are those of its run's events. */
  async *buildEvents(buildId: string, after: number, signal: AbortSignal): AsyncGenerator<RunEventView> {
    const params = { ...idOf(buildId), header: { "last-event-id": after } };
    yield* this.#events((api) => api.GET("/v1/builds/{id}/events", { params, ...asStream(signal) }), signal);
  }

  async *#events(asking: Asking<unknown>, signal: AbortSignal): AsyncGenerator<RunEventView> {
    for await (const message of this.#messages(asking, signal)) {
      const event = checkComponent<RunEventView>("RunEvent", JSON.parse(message.data));
      if (!event.success) throw ApiFault.unreadable(this.endpoint.url, 200, event.error);
      yield event.data;
    }
  }

  /** Log text of a build as it comes; ends with the attempt. */
  async *followLog(buildId: string, signal: AbortSignal): AsyncGenerator<string> {
    for await (const { text } of this.logParts(buildId, undefined, signal)) yield text;
  }

  /** The same with what to give as `after` to go on behind each part, should the connection break. */
  async *logParts(buildId: string, after: string | undefined, signal: AbortSignal): AsyncGenerator<LogPart> {
    const params = { ...idOf(buildId), ...(after === undefined ? {} : { header: { "last-event-id": after } }) };
    const asking: Asking<unknown> = (api) => api.GET("/v1/builds/{id}/log/live", { params, ...asStream(signal) });
    for await (const { id = "", data } of this.#messages(asking, signal)) yield { id, text: String(JSON.parse(data)) };
  }

  async *#messages(asking: Asking<unknown>, signal: AbortSignal) {
    yield* messagesIn(await this.whole(asking), this.endpoint.url, signal);
  }
}

/** Some of a log's text. */
export interface LogPart {
  /** Where the log goes on behind it. */
  readonly id: string;
  readonly text: string;
}

function asStream(signal: AbortSignal) {
  return { parseAs: "stream", signal, headers: { accept: "text/event-stream" } } as const;
}
