/** Bytes that linking may change, relative to where a relocation points: from (inclusive) to (exclusive). */
export type Extent = readonly [from: number, to: number];

const FOUR: Extent = [0, 4];
const EIGHT: Extent = [0, 8];

/*
 * Linkers change more than the field that a relocation names where they can make an instruction cheaper: a load from the
 * GOT becomes an address (System V ABI for x86-64, B.2), a call for a thread-local variable's address becomes plain
 * arithmetic (Drepper, "ELF Handling For Thread-Local Storage", 5). The extents cover those instructions whole.
 */
const X86_64: Readonly<Record<number, Extent>> = {
  1: EIGHT, // 64
  2: FOUR, // PC32
  3: FOUR, // GOT32
  4: FOUR, // PLT32
  9: [-3, 4], // GOTPCREL: mov → lea
  10: FOUR, // 32
  11: FOUR, // 32S
  12: [0, 2], // 16
  13: [0, 2], // PC16
  14: [0, 1], // 8
  15: [0, 1], // PC8
  17: EIGHT, // DTPOFF64
  18: EIGHT, // TPOFF64
  19: [-4, 12], // TLSGD, with the call behind it
  20: [-3, 10], // TLSLD, with the call behind it
  21: FOUR, // DTPOFF32
  22: [-3, 4], // GOTTPOFF: mov → mov, add → lea
  23: FOUR, // TPOFF32
  24: EIGHT, // PC64
  25: EIGHT, // GOTOFF64
  26: FOUR, // GOTPC32
  32: FOUR, // SIZE32
  33: EIGHT, // SIZE64
  34: [-3, 4], // GOTPC32_TLSDESC
  35: [0, 2], // TLSDESC_CALL: call → nop
  41: [-2, 4], // GOTPCRELX: call through the GOT → call and nop
  42: [-3, 4], // REX_GOTPCRELX
};

/** Instructions have four bytes and are changed as wholes (ELF for the Arm 64-bit Architecture, 5.7). */
const AARCH64: Readonly<Record<number, Extent>> = {
  257: EIGHT, // ABS64
  259: [0, 2], // ABS16
  260: EIGHT, // PREL64
  262: [0, 2], // PREL16
  514: [0, 12], // TLSGD_ADD_LO12_NC, with the call and the nop behind it
};

const EM = { x86_64: 62, aarch64: 183 } as const;

/** For machines and types that are not known here: rather too much than too little. */
const WIDE: Extent = [-4, 8];

/** What linking may change around a relocation. `machine` is `e_machine`. */
export function relocatedBytes(machine: number, type: number): Extent {
  if (machine === EM.x86_64) return X86_64[type] ?? WIDE;
  if (machine === EM.aarch64) return AARCH64[type] ?? FOUR;
  return WIDE;
}
