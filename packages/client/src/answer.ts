import { ANSWERS, COMPONENTS } from "./generated/checks.ts";

/** Tells whether a value is what the document says, and where the last one that it was asked about is not. */
interface Check {
  (value: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly keyword: string }[] | null;
}

export type Checked<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: Error };

function checked<T>(check: Check | undefined, value: unknown): Checked<T> {
  if (check?.(value) === true) return { success: true, data: value as T };
  const [found] = check?.errors ?? [];
  const why =
    found === undefined ? "the document has no such answer" : `${found.instancePath || "/"}: ${found.keyword}`;
  return { success: false, error: new Error(why) };
}

/** `value` when it is what the OpenAPI document says of a component; else where it is not (JSON Pointer: keyword). */
export function checkComponent<T>(name: keyof typeof COMPONENTS, value: unknown): Checked<T> {
  return checked(COMPONENTS[name], value);
}

/** The same of the JSON that an operation answers with, such as `GET /v1/runs/{id} 200`. */
export function checkAnswer<T>(operation: string, value: unknown): Checked<T> {
  return checked((ANSWERS as Readonly<Record<string, Check>>)[operation], value);
}
