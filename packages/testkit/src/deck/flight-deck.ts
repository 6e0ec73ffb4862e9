import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "@ascent/core";
import {
  type AccessLedger,
  type Clock,
  type ErrandQueue,
  type Ids,
  type JobQueue,
  type Ledger,
  type LedgerReader,
  type Log,
  type RunRecord,
  reconcile,
  type SecretBox,
  type SeedProvider,
  type StartedRun,
  type StartRequest,
  startRun,
  startWorker,
  type WebhookPoster,
  type WorkerPorts,
} from "@ascent/engine";
import { createFakeAccess } from "../access/index.ts";
import { createFakeBuilder, type FakeBuilder, type FakeBuilderOptions } from "../builder/index.ts";
import { moment } from "../data/index.ts";
import { memoryErrands } from "../errands/index.ts";
import { createFakeLedger } from "../ledger/index.ts";
import { memoryQueue, type RecordedLog, recordedLog } from "../queue/index.ts";
import { type FakeSeeds, fakeSeeds, type TestApk, testApk, testKey } from "../seeds/index.ts";
import { type MemorySources, memorySources } from "../sources/index.ts";
import { type MemoryStore, memoryStore } from "../store/index.ts";
import { fakePoster, memorySecretBox } from "../webhooks/index.ts";
import { type MemoryBlueprints, memoryBlueprints, sampleBlueprint } from "./memory-blueprints.ts";
import { type MemoryAttester, type MemoryKeys, memoryAttester, memoryKeys } from "./memory-keys.ts";

export interface ManualClock extends Clock {
  advance(seconds: number): void;
}

/** Stands still until it is told to go on. */
export function manualClock(): ManualClock {
  let now = moment();
  return {
    now: () => now,
    advance(seconds) {
      now = new Date(now.getTime() + seconds * 1000);
    },
  };
}

/** Seeds by name in front of fake ones: what is in `down` cannot be reached. */
export interface DeckSeeds extends SeedProvider {
  readonly inner: FakeSeeds;
  readonly down: Set<string>;
  /** Names of the seeds that were tried, in order. */
  readonly tried: string[];
}

/** All that the engine needs, in memory, with everything in reach of a test. */
export interface Deck {
  readonly ledger: Ledger & LedgerReader;
  readonly access: AccessLedger;
  readonly queue: JobQueue;
  readonly errands: ErrandQueue;
  readonly poster: WebhookPoster;
  readonly secretBox: SecretBox;
  readonly store: MemoryStore;
  readonly blueprints: MemoryBlueprints;
  readonly seeds: DeckSeeds;
  readonly sources: MemorySources;
  readonly builder: FakeBuilder;
  readonly keys: MemoryKeys;
  readonly attester: MemoryAttester;
  readonly clock: ManualClock;
  readonly ids: Ids;
  readonly log: RecordedLog;
  /** The ports of a worker of that name. */
  worker(name: string, stopping?: AbortSignal): WorkerPorts;
  /** Starts a run of the sample blueprint, which has no defects. */
  start(request?: Partial<StartRequest>): Promise<StartedRun>;
  /** Works with one worker, time passing whenever nothing else happens, until the run is over. */
  fly(runId: string, jobs?: number): Promise<RunRecord>;
}

export interface DeckOptions {
  readonly clock?: ManualClock;
  readonly ledger?: Ledger & LedgerReader;
  readonly access?: AccessLedger;
  readonly queue?: JobQueue;
  readonly errands?: ErrandQueue;
  readonly poster?: WebhookPoster;
  readonly secretBox?: SecretBox;
  readonly store?: MemoryStore;
  readonly blueprint?: Readonly<Record<string, string>>;
  readonly builder?: Omit<FakeBuilderOptions, "store">;
}

let packages: Promise<readonly TestApk[]> | undefined;

/** The same bytes in every deck: what is made of them can be compared. */
function seedPackages(): Promise<readonly TestApk[]> {
  const { signer } = testKey("seed.rsa.pub");
  packages ??= Promise.all(["gcc", "make"].map((name) => testApk({ name }, signer)));
  return packages;
}

export async function flightDeck(options: DeckOptions = {}): Promise<Deck> {
  const clock = options.clock ?? manualClock();
  const store = options.store ?? memoryStore();
  const ids = { uuid: () => randomUUID() };
  const shared = {
    ledger: options.ledger ?? createFakeLedger({ clock, ids }),
    access: options.access ?? createFakeAccess(),
    queue: options.queue ?? memoryQueue(),
    errands: options.errands ?? memoryErrands(),
    poster: options.poster ?? fakePoster(),
    secretBox: options.secretBox ?? memorySecretBox(),
    store,
    blueprints: memoryBlueprints({ sample: options.blueprint ?? sampleBlueprint() }),
    seeds: deckSeeds(fakeSeeds(store, await seedPackages())),
    sources: memorySources(store),
    builder: createFakeBuilder({ store, ...options.builder }),
    keys: memoryKeys(),
    attester: memoryAttester(),
    clock,
    ids,
    log: recordedLog(),
  };
  const worker = (name: string, stopping = new AbortController().signal): WorkerPorts => {
    return { ...shared, worker: name, host: "test", arch: "x86_64", jobs: 1, parallelism: 1, stopping };
  };
  return {
    ...shared,
    worker,
    async start(request) {
      const started = await startRun(shared, { blueprint: "sample", requestedBy: "test", ...request });
      if (!started.ok) throw new Error(JSON.stringify(started.defects));
      return started.value;
    },
    fly: (runId, jobs = 1) => fly({ ...shared, clock }, { ...worker("w1"), jobs }, runId),
  };
}

function deckSeeds(inner: FakeSeeds): DeckSeeds {
  const seeds: DeckSeeds = {
    inner,
    down: new Set(),
    tried: [],
    async acquire(request) {
      const { name } = request.seed;
      seeds.tried.push(name);
      if (!seeds.down.has(name)) return inner.acquire(request);
      throw new Fault("seed-unreachable", `${name}'s mirror does not answer`, { retryable: true });
    },
    forget: (request) => inner.forget(request),
  };
  return seeds;
}

interface Sky {
  readonly ledger: Ledger & LedgerReader;
  readonly queue: JobQueue;
  readonly clock: ManualClock;
  readonly log: Log;
}

async function fly(sky: Sky, ports: WorkerPorts, runId: string): Promise<RunRecord> {
  const working = await startWorker(ports);
  try {
    for (let idle = 0; idle < 100; idle += 1) {
      await reconcile(ports);
      await untilQuiet(sky.queue);
      const run = await sky.ledger.run(runId);
      if (run?.finishedAt !== undefined) return run;
      // Nothing left to do but wait: for a retry's time, for a message to be sent again, for a lease to run out.
      sky.clock.advance(5);
    }
    throw new Error(`run ${runId} does not end`);
  } finally {
    await working.drain();
  }
}

/** Until no job waits or runs. */
export async function untilQuiet(queue: JobQueue): Promise<void> {
  for (;;) {
    const { waiting, active } = await queue.depth("x86_64");
    if (waiting + active === 0) return;
    await sleep(1);
  }
}
