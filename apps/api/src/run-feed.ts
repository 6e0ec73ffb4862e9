import type { LedgerReader, RunEvent } from "@ascent/engine";
import { eventFrame, pause } from "./sse.ts";
import { eventView } from "./views.ts";

const POLL_MS = 200;
const BATCH = 500;
/** Events that are kept for those who keep up; whoever is further behind reads the ledger by itself. */
const KEPT = 1_000;

type FeedLedger = Pick<LedgerReader, "run" | "runVersion" | "events">;

/** An event as it goes out, the same bytes to everybody. */
export interface Frame {
  readonly sequence: number;
  /** Of events of a build. */
  readonly buildId: string | undefined;
  readonly bytes: Buffer;
}

/** One reader of the ledger per run that is watched, however many watch it. */
export class RunFeeds {
  readonly #ledger: FeedLedger;
  readonly #feeds = new Map<string, RunFeed>();

  constructor(ledger: FeedLedger) {
    this.#ledger = ledger;
  }

  /** Reads the run for as long as anybody watches it. */
  async watch<T>(runId: string, work: (feed: RunFeed) => Promise<T>): Promise<T> {
    const feed = this.#feeds.get(runId) ?? new RunFeed(this.#ledger, runId, () => this.#forget(runId, feed));
    this.#feeds.set(runId, feed);
    feed.enter();
    try {
      await feed.begun;
      return await work(feed);
    } finally {
      feed.leave();
    }
  }

  #forget(runId: string, feed: RunFeed): void {
    if (this.#feeds.get(runId) === feed) this.#feeds.delete(runId);
  }
}

/**
 *   begin ──► reading ──► closed      (the last watcher left, or the ledger cannot be read: then every watcher is told)
 *
 * Watchers have a place of their own each: a slow one holds up nobody, and nothing is kept for it but these last frames.
 */
export class RunFeed {
  /** Resolves when it is known from where on this feed has the events. */
  readonly begun: Promise<void>;
  readonly #ledger: FeedLedger;
  readonly #runId: string;
  readonly #onClose: () => void;
  readonly #closed = new AbortController();
  readonly #waiting = new Set<() => void>();
  #watchers = 0;
  #frames: Frame[] = [];
  /** Everything up to this number was read or was there before. */
  #last = 0;
  /** The run is over, and this was its last event. */
  #end: number | undefined;
  #trouble: unknown;

  constructor(ledger: FeedLedger, runId: string, onClose: () => void) {
    this.#ledger = ledger;
    this.#runId = runId;
    this.#onClose = onClose;
    this.begun = this.#begin();
    this.begun.catch(() => undefined);
  }

  enter(): void {
    this.#watchers += 1;
  }

  leave(): void {
    this.#watchers -= 1;
    if (this.#watchers === 0) this.#close();
  }

  /** What comes after event number `after`, if it is still kept; else from the ledger. Empty: nothing yet. */
  async after(after: number): Promise<readonly Frame[]> {
    if (this.#trouble !== undefined) throw this.#trouble;
    if (after >= this.#last) return [];
    const first = this.#frames[0]?.sequence ?? this.#last + 1;
    if (after >= first - 1) return this.#frames.slice(after - first + 1);
    return (await this.#ledger.events(this.#runId, after, BATCH)).map(frameOf);
  }

  /** The run is over and all of it was seen. */
  isEnd(after: number): boolean {
    return this.#end !== undefined && after >= this.#end;
  }

  /** Resolves when there is something after event number `after`, at once if there is already, or when the signal aborts. */
  changed(after: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const isNews = after < this.#last || this.isEnd(after) || this.#closed.signal.aborted;
      if (isNews || signal.aborted) return done();
      this.#waiting.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  async #begin(): Promise<void> {
    try {
      this.#last = (await this.#ledger.runVersion(this.#runId)) ?? 0;
    } catch (error) {
      this.#close();
      throw error;
    }
    void this.#read();
  }

  async #read(): Promise<void> {
    try {
      while (!this.#closed.signal.aborted) await this.#look();
    } catch (error) {
      this.#trouble = error;
      this.#close();
    }
  }

  async #look(): Promise<void> {
    // Asked before the events are read: what is over by then has its last event among them.
    const over = await this.#isOver();
    const events = await this.#ledger.events(this.#runId, this.#last, BATCH);
    const last = events.at(-1)?.sequence ?? this.#last;
    const end = over && events.length === 0 ? last : undefined;
    const isNews = events.length > 0 || end !== this.#end;
    this.#frames = [...this.#frames, ...events.map(frameOf)].slice(-KEPT);
    this.#last = last;
    this.#end = end;
    if (isNews) this.#wake();
    if (events.length === 0) await pause(POLL_MS, this.#closed.signal);
  }

  async #isOver(): Promise<boolean> {
    const run = await this.#ledger.run(this.#runId);
    return run === undefined || run.finishedAt !== undefined;
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }

  #close(): void {
    this.#closed.abort();
    this.#onClose();
    this.#wake();
  }
}

function frameOf(event: RunEvent): Frame {
  const { buildId } = event.data;
  const bytes = eventFrame({ id: String(event.sequence), type: event.type, data: eventView(event) });
  return { sequence: event.sequence, buildId: typeof buildId === "string" ? buildId : undefined, bytes };
}
