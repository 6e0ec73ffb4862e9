import { Fault } from "@ascent/core";
import { type Bytes, collect } from "../archive/bytes.ts";

/** A member of an `ar` archive. */
export interface ArMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A Debian package taken apart; its two tars are still compressed as their names say (`.tar.gz`, `.tar.xz`, …). */
export interface Deb {
  readonly control: ArMember;
  readonly data: ArMember;
}

const MAGIC = "!<arch>\n";
const HEADER = 60;
const decoder = new TextDecoder("latin1");

function corrupt(why: string): Fault {
  return new Fault("deb-corrupt", `this is no whole deb: ${why}`, {
    wayOut: "Fetch the package again; if it stays so, its repository is damaged.",
  });
}

/** The common `ar` format (deb(5)): a header of 60 bytes per member, members padded to even lengths. */
function readAr(bytes: Uint8Array): ArMember[] {
  if (decoder.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw corrupt("it does not begin as an ar archive");
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
  // GNU ar ends names with a slash, dpkg does not.
  const name = header.slice(0, 16).trimEnd().replace(/\/$/, "");
  const size = header.slice(48, 58).trimEnd();
  if (!/^[0-9]+$/.test(size)) throw corrupt(`the size of its member "${name}" is "${size}"`);
  const start = at + HEADER;
  if (start + Number(size) > bytes.length) throw corrupt(`it ends inside its member "${name}"`);
  return { name, bytes: bytes.subarray(start, start + Number(size)) };
}

function needed(member: ArMember | undefined, prefix: string): ArMember {
  if (member?.name.startsWith(prefix) === true) return member;
  throw corrupt(`${prefix}… is not where it should be`);
}

/**
 * Takes a deb (format 2.0, deb(5)) apart: `debian-binary`, `control.tar…` and `data.tar…`, in this order; members whose
 * names begin with `_` may stand between. The tars are not decompressed here. Throws Fault "deb-corrupt".
 */
export async function readDeb(source: Uint8Array | Bytes): Promise<Deb> {
  const bytes = source instanceof Uint8Array ? source : await collect(source);
  const [format, ...others] = readAr(bytes);
  if (format?.name !== "debian-binary") throw corrupt("its first member is not debian-binary");
  const version = decoder.decode(format.bytes);
  if (!version.startsWith("2.")) throw corrupt(`its format is ${JSON.stringify(version.trim())}, not 2.0`);
  const [control, data] = others.filter(({ name }) => !name.startsWith("_"));
  return { control: needed(control, "control.tar"), data: needed(data, "data.tar") };
}
