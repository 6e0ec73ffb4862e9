import { Fault } from "@ascent/core";
import type { ObjectSection, ObjectSymbol, RelocatableObject } from "../elf/read-object.ts";
import { relocatedBytes } from "./relocated-bytes.ts";

/** Part of a body that linking may change; in bytes from its beginning. */
export interface Mask {
  readonly at: number;
  readonly size: number;
}

/** A function or a constant of an object, as it can be found again in what was linked with it. */
export interface Body {
  readonly name: string;
  readonly holds: ObjectSection["holds"];
  /** A copy, zeros where linking may change it. */
  readonly bytes: Uint8Array;
  /** By place; they do not touch each other. */
  readonly masks: readonly Mask[];
  /** Bytes that are not masked. */
  readonly evidence: number;
}

/**
 * What a body must have to say anything: so many bytes that are not masked, and so many different values among them. The
 * `_start` of glibc's crt1.o has 21; stubs that return a constant, jump tables and padding have less of the one or the other.
 */
const LEAST = { code: { bytes: 20, values: 12 }, constants: { bytes: 64, values: 16 } } as const;

/** How often the bytes of an object may be looked at: functions that overlap are rare, a hostile file's could all be the whole. */
const MOST_OVERLAP = 4;

interface Range {
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

/** Functions (or constants) with a size, each once, and what lies between them: linkers keep sections whole. */
function rangesOf(section: ObjectSection): Range[] {
  const wanted: ObjectSymbol["kind"] = section.holds === "code" ? "function" : "object";
  const sized = new Map<string, Range>();
  for (const { name, kind, at, size } of section.symbols) {
    const range = { name, at, end: at + size };
    const isInside = kind === wanted && size > 0 && range.end <= section.bytes.length;
    if (isInside && !sized.has(`${at} ${size}`)) sized.set(`${at} ${size}`, range);
  }
  return [...sized.values(), ...gapsOf(section, [...sized.values()])];
}

function gapsOf(section: ObjectSection, sized: readonly Range[]): Range[] {
  const gaps: Range[] = [];
  let covered = 0;
  for (const { at, end } of [...sized, { at: section.bytes.length, end: section.bytes.length }]) {
    if (at > covered) gaps.push({ name: nameAt(section, covered, at), at: covered, end: at });
    covered = Math.max(covered, end);
  }
  return gaps;
}

/** The first symbol of a range without a sized one, rather a global one than not; or the section. */
function nameAt({ name, symbols }: ObjectSection, from: number, to: number): string {
  const first = lowest(symbols.length, (index) => (symbols[index]?.at ?? 0) >= from);
  const inside = symbols.slice(first, first + 16).filter(({ at }) => at < to);
  return (inside.find(({ isGlobal }) => isGlobal) ?? inside[0])?.name ?? name;
}

/** The lowest index for which something holds that holds for all behind it too; `count` when for none. */
function lowest(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where linking may change a section: clipped to it, merged, by place. */
function masksOf(section: ObjectSection, machine: number): Mask[] {
  const extents = section.relocations
    .map(({ at, type }) => {
      const [from, to] = relocatedBytes(machine, type);
      return { at: Math.max(0, at + from), end: Math.min(section.bytes.length, at + to) };
    })
    .filter(({ at, end }) => at < end)
    .sort((a, b) => a.at - b.at);
  const merged: { at: number; end: number }[] = [];
  for (const extent of extents) {
    const last = merged.at(-1);
    if (last !== undefined && extent.at <= last.end) last.end = Math.max(last.end, extent.end);
    else merged.push(extent);
  }
  return merged.map(({ at, end }) => ({ at, size: end - at }));
}

function masksWithin(masks: readonly Mask[], { at, end }: Range): Mask[] {
  const inside: Mask[] = [];
  const first = lowest(masks.length, (index) => endOf(masks[index]) > at);
  for (let index = first; index < masks.length; index++) {
    const mask = masks[index];
    if (mask === undefined || mask.at >= end) break;
    const from = Math.max(mask.at, at);
    inside.push({ at: from - at, size: Math.min(mask.at + mask.size, end) - from });
  }
  return inside;
}

function endOf(mask: Mask | undefined): number {
  return mask === undefined ? 0 : mask.at + mask.size;
}

/** Sets to zero what linking may change. */
export function applyMasks(bytes: Uint8Array, masks: Iterable<Mask>): void {
  for (const { at, size } of masks) bytes.fill(0, at, at + size);
}

function saysSomething(bytes: Uint8Array, evidence: number, holds: Body["holds"]): boolean {
  const least = LEAST[holds];
  if (evidence < least.bytes) return false;
  // The zeros of masks count as one value more, which is no harm.
  const seen = new Set<number>();
  for (const byte of bytes) {
    seen.add(byte);
    if (seen.size > least.values) return true;
  }
  return false;
}

function bodyOf(section: ObjectSection, range: Range, masks: readonly Mask[]): Body | undefined {
  const inside = masksWithin(masks, range);
  const evidence = range.end - range.at - inside.reduce((sum, { size }) => sum + size, 0);
  if (evidence < LEAST[section.holds].bytes) return undefined;
  // A copy, also of a Buffer, whose own `slice` shares its memory.
  const bytes = new Uint8Array(section.bytes.subarray(range.at, range.end));
  applyMasks(bytes, inside);
  if (!saysSomething(bytes, evidence, section.holds)) return undefined;
  return { name: range.name, holds: section.holds, bytes, masks: inside, evidence };
}

/**
 * The bodies of an object that are large enough to say something. Throws Fault "elf-corrupt" where parts overlap as in no
 * real object.
 */
export function* bodiesOf(object: RelocatableObject, size: number): Generator<Body> {
  let left = size * MOST_OVERLAP;
  for (const section of object.sections) {
    const masks = masksOf(section, object.machine);
    for (const range of rangesOf(section)) {
      left -= range.end - range.at;
      if (left < 0) throw new Fault("elf-corrupt", "the ELF file is damaged: its functions overlap");
      const body = bodyOf(section, range, masks);
      if (body !== undefined) yield body;
    }
  }
}
