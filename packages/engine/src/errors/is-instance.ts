/** `instanceof` for values of users: a proxy can throw when it is asked for its prototype. */
export function isInstance<Type>(value: unknown, type: abstract new (...given: never) => Type): value is Type {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}
