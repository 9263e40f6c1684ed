/** Somebody waits, and others ring: rings before it waits count as one. */
export interface Bell {
  ring(): void;
  /** Resolves at once if it rang since the last time that this resolved. */
  rung(): Promise<void>;
}

export function createBell(): Bell {
  let hasRung = false;
  let resolve: (() => void) | null = null;
  return {
    ring() {
      hasRung = true;
      resolve?.();
      resolve = null;
    },
    async rung() {
      if (!hasRung) {
        await new Promise<void>((rings) => {
          resolve = rings;
        });
      }
      hasRung = false;
    },
  };
}
