import { exitCodes } from "../outcome/exit-codes.ts";

/** Signals that ask a process to end, with the codes that it ends with then. */
const codes = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;

type EndingSignal = keyof typeof codes;

/** What is done when somebody wants the command to end. */
export interface InterruptActions {
  /** The first time: it ends well, and with this code. */
  endWell(code: number, signal: EndingSignal): void;
  /** Every further time: at once. */
  endNow(code: number): void;
}

/** Listens for Ctrl-C and its kin. @returns a function that gives the signals back */
export function listenForInterrupts({ endWell, endNow }: InterruptActions): () => void {
  let isFirst = true;
  const listener = (signal: NodeJS.Signals) => {
    const known = signal as EndingSignal; // it listens for these only
    if (!isFirst) return endNow(codes[known]);
    isFirst = false;
    endWell(codes[known], known);
  };
  for (const signal of Object.keys(codes)) process.on(signal, listener);
  return () => {
    for (const signal of Object.keys(codes)) process.off(signal, listener);
  };
}

/** Resolves with the first Ctrl-C; the next one ends the process at once. Keeps the process alive meanwhile. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const keptAlive = setInterval(() => undefined, 2 ** 30);
    listenForInterrupts({
      endWell() {
        clearInterval(keptAlive);
        resolve();
      },
      endNow: (code) => process.exit(code),
    });
  });
}
