import { AsyncLocalStorage } from "node:async_hooks";
import type { ActiveContext } from "../context/active-context.ts";
import type { ContextCarrier } from "../context/context-carrier.ts";

/** Carries the context of an attempt by Node's AsyncLocalStorage. */
export function createAsyncContext(): ContextCarrier<ActiveContext> {
  const storage = new AsyncLocalStorage<ActiveContext>();
  return {
    run: (context, body) => storage.run(context, body),
    current: () => storage.getStore(),
  };
}
