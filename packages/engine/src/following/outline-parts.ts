import { unreadable } from "../codec/unreadable.ts";
import type { EdgeOutline, PartOutline } from "../plan/outline.ts";

/** The parts of a step or of a workflow, by their names. */
export interface Parts {
  /** In words, for errors. */
  readonly place: string;
  readonly texts: ReadonlyMap<string, string>;
  /** The edges that each of them makes. */
  readonly edges: ReadonlyMap<string, readonly EdgeOutline[]>;
}

export function partsOf(place: string, parts: readonly PartOutline[], edges: readonly EdgeOutline[]): Parts {
  const texts = new Map(parts.map(([name, text]) => [name, text]));
  return { place, texts, edges: Map.groupBy(edges, ([part]) => part) };
}

/** @throws StoreError for what is no number */
export function number<Usual extends number | null>(parts: Parts, part: string, usual: Usual): number | Usual {
  return measured(parts, part, usual, "");
}

/** @throws StoreError for what is no time */
export function milliseconds<Usual extends number | null>(parts: Parts, part: string, usual: Usual): number | Usual {
  return measured(parts, part, usual, " ms");
}

/** A number that cannot be left out. @throws StoreError */
export function requiredNumber(parts: Parts, part: string): number {
  const found = number(parts, part, null);
  if (found === null) throw misread(parts, part, "is missing");
  return found;
}

/** A text in quotes. @throws StoreError for anything else */
export function quoted(parts: Parts, part: string): string {
  const [text, ...others] = quotedList(parts, part);
  if (text === undefined || others.length > 0) throw misread(parts, part, "is no text in quotes");
  return text;
}

/** Texts in quotes, with commas between them; empty without the part. @throws StoreError for anything else */
export function quotedList(parts: Parts, part: string): readonly string[] {
  try {
    const found: unknown = JSON.parse(`[${parts.texts.get(part) ?? ""}]`);
    if (Array.isArray(found) && found.every((text) => typeof text === "string")) return Object.freeze(found);
  } catch {
    // It is no list: said below.
  }
  throw misread(parts, part, "is no list of texts in quotes");
}

export function misread({ place }: Parts, part: string, problem: string): Error {
  return unreadable(`The outline of ${place}`, part, problem);
}

function measured<Usual extends number | null>(parts: Parts, part: string, usual: Usual, unit: string): number | Usual {
  const text = parts.texts.get(part);
  if (text === undefined) return usual;
  const found = text.endsWith(unit) && text.length > unit.length ? Number(text.slice(0, text.length - unit.length)) : Number.NaN; // biome-ignore format: one thought
  if (Number.isNaN(found)) throw misread(parts, part, `is no number${unit === "" ? "" : ` of ms`}`);
  return found;
}
