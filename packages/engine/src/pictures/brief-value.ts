import { describeThrown } from "../errors/thrown.ts";

const deepest = 3;
const mostEntries = 12;

/** A value in about so many characters, near to how JSON has it; only as much of it is looked at as is shown. */
export function briefValue(value: unknown, longest: number): string {
  const text = written(value, deepest, { left: longest });
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** How many characters are left: shared by all that is inside of a value. */
interface Room {
  left: number;
}

function written(value: unknown, depth: number, room: Room): string {
  const text = isObject(value) ? writtenObject(value, depth, room) : writtenPlain(value, room.left);
  room.left -= isObject(value) ? 2 : text.length;
  return text;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function writtenPlain(value: unknown, longest: number): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > longest ? `${value.slice(0, Math.max(0, longest))}…` : value);
  return typeof value === "bigint" ? `${value}n` : typeof value === "function" ? "a function" : String(value);
}

/** Recorded values are data, but what a step throws may be anything: reading it may throw again. */
function writtenObject(value: object, depth: number, room: Room): string {
  try {
    if (value instanceof Error) return describeThrown(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid date" : value.toISOString();
    if (value instanceof Map) return `Map(${value.size})`;
    if (value instanceof Set) return `Set(${value.size})`;
    if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength} bytes)`;
    if (Array.isArray(value)) return depth === 0 ? `[${value.length} items]` : `[${entriesOf(value, depth, room)}]`;
    return depth === 0 ? "{…}" : `{${propertiesOf(value, depth, room)}}`;
  } catch {
    return "a value that cannot be shown";
  }
}

function entriesOf(list: readonly unknown[], depth: number, room: Room): string {
  const shown: string[] = [];
  for (const entry of list.slice(0, mostEntries)) {
    if (room.left <= 0) break;
    shown.push(written(entry, depth - 1, room));
  }
  return [...shown, ...(shown.length < list.length ? ["…"] : [])].join(",");
}

function propertiesOf(value: object, depth: number, room: Room): string {
  const shown: string[] = [];
  let isWhole = true;
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    isWhole = shown.length < mostEntries && room.left > 0;
    if (!isWhole) break;
    room.left -= name.length;
    shown.push(`${JSON.stringify(name)}:${written(Reflect.get(value, name), depth - 1, room)}`);
  }
  return [...shown, ...(isWhole ? [] : ["…"])].join(",");
}
