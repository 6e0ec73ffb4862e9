import { Fault } from "@ascent/core";

/** A member of an `ar` archive. */
export interface ArMember {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where its bytes begin in the archive. */
  readonly offset: number;
}

const MAGIC = "!<arch>\n";
const HEADER = 60;
const decoder = new TextDecoder("latin1");

function corrupt(why: string): Fault {
  return new Fault("ar-corrupt", `the ar archive is damaged: ${why}`);
}

export function isAr(bytes: Uint8Array): boolean {
  return decoder.decode(bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/**
 * Reads the common `ar` format: a header of 60 bytes per member, members padded to even lengths. Names are those in the
 * headers, without the slash that GNU ends them with; see `libraryMembers` for names that do not fit there.
 * Throws Fault "ar-corrupt".
 */
export function readAr(bytes: Uint8Array): ArMember[] {
  if (!isAr(bytes)) throw corrupt("it does not begin as an ar archive");
  const members: ArMember[] = [];
  let at = MAGIC.length;
  while (at < bytes.length) {
    const member = readMember(bytes, at);
    members.push(member);
    at += HEADER + member.bytes.length + (member.bytes.length % 2);
  }
  return members;
}

function readMember(bytes: Uint8Array, at: number): ArMember {
  if (at + HEADER > bytes.length) throw corrupt("it ends inside the header of a member");
  const header = decoder.decode(bytes.subarray(at, at + HEADER));
  if (!header.endsWith("`\n")) throw corrupt(`the member header at byte ${at} has no end mark`);
  const name = header.slice(0, 16).trimEnd();
  const size = header.slice(48, 58).trimEnd();
  if (!/^[0-9]+$/.test(size)) throw corrupt(`the size of its member "${name}" is "${size}"`);
  const offset = at + HEADER;
  if (offset + Number(size) > bytes.length) throw corrupt(`it ends inside its member "${name}"`);
  return { name: name.replace(/(?<=[^/])\/$/, ""), bytes: bytes.subarray(offset, offset + Number(size)), offset };
}

/** Symbol tables: GNU's, its 64-bit form, and BSD's. */
const TABLES: ReadonlySet<string> = new Set(["/", "/SYM64", "/SYM64/", "__.SYMDEF", "__.SYMDEF SORTED"]);

/**
 * The objects of a static library by their real names: GNU keeps long ones in a member of their own (`//`, referred to as
 * `/123`), BSD in front of the content (`#1/20`). Symbol tables are left out. Throws Fault "ar-corrupt".
 */
export function libraryMembers(bytes: Uint8Array): ArMember[] {
  const members = readAr(bytes);
  const long = members.find(({ name }) => name === "//");
  const names = long === undefined ? "" : decoder.decode(long.bytes);
  const named = members.map((member) => withRealName(member, names));
  return named.filter(({ name }) => name !== "//" && !TABLES.has(name));
}

function withRealName(member: ArMember, names: string): ArMember {
  const [, gnu] = /^\/([0-9]+)$/.exec(member.name) ?? [];
  if (gnu !== undefined) {
    const [name = ""] = names.slice(Number(gnu), Number(gnu) + 4096).split(/\/?\n/, 1);
    return { ...member, name };
  }
  const [, bsd] = /^#1\/([0-9]+)$/.exec(member.name) ?? [];
  if (bsd === undefined) return member;
  const size = Math.min(Number(bsd), member.bytes.length);
  const name = decoder.decode(member.bytes.subarray(0, size)).replace(/\0.*$/s, "");
  return { name, bytes: member.bytes.subarray(size), offset: member.offset + size };
}
