import { type ClassRegistry, DefinitionError, suggest } from "@stepspan/engine";

/**
 * What an acknowledged write survives. "process": the death of the process, however it ends; after a loss of power the
 * last writes may be missing, and what is there is whole. "power": a loss of power too, at the price of waiting for the
 * disk with every commit.
 */
export type Durability = "process" | "power";

export interface SqliteStoreOptions {
  /** Default "process". */
  readonly durability?: Durability;
  /** The classes whose instances are kept: the registry that the engine has. Default: none but the language's own. */
  readonly classes?: ClassRegistry;
  /** Characters of the text and bytes beside it of one value. Default 16 MiB; Infinity for no limit. */
  readonly maximumValueSize?: number;
}

/** The options with their defaults. */
export interface StoreSettings {
  readonly durability: Durability;
  readonly classes: ClassRegistry | null;
  readonly maximumValueSize: number;
}

const known = ["durability", "classes", "maximumValueSize"];
const usualSize = 16 * 1024 * 1024;

/** @throws DefinitionError for unknown options and values that make no sense */
export function settingsOf(options: unknown): StoreSettings {
  if (typeof options !== "object" || options === null) {
    throw new DefinitionError(`sqliteStore got ${shown(options)} in place of its options. Give an object.`);
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const problem = `sqliteStore got the unknown option ${JSON.stringify(unknown)}.${suggest(unknown, known)}`;
    throw new DefinitionError(`${problem} Its options are ${known.join(", ")}.`);
  }
  const { durability = "process", classes, maximumValueSize = usualSize }: Record<string, unknown> = { ...options };
  if (durability !== "process" && durability !== "power") {
    throw new DefinitionError(`sqliteStore got ${shown(durability)} as durability. Give "process" or "power".`);
  }
  if (classes !== undefined && !isRegistry(classes)) {
    throw new DefinitionError(`sqliteStore got ${shown(classes)} as classes. Give what createClassRegistry() gave.`);
  }
  if (!isSize(maximumValueSize)) {
    throw new DefinitionError(
      `sqliteStore got ${shown(maximumValueSize)} as maximumValueSize. Give a whole number of at least 1, or Infinity.`,
    );
  }
  return { durability, classes: classes ?? null, maximumValueSize };
}

function isRegistry(value: unknown): value is ClassRegistry {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "classOf") === "function";
}

function isSize(value: unknown): value is number {
  return value === Infinity || (Number.isInteger(value) && (value as number) >= 1); // an integer is a number
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
