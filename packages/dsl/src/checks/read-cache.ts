import type { CachePolicy, StepBody } from "@stepspan/engine";
import { sourceText } from "../reading/source-text.ts";
import { checkKeys } from "./check-keys.ts";
import { readLimit, readText, refused, type WrittenOption } from "./options.ts";
import { isAsyncFunction } from "./show-value.ts";

const keys = ["key", "ttl", "version"] as const;

/** Null if it was left out, or false. @throws DefinitionError for unknown keys and values that make no sense */
export function readCache(option: WrittenOption, body: StepBody): CachePolicy | null {
  const { value, place } = option;
  if (value === undefined || value === false || body.kind !== "function") return null;
  if (value !== true && (typeof value !== "object" || value === null || Array.isArray(value))) {
    throw refused(option, 'Give true, or an object such as { ttl: "1h" }.');
  }
  const written = value === true ? {} : checkKeys(value, keys, place, "cache.");
  const part = (name: (typeof keys)[number]): WrittenOption => ({ place, name: `cache.${name}`, value: written[name] });
  return Object.freeze({
    key: readKey(part("key")),
    ttlMs: readLimit(part("ttl")),
    version: readText(part("version")),
    source: sourceOf(body),
  });
}

function readKey(option: WrittenOption): CachePolicy["key"] {
  if (option.value === undefined) return null;
  if (typeof option.value !== "function" || isAsyncFunction(option.value)) {
    throw refused(option, "Give a function that returns a text, or a list of values, at once.");
  }
  return option.value as NonNullable<CachePolicy["key"]>; // only the runner calls it, and looks at what it returns
}

function sourceOf({ run, collect }: Extract<StepBody, { kind: "function" }>): string {
  return JSON.stringify([sourceText(run), collect === null ? null : sourceText(collect)]);
}
