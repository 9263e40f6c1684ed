import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import type { ActiveContext } from "../context/active-context.ts";
import type { ContextCarrier } from "../context/context-carrier.ts";

/**
 * Carries the context of an attempt by Node's AsyncLocalStorage. Its `run` copies all that is carried twice for each
 * call; to enter it inside the scope of a resource, which gives back what was there before, costs a fifth of that.
 */
export function createAsyncContext(): ContextCarrier<ActiveContext> {
  const storage = new AsyncLocalStorage<ActiveContext>();
  const enter = <Own extends ActiveContext, Result>(context: Own, body: (context: Own) => Result): Result => {
    storage.enterWith(context);
    return body(context);
  };
  return {
    entrance() {
      const start = new AsyncResource("StepspanRun", { requireManualDestroy: true });
      return (context, body) => start.runInAsyncScope(enter as never, null, context, body) as ReturnType<typeof body>; // its type forgets that of `body`
    },
    current: () => storage.getStore(),
  };
}
