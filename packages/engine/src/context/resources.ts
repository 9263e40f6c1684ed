/**
 * `context.resources`: live objects that were handed in and are never stored. What a step sets or deletes holds for
 * that step alone.
 *
 * @typeParam Declared those that the workflow declares with `resources`
 */
export interface Resources<out Declared extends object = Readonly<Record<string, unknown>>> {
  get<Key extends keyof Declared & string>(key: Key): Declared[Key] | undefined;
  get<Key extends keyof Declared & string, Fallback>(key: Key, fallback: Fallback): Declared[Key] | Fallback;
  /** @throws MissingResourceError if it is not there */
  require<Key extends keyof Declared & string>(key: Key): Declared[Key];
  set<Key extends keyof Declared & string>(key: Key, resource: Declared[Key]): void;
  /** @returns whether it was there */
  delete(key: keyof Declared & string): boolean;
}
