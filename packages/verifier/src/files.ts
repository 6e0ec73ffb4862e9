/** The files of an export, wherever they are; paths as in `proof.json`. */
export interface ProofFiles {
  /** Every file there is, in any order; a link, a device and the like are listed too, and refused when read. */
  list(): Promise<readonly string[]>;
  /**
   * The bytes as they come, at most `limit` + 1 of them. Throws Fault "proof-file-missing", or "proof-file-strange" for what is
   * no regular file or lies outside of the export.
   */
  read(path: string, limit: number): AsyncIterable<Uint8Array>;
}
