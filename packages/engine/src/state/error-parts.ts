/** The language's classes of errors by name; which there are depends on the version of Node. */
const makers: Readonly<Record<string, () => Error>> = {
  Error: () => new Error(),
  EvalError: () => new EvalError(),
  RangeError: () => new RangeError(),
  ReferenceError: () => new ReferenceError(),
  SyntaxError: () => new SyntaxError(),
  TypeError: () => new TypeError(),
  URIError: () => new URIError(),
  AggregateError: () => new AggregateError([]),
  ...(typeof SuppressedError === "undefined" ? {} : { SuppressedError: () => new SuppressedError(null, null) }),
};

const names = new Map<unknown, string>(
  Object.entries(makers).map(([name, make]) => [Object.getPrototypeOf(make()), name]),
);

/** What an error says of itself though it is not enumerable. */
const hiddenKeys = ["message", "stack", "cause", "errors", "error", "suppressed", "name"];

/** The prototypes of the language's classes of errors. */
export const errorPrototypes: readonly unknown[] = [...names.keys()];

/** The name of the class of the language that an error is a direct instance of. */
export function errorClassOf(error: object): string | null {
  return names.get(Object.getPrototypeOf(error)) ?? null;
}

/** An error without any property of its own, a stack neither; null for a class that this language does not have. */
export function createBareError(className: string): Error | null {
  const error = Object.hasOwn(makers, className) ? makers[className]!() : null;
  if (error !== null) for (const key of Object.getOwnPropertyNames(error)) Reflect.deleteProperty(error, key);
  return error;
}

/** The keys of what is kept of an error, those that are not enumerable first. */
export function keysOfError(error: Error): { readonly hidden: readonly string[]; readonly shown: readonly string[] } {
  const shown = Object.keys(error);
  return { hidden: hiddenKeys.filter((key) => Object.hasOwn(error, key) && !shown.includes(key)), shown };
}

/** Gives an error a property, as enumerable as it was on its source. */
export function setOnError(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable });
}
