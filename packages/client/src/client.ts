import { createParser } from "eventsource-parser";
import { z } from "zod";
import { ApiFault } from "./api-fault.ts";
import {
  ActionView,
  ActorView,
  type CreateToken,
  type RotateToken,
  TokenSecretView,
  TokenView,
} from "./schema/access.ts";
import { AuditView } from "./schema/audit.ts";
import { FlightView, GraphView } from "./schema/flight.ts";
import { pageOf } from "./schema/page.ts";
import { BlueprintView, type LockSeed, PlanView, SeedLockView, WorkerView } from "./schema/plan.ts";
import { Problem } from "./schema/problem.ts";
import { ComparisonView, EvidenceView, RunDiffView, StartedRebuild, type StartRebuild } from "./schema/proof.ts";
import { RecipeView } from "./schema/recipe.ts";
import {
  BuildDetailView,
  BuildView,
  RunEventView,
  RunView,
  StageView,
  StartedRun,
  type StartRun,
} from "./schema/run.ts";
import { FiringView, type NewSchedule, PlannedSchedule, type ScheduleChange, Schedules } from "./schema/schedules.ts";
import { WhyView } from "./schema/why.ts";

/** Where a service is, and the right to use it. */
export interface Endpoint {
  /** `http://127.0.0.1:7070`, without a slash at the end. */
  readonly url: string;
  readonly token: string;
}

const LogText = z.string();

interface Call {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** One segment of a path: names such as `seed:debian` may hold anything. */
const part = encodeURIComponent;

/**
 * The API as functions. Every answer is parsed. Throws ApiFault: a refusal with the code of its problem document,
 * "service-unreachable" when nobody answers or the connection breaks, "service-strange" for answers that are not Ascent's.
 */
export class Client {
  readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }

  startRun(request: StartRun, idempotencyKey?: string) {
    const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
    return this.#json(StartedRun, "/v1/runs", { method: "POST", body: request, headers });
  }

  run(id: string) {
    return this.#json(RunView, `/v1/runs/${part(id)}`);
  }

  runs(limit = 20) {
    return this.#json(z.object({ runs: z.array(RunView) }), `/v1/runs?limit=${limit}`);
  }

  cancel(id: string) {
    return this.#json(RunView, `/v1/runs/${part(id)}/cancel`, { method: "POST" });
  }

  retry(id: string, packageName?: string) {
    const body = packageName === undefined ? {} : { package: packageName };
    return this.#json(z.object({ retried: z.int() }), `/v1/runs/${part(id)}/retry`, { method: "POST", body });
  }

  stages(runId: string) {
    return this.#json(z.object({ stages: z.array(StageView) }), `/v1/runs/${part(runId)}/stages`);
  }

  builds(runId: string) {
    return this.#all("builds", BuildView, `/v1/runs/${part(runId)}/builds`);
  }

  flight(runId: string) {
    return this.#json(FlightView, `/v1/runs/${part(runId)}/flight`);
  }

  graph(runId: string) {
    return this.#json(GraphView, `/v1/runs/${part(runId)}/graph`);
  }

  build(id: string) {
    return this.#json(BuildDetailView, `/v1/builds/${part(id)}`);
  }

  recipe(buildId: string) {
    return this.#json(RecipeView, `/v1/builds/${part(buildId)}/recipe`);
  }

  /** The nearest way from a package back to what `on` names. */
  why(runId: string, question: { readonly package: string; readonly on: string; readonly arch?: string }) {
    return this.#json(WhyView, `/v1/runs/${part(runId)}/why?${new URLSearchParams(question)}`);
  }

  /** `since`: the digest of a head that was written down. */
  audit(since?: string) {
    return this.#json(AuditView, `/v1/audit${since === undefined ? "" : `?since=${part(since)}`}`);
  }

  /** Builds a run's final packages again. */
  rebuild(runId: string, request: StartRebuild) {
    return this.#json(StartedRebuild, `/v1/runs/${part(runId)}/rebuilds`, { method: "POST", body: request });
  }

  rebuilds(runId: string) {
    return this.#all("runs", RunView, `/v1/runs/${part(runId)}/rebuilds`);
  }

  evidence(runId: string) {
    return this.#all("evidence", EvidenceView, `/v1/runs/${part(runId)}/evidence`);
  }

  compare(first: string, second: string) {
    const call = { method: "POST", body: { with: second } } as const;
    return this.#json(ComparisonView, `/v1/runs/${part(first)}/comparisons`, call);
  }

  diff(first: string, second: string) {
    return this.#json(RunDiffView, `/v1/runs/${part(first)}/diff/${part(second)}`);
  }

  plan(request: StartRun) {
    return this.#json(PlanView, "/v1/plans", { method: "POST", body: request });
  }

  lockSeed(request: LockSeed) {
    return this.#json(SeedLockView, "/v1/seed-locks", { method: "POST", body: request });
  }

  blueprints() {
    return this.#json(z.object({ blueprints: z.array(BlueprintView) }), "/v1/blueprints");
  }

  seedLocks(runId: string) {
    return this.#all("locks", SeedLockView, `/v1/runs/${part(runId)}/seed-locks`);
  }

  schedules() {
    return this.#json(Schedules, "/v1/schedules");
  }

  createSchedule(schedule: NewSchedule) {
    return this.#json(PlannedSchedule, "/v1/schedules", { method: "POST", body: schedule });
  }

  changeSchedule(id: string, change: ScheduleChange) {
    return this.#json(PlannedSchedule, `/v1/schedules/${part(id)}`, { method: "PATCH", body: change });
  }

  async removeSchedule(id: string): Promise<void> {
    await this.#call(`/v1/schedules/${part(id)}`, { method: "DELETE" });
  }

  fireSchedule(id: string) {
    return this.#json(FiringView, `/v1/schedules/${part(id)}/fire`, { method: "POST" });
  }

  workers() {
    return this.#all("workers", WorkerView, "/v1/workers");
  }

  /** Whose token this is. */
  me() {
    return this.#json(ActorView, "/v1/me");
  }

  tokens() {
    return this.#json(z.object({ tokens: z.array(TokenView) }), "/v1/tokens");
  }

  /** The newest actions; `filters` as the query parameters of /v1/actions. */
  actions(filters: Readonly<Record<string, string>>) {
    return this.#json(pageOf("actions", ActionView), `/v1/actions?${new URLSearchParams(filters)}`);
  }

  createToken(request: CreateToken) {
    return this.#json(TokenSecretView, "/v1/tokens", { method: "POST", body: request });
  }

  rotateToken(id: string, request: RotateToken) {
    return this.#json(TokenSecretView, `/v1/tokens/${part(id)}/rotate`, { method: "POST", body: request });
  }

  revokeToken(id: string) {
    return this.#json(TokenView, `/v1/tokens/${part(id)}`, { method: "DELETE" });
  }

  /** The log of a build's newest attempt as text; `""` when there is none yet. */
  async log(buildId: string): Promise<string> {
    const response = await this.#call(`/v1/builds/${part(buildId)}/log`, {});
    return LogText.parse(await response.text());
  }

  artifact(digest: string): Promise<Uint8Array> {
    return this.download(`/v1/artifacts/${part(digest)}`);
  }

  /** Raw bytes below `/repos`. */
  async download(path: string): Promise<Uint8Array> {
    const response = await this.#call(path, {});
    return new Uint8Array(await response.arrayBuffer());
  }

  /** The key that signs a stage's packages and index: file name below /etc/apk/keys, and PEM. */
  async publicKey(run: string, stage: string): Promise<{ readonly name: string; readonly pem: string }> {
    const response = await this.#call(`/repos/${part(run)}/${part(stage)}/key`, {});
    const name = /filename="([^"/]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
    return { name: name ?? `${stage}.rsa.pub`, pem: await response.text() };
  }

  /** Events after `after`, live, until the run is over (and its last event was given) or the signal aborts. */
  async *events(runId: string, after: number, signal: AbortSignal): AsyncGenerator<RunEventView> {
    const call = { headers: { "last-event-id": String(after), accept: "text/event-stream" }, signal };
    for await (const message of this.#stream(`/v1/runs/${part(runId)}/events`, call)) {
      yield RunEventView.parse(JSON.parse(message.data));
    }
  }

  /** Log text of a build as it comes; ends with the attempt. */
  async *followLog(buildId: string, signal: AbortSignal): AsyncGenerator<string> {
    for await (const message of this.#stream(`/v1/builds/${part(buildId)}/log/live`, { signal })) {
      yield LogText.parse(JSON.parse(message.data));
    }
  }

  async *#stream(path: string, call: Call): AsyncGenerator<{ readonly data: string }> {
    const response = await this.#call(path, call);
    const ready: { data: string }[] = [];
    const parser = createParser({ onEvent: (event) => ready.push({ data: event.data }) });
    const decoder = new TextDecoder();
    for await (const chunk of this.#chunks(response, call.signal)) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      yield* ready.splice(0);
    }
  }

  /** Whoever aborts hears of it as an end; any other break of the connection is a fault. */
  async *#chunks(response: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    try {
      yield* response.body ?? [];
    } catch (cause) {
      if (signal?.aborted === true) return;
      throw ApiFault.unreachable(this.endpoint.url, cause);
    }
  }

  /** Every page of a list as one. */
  async #all<Key extends string, T>(key: Key, item: z.ZodType<T>, path: string): Promise<{ [K in Key]: T[] }> {
    const items: T[] = [];
    let cursor = "";
    for (;;) {
      const page: Record<string, unknown> = await this.#json(pageOf(key, item), `${path}?limit=1000${cursor}`);
      items.push(...(page[key] as T[]));
      if (typeof page.next !== "string") return { [key]: items } as { [K in Key]: T[] };
      cursor = `&cursor=${part(page.next)}`;
    }
  }

  async #json<T>(schema: z.ZodType<T>, path: string, call: Call = {}): Promise<T> {
    const response = await this.#call(path, call);
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw ApiFault.unreadable(this.endpoint.url, response.status, parsed.error);
  }

  async #call(path: string, call: Call): Promise<Response> {
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    const response = await this.#fetch(path, {
      method: call.method ?? "GET",
      headers: {
        authorization: `Bearer ${this.endpoint.token}`,
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
        ...call.headers,
      },
      ...body,
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
    if (response.ok) return response;
    const problem = Problem.safeParse(await response.json().catch(() => undefined));
    throw problem.success ? ApiFault.of(problem.data) : ApiFault.unreadable(this.endpoint.url, response.status);
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.endpoint.url}${path}`, init);
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause;
      throw ApiFault.unreachable(this.endpoint.url, cause);
    }
  }
}
