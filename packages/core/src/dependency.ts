/** apk's version operators; `~` is fuzzy: the written parts agree. */
export type Relation = "=" | "<" | "<=" | ">" | ">=" | "~" | "<~" | ">~";

/** A dependency atom: `name`, `name>=1.2`, `so:libz.so.1`, `!name`, `name@tag`. */
export interface Dependency {
  /** With its kind, when it has one: `cmd:sed`, `pc:zlib`, `so:libz.so.1`. */
  readonly name: string;
  readonly constraint?: { readonly relation: Relation; readonly version: string };
  /** `!name`: must not be installed. */
  readonly conflict: boolean;
  /** `name@tag`: only from the repository with this tag. */
  readonly tag?: string;
}

/** `name` or `name=version`: an unversioned provision satisfies only atoms without a constraint. */
export interface Provision {
  readonly name: string;
  readonly version?: string;
}
