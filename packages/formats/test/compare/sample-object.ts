/** A relocatable object for x86_64 with one section of code and its functions (System V gABI, chapter 4). */
export interface ObjectSample {
  readonly code: Uint8Array;
  /** Name → where it begins in the code, and its bytes. */
  readonly functions: Readonly<Record<string, readonly [at: number, size: number]>>;
  readonly comment?: string;
}

interface Made {
  readonly name: string;
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly link?: number;
  readonly entrySize?: number;
}

export function objectFile({ code, functions, comment = "" }: ObjectSample): Uint8Array {
  const names = `\0${Object.keys(functions).join("\0")}\0`;
  const symbols = new Uint8Array(24 * (Object.keys(functions).length + 1));
  const view = new DataView(symbols.buffer);
  Object.entries(functions).forEach(([name, [at, size]], index) => {
    const entry = 24 * (index + 1);
    view.setUint32(entry, names.indexOf(`\0${name}\0`) + 1, true);
    view.setUint8(entry + 4, 0x12);
    view.setUint16(entry + 6, 1, true);
    view.setBigUint64(entry + 8, BigInt(at), true);
    view.setBigUint64(entry + 16, BigInt(size), true);
  });
  return assemble([
    { name: ".text", type: 1, bytes: code },
    { name: ".comment", type: 1, bytes: Buffer.from(`${comment}\0`) },
    { name: ".symtab", type: 2, bytes: symbols, link: 4, entrySize: 24 },
    { name: ".strtab", type: 3, bytes: Buffer.from(names) },
  ]);
}

function assemble(parts: readonly Made[]): Uint8Array {
  const all = [...parts, { name: ".shstrtab", type: 3, bytes: new Uint8Array() }];
  const names = `\0${all.map(({ name }) => name).join("\0")}\0`;
  const contents = all.map((part) => (part.name === ".shstrtab" ? Buffer.from(names) : Buffer.from(part.bytes)));
  const header = Buffer.alloc(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(1, 16);
  header.writeUInt16LE(62, 18);
  const tableAt = 64 + contents.reduce((sum, { length }) => sum + length, 0);
  header.writeBigUInt64LE(BigInt(tableAt), 40);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(all.length + 1, 60);
  header.writeUInt16LE(all.length, 62);
  const table = Buffer.alloc(64 * (all.length + 1));
  let at = 64;
  all.forEach((part: Made, index) => {
    const entry = 64 * (index + 1);
    table.writeUInt32LE(names.indexOf(`\0${part.name}\0`) + 1, entry);
    table.writeUInt32LE(part.type, entry + 4);
    table.writeBigUInt64LE(BigInt(at), entry + 24);
    table.writeBigUInt64LE(BigInt(contents[index]?.length ?? 0), entry + 32);
    table.writeUInt32LE(part.link ?? 0, entry + 40);
    table.writeBigUInt64LE(BigInt(part.entrySize ?? 0), entry + 56);
    at += contents[index]?.length ?? 0;
  });
  return Buffer.concat([header, ...contents, table]);
}

/** A static library as GNU ar writes it. */
export function library(members: Readonly<Record<string, Uint8Array>>, time = "0"): Uint8Array {
  const parts = Object.entries(members).flatMap(([name, bytes]) => {
    const fields = [`${name}/`.padEnd(16), time.padEnd(12), "0".padEnd(6), "0".padEnd(6), "644".padEnd(8)];
    const head = `${fields.join("")}${String(bytes.length).padEnd(10)}\`\n`;
    return [Buffer.from(head), Buffer.from(bytes), Buffer.from(bytes.length % 2 === 1 ? "\n" : "")];
  });
  return Buffer.concat([Buffer.from("!<arch>\n"), ...parts]);
}
