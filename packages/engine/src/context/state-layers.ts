/** Keys of a layer that are not declared by a schema hold anything. */
export type AnyValues = Readonly<Record<string, unknown>>;

/**
 * `context.state`: values of one run, written at once and in order. No live reference leaves it: what it gives is
 * frozen, or a copy.
 *
 * @throws StateError for a value that the schema refuses, and for keys such as `__proto__`; nothing has changed then
 * @throws SerializationError for a value that cannot be kept
 */
export interface StateLayer<out Values extends object = AnyValues> {
  get<Key extends keyof Values & string>(key: Key): Values[Key] | undefined;
  /** The fallback stands in for a key that is not there; a stored null or undefined is there. */
  get<Key extends keyof Values & string>(key: Key, fallback: Values[Key]): Values[Key];
  get<Key extends keyof Values & string, Fallback>(key: Key, fallback: Fallback): Values[Key] | Fallback;
  set<Key extends keyof Values & string>(key: Key, value: Values[Key]): void;
  has(key: keyof Values & string): boolean;
  /** @returns whether it was there */
  delete(key: keyof Values & string): boolean;
  /** Adds an item to the end of a list; begins the list if the key is not there. @throws StateError if it is no list */
  append<Key extends keyof Values & string, Item extends ItemOf<Values[Key]>>(key: Key, item: Item): void;
  /** Sets several keys of an object, and keeps the others; begins the object if the key is not there. */
  merge<Key extends keyof Values & string>(key: Key, values: Partial<Values[Key]>): void;
  /**
   * A transaction: commits whole or, if the recipe throws or the schema refuses the result, not at all. What the recipe
   * returns is ignored; a promise is refused.
   */
  update(recipe: (draft: Mutable<Values>) => void): void;
}

/** `context.stepState`: values of one step, across runs. */
export interface StepStateLayer<out Values extends object = AnyValues> extends StateLayer<Values> {
  /** How often `run` of the step was called and looked at its state, in all runs together and this call included. */
  readonly processCount: number;
}

/** `context.flowState`: values of a workflow, across runs. What two runs change at once is tried again, so nothing is lost. */
export interface FlowStateLayer<out Values extends object = AnyValues> {
  get<Key extends keyof Values & string>(key: Key): Promise<Values[Key] | undefined>;
  get<Key extends keyof Values & string>(key: Key, fallback: Values[Key]): Promise<Values[Key]>;
  get<Key extends keyof Values & string, Fallback>(key: Key, fallback: Fallback): Promise<Values[Key] | Fallback>;
  set<Key extends keyof Values & string>(key: Key, value: Values[Key]): Promise<void>;
  /** Gives a key another value, made of the one that is there: `update("count", (count = 0) => count + 1)`. */
  update<Key extends keyof Values & string>(
    key: Key,
    change: (value: Values[Key] | undefined) => Values[Key],
  ): Promise<void>;
  /**
   * Commits whole or, if the recipe throws or the schema refuses the result, not at all. The recipe is synchronous and
   * may run again.
   *
   * @returns a copy of what the recipe returned, frozen where it can be
   */
  transaction<Result>(recipe: (draft: Mutable<Values>) => Result): Promise<Result>;
}

/** The items of a list; unknown for what may be no list. */
export type ItemOf<List> = unknown extends List ? unknown : List extends readonly (infer Item)[] ? Item : never;

/** What a recipe may change; it is a draft, and the values themselves stay as they are. */
export type Mutable<Value> = Value extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends AnyFunction | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
    ? Value
    : Value extends object
      ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
      : Value;

type AnyFunction = (...inputs: never) => unknown;
