/**
 * Writes the way from a value to one of its parts as code would: `.orders[0].price`, `["content-type"]`. Empty for the
 * value itself.
 */
export function valuePath(keys: readonly PropertyKey[]): string {
  return keys.map(written).join("");
}

function written(key: PropertyKey): string {
  if (typeof key !== "string") return `[${String(key)}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
