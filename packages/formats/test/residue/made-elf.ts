/*
 * Relocatable objects, programs and static libraries made byte by byte (System V gABI, chapter 4; ar(5)), and a linker that
 * does what linkers do to the bytes of a section: put it somewhere and fill in its relocations.
 */

export interface MadeSymbol {
  readonly name: string;
  readonly at: number;
  readonly size: number;
  /** 1 object, 2 function. */
  readonly type?: number;
}

export interface MadeRelocation {
  readonly at: number;
  readonly type: number;
}

export interface MadeSection {
  readonly name: string;
  readonly type?: number;
  readonly flags?: number;
  readonly bytes: Uint8Array;
  readonly symbols?: readonly MadeSymbol[];
  readonly relocations?: readonly MadeRelocation[];
}

export interface MadeElf {
  /** 1 relocatable, 2 program. */
  readonly type: number;
  readonly machine?: number;
  readonly sections: readonly MadeSection[];
}

const encoder = new TextEncoder();
export const ascii = (text: string): Uint8Array => encoder.encode(text);

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

interface Header {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly bytes: Uint8Array;
  readonly link: number;
  readonly info: number;
}

/** 64 bits, little endian: sections one after another, then symbols, relocations and names, then the headers. */
export function madeElf({ type, machine = 62, sections }: MadeElf): Uint8Array {
  let strings = "\0";
  const stringAt = (text: string): number => {
    const at = strings.length;
    strings += `${text}\0`;
    return at;
  };
  const symbolRows = [new Uint8Array(24)];
  for (const [index, section] of sections.entries()) {
    for (const { name, at, size, type: kind = 2 } of section.symbols ?? []) {
      const row = new Uint8Array(24);
      const view = new DataView(row.buffer);
      view.setUint32(0, stringAt(name), true);
      row[4] = 0x10 | kind;
      view.setUint16(6, index + 1, true);
      view.setBigUint64(8, BigInt(at), true);
      view.setBigUint64(16, BigInt(size), true);
      symbolRows.push(row);
    }
  }
  const symtab = sections.length + 1;
  const headers: Header[] = sections.map((section) => ({
    name: section.name,
    type: section.type ?? 1,
    flags: section.flags ?? 0,
    bytes: section.bytes,
    link: 0,
    info: 0,
  }));
  headers.push({ name: ".symtab", type: 2, flags: 0, bytes: joined(...symbolRows), link: symtab + 1, info: 1 });
  headers.push({ name: ".strtab", type: 3, flags: 0, bytes: ascii(strings), link: 0, info: 0 });
  for (const [index, { name, relocations = [] }] of sections.entries()) {
    if (relocations.length === 0) continue;
    const bytes = new Uint8Array(relocations.length * 24);
    const view = new DataView(bytes.buffer);
    for (const [row, relocation] of relocations.entries()) {
      view.setBigUint64(row * 24, BigInt(relocation.at), true);
      view.setUint32(row * 24 + 8, relocation.type, true);
    }
    headers.push({ name: `.rela${name}`, type: 4, flags: 0, bytes, link: symtab, info: index + 1 });
  }
  return assembled(type, machine, headers);
}

function assembled(type: number, machine: number, headers: readonly Header[]): Uint8Array {
  let names = "\0";
  const nameOffsets = [...headers.map(({ name }) => name), ".shstrtab"].map((name) => {
    const at = names.length;
    names += `${name}\0`;
    return at;
  });
  const all = [...headers, { name: ".shstrtab", type: 3, flags: 0, bytes: ascii(names), link: 0, info: 0 }];
  let end = 64;
  const offsets = all.map(({ bytes }) => {
    const at = Math.ceil(end / 16) * 16;
    end = at + bytes.length;
    return at;
  });
  const headersAt = Math.ceil(end / 16) * 16;
  const file = new Uint8Array(headersAt + (all.length + 1) * 64);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, type, true);
  view.setUint16(18, machine, true);
  view.setBigUint64(40, BigInt(headersAt), true);
  view.setUint16(58, 64, true);
  view.setUint16(60, all.length + 1, true);
  view.setUint16(62, all.length, true);
  for (const [index, header] of all.entries()) {
    const at = headersAt + (index + 1) * 64;
    file.set(header.bytes, offsets[index]);
    view.setUint32(at, nameOffsets[index]!, true);
    view.setUint32(at + 4, header.type, true);
    view.setBigUint64(at + 8, BigInt(header.flags), true);
    view.setBigUint64(at + 24, BigInt(offsets[index]!), true);
    view.setBigUint64(at + 32, BigInt(header.bytes.length), true);
    view.setUint32(at + 40, header.link, true);
    view.setUint32(at + 44, header.info, true);
  }
  return file;
}

export const CODE = { flags: 2 + 4, name: ".text" } as const;
export const CONSTANTS = { flags: 2, name: ".rodata" } as const;
export const COMMENT = (text: string): MadeSection => ({ name: ".comment", bytes: ascii(`${text}\0`) });
/** Compilers leave tables for unwinding, hand-written assembly seldom does. */
export const UNWINDING: MadeSection = { name: ".eh_frame", flags: 2, bytes: new Uint8Array(8) };

export function buildIdNote(id: Uint8Array): MadeSection {
  const head = new Uint8Array(12);
  const view = new DataView(head.buffer);
  view.setUint32(0, 4, true);
  view.setUint32(4, id.length, true);
  view.setUint32(8, 3, true);
  return { name: ".note.gnu.build-id", type: 7, flags: 2, bytes: joined(head, ascii("GNU\0"), id) };
}

/** A static library as GNU ar writes it; names that do not fit into a header go into `//`. */
export function madeLibrary(members: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const long = Object.keys(members).filter((name) => name.length > 15);
  const names = long.map((name) => `${name}/\n`).join("");
  const header = (name: string, size: number): Uint8Array =>
    ascii(
      `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"644".padEnd(8)}${String(size).padEnd(10)}\`\n`,
    );
  const padded = (bytes: Uint8Array): Uint8Array => (bytes.length % 2 === 0 ? bytes : joined(bytes, ascii("\n")));
  const parts = [ascii("!<arch>\n"), header("/", 4), new Uint8Array(4)];
  if (names !== "") parts.push(header("//", names.length), padded(ascii(names)));
  for (const [name, bytes] of Object.entries(members)) {
    const at = names.indexOf(`${name}/\n`);
    parts.push(header(long.includes(name) ? `/${at}` : `${name}/`, bytes.length), padded(bytes));
  }
  return joined(...parts);
}

/** Fills in what relocations leave open: the bytes from `from` to `to` around each. */
export function linked(bytes: Uint8Array, places: Iterable<readonly [from: number, to: number]>): Uint8Array {
  const copy = bytes.slice();
  for (const [from, to] of places) for (let at = from; at < to; at++) copy[at] = (copy[at]! ^ 0x5a ^ at) & 0xff;
  return copy;
}

/** A static program with some code at some place, its other bytes being noise that repeats. */
export function madeProgram(code: Uint8Array, more: readonly MadeSection[] = []): Uint8Array {
  const before = Uint8Array.from({ length: 777 }, (_, index) => (index * 31) & 0xff);
  return madeElf({ type: 2, sections: [{ ...CODE, bytes: joined(before, code, before) }, ...more] });
}

/** Bytes that look like machine code: varied, always the same for a number. */
export function noise(size: number, start: number): Uint8Array {
  let state = start * 2654435761 + 1;
  return Uint8Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** The same program, its one segment being the whole file, and the place where some code stands in it its beginning. */
export function startingAt(program: Uint8Array, code: Uint8Array): Uint8Array {
  const at = Buffer.from(program).indexOf(code);
  const base = 0x400000;
  const table = program.length;
  const whole = joined(program, new Uint8Array(56));
  const view = new DataView(whole.buffer);
  view.setBigUint64(24, BigInt(base + at), true);
  view.setBigUint64(32, BigInt(table), true);
  view.setUint16(54, 56, true);
  view.setUint16(56, 1, true);
  view.setUint32(table, 1, true);
  view.setBigUint64(table + 16, BigInt(base), true);
  view.setBigUint64(table + 32, BigInt(program.length), true);
  return whole;
}
