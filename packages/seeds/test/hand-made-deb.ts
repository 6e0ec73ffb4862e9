import { collect, concat, gzip, type TarInput, writeTar } from "@ascent/formats";
import { type Header, pack } from "tar-stream";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A member of an ar archive (deb(5)): a header of 60 bytes, padded to even length. */
function member(name: string, content: Uint8Array): Uint8Array {
  const header = `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"100644".padEnd(8)}`;
  const size = `${String(content.length).padEnd(10)}\`\n`;
  return concat([bytes(header), bytes(size), content, bytes(content.length % 2 === 1 ? "\n" : "")]);
}

export interface HandMade {
  readonly name?: string;
  /** Further fields of the control stanza, each with its line break. */
  readonly control?: string;
  readonly entries?: readonly TarInput[];
  /** Entries that no honest writer makes: devices, set-uid bits, strange links. */
  readonly raw?: readonly (Partial<Header> & { readonly name: string; readonly content?: string })[];
}

async function rawTar(entries: NonNullable<HandMade["raw"]>): Promise<Uint8Array> {
  const tar = pack();
  for (const { content, ...header } of entries) tar.entry({ mtime: new Date(0), ...header }, content ?? "");
  tar.finalize();
  return collect(tar as AsyncIterable<Uint8Array>);
}

/** A deb made byte by byte, so that it can hold what dpkg-deb would never put into one. */
export async function handMadeDeb(wanted: HandMade): Promise<Uint8Array> {
  const fields = `Package: ${wanted.name ?? "trial"}\nVersion: 1:2.0-3\nArchitecture: amd64\nDescription: a trial\n${wanted.control ?? ""}`;
  const control = { path: "./control", type: "file", mode: 0o644, mtime: 0, content: bytes(fields) } as const;
  const data = wanted.raw === undefined ? await collect(writeTar(wanted.entries ?? [])) : await rawTar(wanted.raw);
  return concat([
    bytes("!<arch>\n"),
    member("debian-binary", bytes("2.0\n")),
    member("control.tar.gz", await collect(gzip(writeTar([control])))),
    member("data.tar", data),
  ]);
}
