/** Resolves when all that was ready to happen has happened, without any time passing. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
