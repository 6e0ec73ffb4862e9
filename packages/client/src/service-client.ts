import { type Asking, type Endpoint, Exchange, idOf } from "./exchange.ts";
import type {
  CreateToken,
  LockSeed,
  NewSchedule,
  NewWebhook,
  operations,
  RotateToken,
  RotateWebhook,
  ScheduleChange,
  WebhookChange,
} from "./generated/api.ts";
import { everyPage } from "./pages.ts";

type ActionFilters = NonNullable<operations["listActions"]["parameters"]["query"]>;

/** What the API tells and does of the service itself: who may use it, what it knows, when it starts runs and whom it tells. */
export abstract class ServiceClient {
  readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }

  /** Any operation of the document: `client.ask((api) => api.GET("/v1/workers"))`. Answers the JSON, checked. */
  ask<T>(asking: Asking<T>): Promise<T> {
    return new Exchange(this.endpoint).json(asking);
  }

  /** The answer as it is, for what is no JSON. */
  protected async whole(asking: Asking<unknown>): Promise<Response> {
    return (await new Exchange(this.endpoint).answer(asking)).response;
  }

  lockSeed(request: LockSeed) {
    return this.ask((api) => api.POST("/v1/seed-locks", { body: request }));
  }

  blueprints() {
    return this.ask((api) => api.GET("/v1/blueprints"));
  }

  async workers() {
    const workers = await everyPage("workers", (query) =>
      this.ask((api) => api.GET("/v1/workers", { params: { query } })),
    );
    return { workers };
  }

  /** Has a worker take nothing new, or again. */
  drain(workerId: string, draining = true) {
    const params = idOf(workerId);
    if (draining) return this.ask((api) => api.POST("/v1/workers/{id}/drain", { params }));
    return this.ask((api) => api.POST("/v1/workers/{id}/undrain", { params }));
  }

  /** `since`: the digest of a head that was written down. */
  audit(since?: string) {
    const query = since === undefined ? {} : { since };
    return this.ask((api) => api.GET("/v1/audit", { params: { query } }));
  }

  /** The newest actions; `filters` as the query parameters of /v1/actions. */
  actions(filters: ActionFilters) {
    return this.ask((api) => api.GET("/v1/actions", { params: { query: filters } }));
  }

  schedules() {
    return this.ask((api) => api.GET("/v1/schedules"));
  }

  createSchedule(schedule: NewSchedule) {
    return this.ask((api) => api.POST("/v1/schedules", { body: schedule }));
  }

  /** What such a schedule would do, without making it. */
  planSchedule(schedule: NewSchedule) {
    return this.ask((api) => api.POST("/v1/schedule-plans", { body: schedule }));
  }

  schedulePlan(id: string) {
    return this.ask((api) => api.GET("/v1/schedules/{id}/plan", { params: idOf(id) }));
  }

  changeSchedule(id: string, change: ScheduleChange) {
    return this.ask((api) => api.PATCH("/v1/schedules/{id}", { params: idOf(id), body: change }));
  }

  async removeSchedule(id: string): Promise<void> {
    await this.whole((api) => api.DELETE("/v1/schedules/{id}", { params: idOf(id) }));
  }

  fireSchedule(id: string) {
    return this.ask((api) => api.POST("/v1/schedules/{id}/fire", { params: idOf(id) }));
  }

  webhooks() {
    return this.ask((api) => api.GET("/v1/webhooks"));
  }

  createWebhook(webhook: NewWebhook) {
    return this.ask((api) => api.POST("/v1/webhooks", { body: webhook }));
  }

  changeWebhook(id: string, change: WebhookChange) {
    return this.ask((api) => api.PATCH("/v1/webhooks/{id}", { params: idOf(id), body: change }));
  }

  async removeWebhook(id: string): Promise<void> {
    await this.whole((api) => api.DELETE("/v1/webhooks/{id}", { params: idOf(id) }));
  }

  rotateWebhook(id: string, rotation: RotateWebhook) {
    return this.ask((api) => api.POST("/v1/webhooks/{id}/rotate", { params: idOf(id), body: rotation }));
  }

  pingWebhook(id: string) {
    return this.ask((api) => api.POST("/v1/webhooks/{id}/ping", { params: idOf(id) }));
  }

  /** The newest ones. */
  deliveries(id: string, limit = 20) {
    const params = { ...idOf(id), query: { limit } };
    return this.ask((api) => api.GET("/v1/webhooks/{id}/deliveries", { params }));
  }

  replayDelivery(id: string, delivery: string) {
    const params = { path: { id, delivery } };
    return this.ask((api) => api.POST("/v1/webhooks/{id}/deliveries/{delivery}/replay", { params }));
  }

  /** How one can sign in: open to all. */
  signInMethods() {
    return this.ask((api) => api.GET("/v1/session/methods"));
  }

  /** In a browser: from then on its cookie stands for the token. */
  signIn(token: string) {
    return this.ask((api) => api.POST("/v1/session", { body: { token } }));
  }

  signOut() {
    return this.ask((api) => api.DELETE("/v1/session"));
  }

  /** Who asks: whose token, or whose session, this is. */
  me() {
    return this.ask((api) => api.GET("/v1/me"));
  }

  tokens() {
    return this.ask((api) => api.GET("/v1/tokens"));
  }

  createToken(request: CreateToken) {
    return this.ask((api) => api.POST("/v1/tokens", { body: request }));
  }

  rotateToken(id: string, request: RotateToken) {
    return this.ask((api) => api.POST("/v1/tokens/{id}/rotate", { params: idOf(id), body: request }));
  }

  revokeToken(id: string) {
    return this.ask((api) => api.DELETE("/v1/tokens/{id}", { params: idOf(id) }));
  }
}
