/** Attempts that never settle are timed out or cancelled: what their functions held can be collected. */
import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { print, whatKeepsAlive } from "./print.ts";

const held: WeakRef<object>[] = [];

/** Never settles, and nobody outside knows how it could. */
function never(): Promise<never> {
  const memory = { bytes: new Uint8Array(100_000) };
  held.push(new WeakRef(memory));
  return new Promise(() => memory);
}

const engine = createEngine({ gracePeriod: 1, concurrency: 3 });
const stuck = workflow("stuck").step("never", { timeout: 1, continueOnError: true, run: never });
for (let round = 0; round < 100; round++) await engine.run(stuck);
const cancelled = workflow("cancelled").step("never", { run: never });
for (let round = 0; round < 100; round++) {
  const handle = engine.start(cancelled);
  handle.cancel();
  await handle.result.catch(() => undefined);
}
for (let round = 0; round < 100; round++) {
  const handle = engine.start(cancelled);
  await new Promise<void>((resolve) => setImmediate(resolve));
  handle.cancel();
  await handle.result.catch(() => undefined);
}

await new Promise<void>((resolve) => setImmediate(resolve));
globalThis.gc?.();
await new Promise<void>((resolve) => setImmediate(resolve));
globalThis.gc?.();
print({ made: held.length, left: held.filter((reference) => reference.deref() !== undefined).length });
print(whatKeepsAlive());
