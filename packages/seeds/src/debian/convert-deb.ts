import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Fault, hexOf, isFault, type PackageDigests } from "@ascent/core";
import {
  type ApkEntry,
  apkVersionOfDeb,
  createMeter,
  type DebControl,
  type PkgInfo,
  packControl,
  packData,
  packSignature,
  readDebControl,
} from "@ascent/formats";
import { runCommand } from "../host-command.ts";
import type { SeedJob } from "../seed-job.ts";
import { corrupt, type SpooledDeb, spoolDeb } from "./deb-spool.ts";
import { offersOf } from "./file-offers.ts";
import { INSTALL_LINKS, isStandIn } from "./install-links.ts";
import { packageInfo } from "./package-info.ts";
import { scratchIn } from "./scratch.ts";

export interface Conversion {
  /** Path of the deb. */
  readonly deb: string;
  /** Its dependencies by apk name. */
  readonly depends: readonly string[];
  /** A directory for what is half done. */
  readonly scratch: string;
}

/** Blocks come in small pieces; the system gets them by the megabyte. */
const OUTPUT = { flags: "wx", highWaterMark: 4 << 20 };

/** gzip's 0: the time of a cold start counts more here than the size of a cache. */
const STORED = { level: 0 };

/**
 * Turns a deb into a signed apk in the store. Control and data depend on the deb's bytes, the arch and `depends` alone:
 * not on host, user, umask, time zone or time. Maintainer scripts are left behind; see INSTALL_LINKS for what stands in.
 * Throws what `spoolDeb` throws, naming the deb.
 */
export async function convertDeb(job: SeedJob, conversion: Conversion): Promise<PackageDigests> {
  const directory = await mkdtemp(join(conversion.scratch, "deb-"));
  try {
    return await convertIn(directory, job, conversion);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function convertIn(directory: string, job: SeedJob, conversion: Conversion): Promise<PackageDigests> {
  const { signal } = job.request;
  const control = await readControl(conversion.deb, signal);
  const contents = await open(join(directory, "contents"), "wx+", 0o600);
  try {
    const request = { deb: conversion.deb, arch: job.arch, scratch: scratchIn(contents), signal };
    const spooled = await spoolDeb(request).catch((error: unknown) => Promise.reject(naming(control.package, error)));
    const complete = { ...spooled, entries: withInstallLinks(control.package, spooled.entries) };
    const data = await writeData(join(directory, "data"), complete);
    const own = complete.entries.filter(({ path }) => !isStandIn(control.package, path));
    const offers = await offersOf(own, apkVersionOfDeb(control.version));
    const facts = { depends: conversion.depends, arch: job.arch, deb: complete, offers, dataHash: hexOf(data) };
    const info = packageInfo(control, facts);
    return await assemble(directory, job, info);
  } finally {
    await contents.close();
  }
}

async function readControl(deb: string, signal: AbortSignal): Promise<DebControl> {
  const { code, stdout, stderr } = await runCommand("dpkg-deb", ["-f", deb], { signal });
  if (code === 0) return readDebControl(stdout);
  throw corrupt(`dpkg-deb cannot read ${basename(deb)}: ${stderr.trim()}`);
}

function naming(name: string, error: unknown): unknown {
  if (!isFault(error)) return error;
  const { code, wayOut, retryable } = error;
  return new Fault(code, `the deb ${name}: ${error.message}`, {
    cause: error,
    retryable,
    wayOut: wayOut ?? "Such a deb is damaged or hostile: do not trust where it came from.",
  });
}

/** What the maintainer scripts would have linked, where the deb does not bring it itself. */
function withInstallLinks(name: string, entries: readonly ApkEntry[]): readonly ApkEntry[] {
  const paths = new Set(entries.map(({ path }) => path));
  const links = Object.entries(INSTALL_LINKS[name]?.links ?? {}).flatMap(([path, targets]): ApkEntry[] => {
    const target = targets.find((candidate) => paths.has(`usr/bin/${candidate}`));
    return target === undefined || paths.has(path) ? [] : [{ path, type: "symlink", mode: 0o777, linkTarget: target }];
  });
  return [...entries, ...links];
}

async function writeData(path: string, deb: SpooledDeb) {
  const meter = createMeter();
  await pipeline(meter.measure(packData(deb.entries, deb.newest, STORED)), createWriteStream(path, OUTPUT));
  return meter.digest();
}

/** Signature, control and data in one file, handed to the store. */
async function assemble(directory: string, job: SeedJob, info: PkgInfo): Promise<PackageDigests> {
  const control = await packControl({ info }, info.buildDate ?? 0);
  const signature = await packSignature(control, await job.signer());
  const path = join(directory, "apk");
  const content = createMeter();
  const whole = async function* () {
    yield signature;
    yield* content.measure(joined(control, createReadStream(join(directory, "data"), { highWaterMark: 1 << 20 })));
  };
  await pipeline(whole(), createWriteStream(path, OUTPUT));
  const { digest } = await job.store.putFile(path);
  return { fileDigest: digest, contentDigest: content.digest() };
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
