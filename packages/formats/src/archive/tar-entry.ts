export const ENTRY_TYPES = ["file", "directory", "symlink", "hardlink", "character", "block", "fifo"] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/** One entry of an archive that is being read. */
export interface TarEntry {
  /** As the archive has it: see `safePath` and `createEntryGuard` before using it. */
  readonly path: string;
  readonly type: EntryType;
  /** Permission bits, with set-uid, set-gid and sticky. */
  readonly mode: number;
  /** Bytes of content. */
  readonly size: number;
  /** Of symbolic and hard links, as the archive has it. */
  readonly linkTarget?: string;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Numbers of user and group: `0:0`. */
  readonly owner: string;
  /** PAX records that belong to this entry; values are decoded as UTF-8. */
  readonly pax: Readonly<Record<string, string>>;
  /**
   * The bytes, to be read before the next entry is asked for, wholly, partly or not at all.
   * Afterwards reading throws Fault "archive-entry-passed".
   */
  readonly content: AsyncIterable<Uint8Array>;
}

/** One entry of an archive to be written. */
export interface TarInput {
  /** Relative, `/`-separated, without `/` at the end. */
  readonly path: string;
  readonly type: Exclude<EntryType, "character" | "block" | "fifo">;
  /** Permission bits, with set-uid, set-gid and sticky. */
  readonly mode: number;
  /** Whole seconds since 1970. */
  readonly mtime: number;
  /** Bytes of content; needed where `content` is a stream. */
  readonly size?: number;
  readonly linkTarget?: string;
  /** Additional PAX records; bytes go in as they are (extended attributes are binary). */
  readonly pax?: Readonly<Record<string, string | Uint8Array>>;
  readonly content?: Uint8Array | AsyncIterable<Uint8Array>;
}
