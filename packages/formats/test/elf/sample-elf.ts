/** What goes into a small ELF file that is made here, byte by byte, after the System V gABI. */
export interface ElfSample {
  readonly bits?: 32 | 64;
  readonly big?: boolean;
  readonly machine?: number;
  readonly type?: number;
  readonly interpreter?: string;
  readonly soname?: string;
  readonly needed?: readonly string[];
  readonly runpath?: string;
  readonly pie?: boolean;
  readonly symbols?: boolean;
  /** As a separate debug file has it: the sections of interpreter and dynamic table are there, but empty. */
  readonly hollow?: boolean;
}

const BASE = 0x10000;

/** Layout: header, program headers, interpreter, names, dynamic table, section headers. */
export function elfFile(sample: ElfSample = {}): Uint8Array {
  const wide = (sample.bits ?? 64) === 64;
  const little = sample.big !== true;
  const bytes = new Uint8Array(2048);
  const view = new DataView(bytes.buffer);
  const u16 = (at: number, value: number) => view.setUint16(at, value, little);
  const u32 = (at: number, value: number) => view.setUint32(at, value, little);
  const word = (at: number, value: number) => (wide ? view.setBigUint64(at, BigInt(value), little) : u32(at, value));
  const W = wide ? 8 : 4;
  const ascii = (text: string) => new TextEncoder().encode(text);

  const names = ["", sample.soname ?? "", sample.runpath ?? "", ...(sample.needed ?? [])];
  const offsets: number[] = [];
  let table = "";
  for (const name of names) {
    offsets.push(table.length);
    table += `${name}\0`;
  }
  const interpAt = 0x200;
  const interp = sample.interpreter === undefined ? "" : `${sample.interpreter}\0`;
  bytes.set(ascii(interp), interpAt);
  const namesAt = 0x280;
  bytes.set(ascii(table), namesAt);
  const dynamicAt = 0x400;
  const dynamic: [number, number][] = [[5, BASE + namesAt]];
  if (sample.soname !== undefined) dynamic.push([14, offsets[1]!]);
  if (sample.runpath !== undefined) dynamic.push([29, offsets[2]!]);
  for (const offset of offsets.slice(3)) dynamic.push([1, offset]);
  if (sample.pie === true) dynamic.push([0x6ffffffb, 0x08000001]);
  dynamic.push([0, 0]);
  for (const [index, [tag, value]] of dynamic.entries()) {
    word(dynamicAt + index * 2 * W, tag);
    word(dynamicAt + index * 2 * W + W, value);
  }
  const dynamicSize = dynamic.length * 2 * W;

  bytes.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1], 0);
  u16(16, sample.type ?? 3);
  u16(18, sample.machine ?? 62);
  const programs: [type: number, at: number, size: number][] = [[1, 0, 0x600]];
  if (interp !== "") programs.push([3, interpAt, interp.length]);
  programs.push([2, dynamicAt, dynamicSize]);
  const programsAt = wide ? 64 : 52;
  const programSize = wide ? 56 : 32;
  word(wide ? 32 : 28, programsAt);
  u16(wide ? 54 : 42, programSize);
  u16(wide ? 56 : 44, programs.length);
  for (const [index, [type, at, size]] of programs.entries()) {
    const start = programsAt + index * programSize;
    u32(start, type);
    word(start + (wide ? 8 : 4), at);
    word(start + (wide ? 16 : 8), BASE + at);
    word(start + (wide ? 32 : 16), size);
  }
  const kind = (usual: number) => (sample.hollow === true ? 8 : usual);
  const sections: [type: number, at: number, size: number][] = [
    [0, 0, 0],
    [kind(1), interpAt, interp.length],
    [kind(6), dynamicAt, dynamicSize],
    ...(sample.symbols === true ? [[2, 0, 24] as [number, number, number]] : []),
  ];
  const sectionsAt = 0x600;
  const sectionSize = wide ? 64 : 40;
  word(wide ? 40 : 32, sectionsAt);
  u16(wide ? 58 : 46, sectionSize);
  u16(wide ? 60 : 48, sections.length);
  for (const [index, [type, at, size]] of sections.entries()) {
    const start = sectionsAt + index * sectionSize;
    u32(start + 4, type);
    word(start + (wide ? 16 : 12), at === 0 ? 0 : BASE + at);
    word(start + (wide ? 24 : 16), at);
    word(start + (wide ? 32 : 20), size);
  }
  return bytes.subarray(0, sectionsAt + sections.length * sectionSize);
}
