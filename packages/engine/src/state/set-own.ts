/** Sets a property of any name: setting `__proto__` like others would change the prototype. */
export function setOwn(target: object, key: string | number, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(target, key, { value, enumerable: true });
  else (target as Record<string, unknown>)[key] = value;
}
