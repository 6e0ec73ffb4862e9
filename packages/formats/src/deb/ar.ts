import { Fault, isFault } from "@ascent/core";
import { type ArMember, readAr } from "../archive/ar.ts";
import { type Bytes, collect } from "../archive/bytes.ts";

/** A Debian package taken apart; its two tars are still compressed as their names say (`.tar.gz`, `.tar.xz`, …). */
export interface Deb {
  readonly control: ArMember;
  readonly data: ArMember;
}

const decoder = new TextDecoder();

function corrupt(why: string): Fault {
  return new Fault("deb-corrupt", `this is no whole deb: ${why}`, {
    wayOut: "Fetch the package again; if it stays so, its repository is damaged.",
  });
}

function membersOf(bytes: Uint8Array): ArMember[] {
  try {
    return readAr(bytes);
  } catch (error) {
    throw isFault(error) ? corrupt(error.message) : error;
  }
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
  const [format, ...others] = membersOf(bytes);
  if (format?.name !== "debian-binary") throw corrupt("its first member is not debian-binary");
  const version = decoder.decode(format.bytes);
  if (!version.startsWith("2.")) throw corrupt(`its format is ${JSON.stringify(version.trim())}, not 2.0`);
  const [control, data] = others.filter(({ name }) => !name.startsWith("_"));
  return { control: needed(control, "control.tar"), data: needed(data, "data.tar") };
}
