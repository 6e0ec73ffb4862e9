import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { homeLayout, readConfig } from "@ascent/config";
import { Fault } from "@ascent/core";
import type { KeyRecord } from "@ascent/engine";
import { createDirectoryKeys, type DirectoryKeys, type KeyPurpose } from "@ascent/keyring";
import type { Command } from "commander";
import { print, printJson } from "../tell.ts";
import { keyLines } from "../view/keys-view.ts";
import { terminalPaint } from "../view/paint.ts";

interface Options {
  readonly json?: boolean;
}

const ROTATE = `
A key is named by its stage (\`final\`, \`seed_debian\`), as \`builder\`, or by its file name. The old private part is gone
afterwards; its public part stays, so what it signed can still be checked. Nothing is built again: build keys do not
count signatures. Running workers sign with the new key from their next signature on.

Examples:
  ascent keys rotate builder
  ascent keys rotate final
  ascent keys rotate                  every key`;

/** `keys`, `keys rotate`, `keys export`: works on this host's data directory and needs no service. */
export function addKeys(program: Command): void {
  const keys = program.command("keys").description("the keys that this installation signs with");
  addList(keys);
  addRotate(keys);
  addExport(keys);
}

function addList(keys: Command): void {
  keys
    .command("list", { isDefault: true })
    .description("every key that signs or ever signed, with its fingerprint")
    .option("--json", "tell it as JSON")
    .action(async ({ json }: Options) => {
      const records = await (await openKeys()).publicKeys();
      if (json === true) return printJson(records);
      print(
        records.length === 0
          ? "no key yet: each is made when it is first needed"
          : keyLines(records, terminalPaint(process.stdout)).join("\n"),
      );
    });
}

function addRotate(keys: Command): void {
  keys
    .command("rotate")
    .argument("[key]", "a stage, `builder`, or a key's file name (default: every key)")
    .description("put a new key in the place of one that signs now")
    .option("--json", "tell it as JSON")
    .addHelpText("after", ROTATE)
    .action(async (named: string | undefined, { json }: Options) => {
      const keys = await openKeys();
      const rotated = [];
      for (const purpose of await chosen(keys, named)) rotated.push(await keys.rotate(purpose));
      if (json === true) return printJson(rotated);
      for (const { retired, active } of rotated) print(`${retired.name} is retired; ${active.name} signs from now on`);
    });
}

function addExport(keys: Command): void {
  keys
    .command("export")
    .argument("<dir>", "where to; made when it is not there")
    .description("write the public parts of all keys, retired ones included, and a list of them (keys.json)")
    .addHelpText("after", "\nExample:\n  ascent keys export public-keys && cp public-keys/*.rsa.pub /etc/apk/keys/")
    .action(async (directory: string) => {
      const records = await (await openKeys()).publicKeys();
      const root = resolve(directory);
      await mkdir(root, { recursive: true });
      for (const { name, pem } of records) await writeFile(join(root, name), pem);
      const list = records.map(({ pem: _inItsOwnFile, ...record }) => record);
      await writeFile(join(root, "keys.json"), `${JSON.stringify(list, undefined, 2)}\n`);
      print(`${records.length} public keys in ${root}`);
    });
}

function openKeys(): Promise<DirectoryKeys> {
  return createDirectoryKeys(homeLayout(readConfig(process.env).home).keys);
}

/** What signs now and is meant. Throws Fault "key-unknown". */
async function chosen(keys: DirectoryKeys, named: string | undefined): Promise<readonly KeyPurpose[]> {
  const active = (await keys.publicKeys()).filter(({ state }) => state === "active");
  const meant = named === undefined ? active : active.filter((key) => isNamed(key, named));
  if (meant.length > 0) return meant.map(purposeOf);
  const known = active.map(({ kind, stage }) => (kind === "builder" ? kind : (stage ?? kind)));
  throw new Fault(
    "key-unknown",
    named === undefined ? "there is no key yet" : `no key that signs is called "${named}"`,
    {
      wayOut: known.length === 0 ? "Keys are made when they are first needed." : `There are: ${known.join(", ")}.`,
    },
  );
}

/** A stage may be called "builder", too: its key then goes by its file name. */
function isNamed({ kind, stage, name }: KeyRecord, named: string): boolean {
  if (name === named) return true;
  return kind === "builder" ? named === "builder" : stage === named && named !== "builder";
}

function purposeOf({ kind, stage = "" }: KeyRecord): KeyPurpose {
  return kind === "builder" ? { kind } : { kind, stage };
}
