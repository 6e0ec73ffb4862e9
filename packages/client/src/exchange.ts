import createClient, { type Client as Api, type Middleware } from "openapi-fetch";
import { checkAnswer, checkComponent } from "./answer.ts";
import { ApiFault } from "./api-fault.ts";
import type { Problem, paths } from "./generated/api.ts";

/** Where a service is, and the right to use it. */
export interface Endpoint {
  /** `http://127.0.0.1:7070`, without a slash at the end. */
  readonly url: string;
  /** Absent: in a browser, where the cookie of a session says who asks. */
  readonly token?: string;
}

/** The operations of the OpenAPI document, typed by it. */
export type Operations = Api<paths>;

type Asked<T> = Promise<{ readonly data?: T; readonly response: Response }>;

export type Asking<T> = (operations: Operations) => Asked<T>;

/** The parameters of what has its id in its path. */
export const idOf = (id: string) => ({ path: { id } });

/** One request and its answer. */
export class Exchange {
  readonly #endpoint: Endpoint;
  /** Such as `GET /v1/runs/{id} 200`; undefined until it is answered. */
  #operation: string | undefined;
  #status = 0;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** The JSON that was asked for, after a look at whether it is what the document says. */
  async json<T>(ask: Asking<T>): Promise<T> {
    const { data } = await this.answer(ask);
    const checked = checkAnswer<T>(this.#operation ?? "", data);
    if (checked.success) return checked.data;
    throw ApiFault.unreadable(this.#endpoint.url, this.#status, checked.error);
  }

  /** The answer as it is. Throws ApiFault. */
  async answer<T>(ask: Asking<T>): Asked<T> {
    const { url: baseUrl, token } = this.#endpoint;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const operations = createClient<paths>({ baseUrl, headers, credentials: "same-origin" });
    operations.use(this.#ears());
    try {
      return await ask(operations);
    } catch (cause) {
      // What was answered is no JSON.
      throw cause instanceof SyntaxError ? ApiFault.unreadable(baseUrl, this.#status, cause) : cause;
    }
  }

  #ears(): Middleware {
    return {
      onError: ({ request, error }) => {
        if (request.signal.aborted) throw error;
        throw ApiFault.unreachable(this.#endpoint.url, error);
      },
      onResponse: async ({ request, response, schemaPath }) => {
        this.#status = response.status;
        this.#operation = `${request.method} ${schemaPath} ${response.status}`;
        if (!response.ok) throw await this.#refusal(response);
      },
    };
  }

  async #refusal(response: Response): Promise<ApiFault> {
    const problem = checkComponent<Problem>("Problem", await response.json().catch(() => undefined));
    return problem.success ? ApiFault.of(problem.data) : ApiFault.unreadable(this.#endpoint.url, response.status);
  }
}
