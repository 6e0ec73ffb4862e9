import { ApiFault, type BuildDetailView, type Client, type LogPart } from "@ascent/client";
import { expect, test } from "vitest";
import { followLog } from "../src/view/follow-log.ts";

type Connection = (after: string | undefined) => AsyncGenerator<LogPart>;

/** A service whose connections go as told, one after the other, and whose build then is in this state. */
function service(connections: Connection[], build: { state: BuildDetailView["state"]; attempt: number }) {
  const asked: (string | undefined)[] = [];
  const client = {
    build: async () => build as BuildDetailView,
    logParts(_id: string, after: string | undefined) {
      asked.push(after);
      return connections.shift()!(after);
    },
  } as unknown as Client;
  return { client, asked, build };
}

async function* says(...parts: LogPart[]): AsyncGenerator<LogPart> {
  yield* parts;
}

async function all(client: Client, signal = new AbortController().signal): Promise<string> {
  let text = "";
  for await (const part of followLog(client, "b1", signal)) text += part;
  return text;
}

test("a log that is followed goes on behind its last part when the connection breaks", async () => {
  const { client, asked } = service(
    [
      async function* () {
        yield { id: "1.1", text: "one\n" };
        throw ApiFault.unreachable("http://127.0.0.1:1", new Error("gone"));
      },
      () => says({ id: "1.2", text: "two\n" }),
    ],
    { state: "done", attempt: 1 },
  );
  expect(await all(client)).toBe("one\ntwo\n");
  expect(asked).toEqual([undefined, "1.1"]);
});

test("a service that stops in good order does not end a log whose build goes on", async () => {
  const { client, asked, build } = service(
    [
      () => says({ id: "1.1", text: "one\n" }),
      async function* () {
        build.state = "failed";
        yield { id: "1.2", text: "two\n" };
      },
    ],
    { state: "building", attempt: 1 },
  );
  expect(await all(client)).toBe("one\ntwo\n");
  expect(asked).toEqual([undefined, "1.1"]);
});

test("following ends with its attempt, though another one has begun", async () => {
  const { client, asked } = service([() => says({ id: "1.1", text: "one\n" })], { state: "building", attempt: 2 });
  expect(await all(client)).toBe("one\n");
  expect(asked).toHaveLength(1);
});

test("a refusal is told and not asked again", async () => {
  const refusal = new ApiFault({ code: "build-unknown", message: "there is no build b1", status: 404 });
  const refused = async function* () {
    yield* says();
    throw refusal;
  };
  await expect(all(service([refused], { state: "done", attempt: 1 }).client)).rejects.toBe(refusal);
});

test("whoever leaves while nobody answers is let go", async () => {
  const leaving = new AbortController();
  const broken: Connection = async function* () {
    leaving.abort();
    yield* says();
    throw ApiFault.unreachable("http://127.0.0.1:1", new Error("gone"));
  };
  expect(await all(service([broken], { state: "building", attempt: 1 }).client, leaving.signal)).toBe("");
});
