/** Tells whether steps wait for something outside of JavaScript: a timer, a file, a socket, a process. */
export interface RealWork {
  isPending(): boolean;
  /** What is open now belongs to no step: a server of the test, a connection that a step left open. */
  ignoreWhatIsOpen(): void;
}

/** Counts what keeps this process alive. Where the platform does not tell, nothing is ever pending. */
export function watchRealWork(): RealWork {
  let ignored = openResources();
  return {
    isPending() {
      const open = openResources();
      // What was ignored and is closed by now must not hide what was opened since.
      ignored = new Map([...ignored].map(([kind, count]) => [kind, Math.min(count, open.get(kind) ?? 0)]));
      return [...open].some(([kind, count]) => count > (ignored.get(kind) ?? 0));
    },
    ignoreWhatIsOpen() {
      ignored = openResources();
    },
  };
}

/** How many there are of each kind. */
function openResources(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of globalThis.process?.getActiveResourcesInfo?.() ?? []) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
