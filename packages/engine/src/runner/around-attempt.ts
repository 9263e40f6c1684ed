import type { ObservedAttempt, Observer } from "../ports/observer.ts";
import type { ObserverReports } from "./observer-reports.ts";

/** Calls a body, which does not throw, once, inside of what observers put around it. */
export type AroundAttempt = (attempt: ObservedAttempt, body: () => void) => void;

/** Null if no observer surrounds attempts. The first one is the outermost. */
export function createAroundAttempt(observers: readonly Observer[], reports: ObserverReports): AroundAttempt | null {
  const surrounding = observers.filter((observer) => observer.aroundAttempt !== undefined);
  if (surrounding.length === 0) return null;
  return (attempt, body) => surround(attempt, body, 0);

  function surround(attempt: ObservedAttempt, body: () => void, at: number): void {
    const observer = surrounding[at];
    if (observer === undefined) return body();
    let isCalled = false;
    const once = () => {
      if (isCalled) return;
      isCalled = true;
      surround(attempt, body, at + 1);
    };
    try {
      const returned: unknown = observer.aroundAttempt?.(attempt, once);
      if (returned instanceof Promise) returned.catch((thrown) => reports.threw(observer, "aroundAttempt", thrown));
      if (!isCalled) reports.write(observer, "aroundAttempt", "it did not call the body that it was given");
    } catch (thrown) {
      reports.threw(observer, "aroundAttempt", thrown);
    }
    once();
  }
}
