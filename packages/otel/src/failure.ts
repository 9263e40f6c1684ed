import { cleanText, cutText } from "./clean-text.ts";

/** How much of a message and of a stack is exported. */
const longestMessage = 2_000;
const longestStack = 8_000;
const longestChain = 16;

/** An error as spans show it. */
export interface Failure {
  /** What was thrown, if that was an error; else the error that says so. */
  readonly root: Error;
  /** The name of its class. */
  readonly type: string;
  /** Of the outermost error: it names the step. */
  readonly message: string;
}

/** Finds what the errors of the engine wrap. Never throws. */
export function failureOf(error: Error): Failure {
  const root = rootOf(error);
  return {
    root,
    type: typeOf(root),
    message: cutText(
      textOf(() => error.message),
      longestMessage,
    ),
  };
}

/** What `recordException` takes. Without the `code` of an error: the SDK would show it in place of the class. */
export function exceptionOf({ root, type }: Failure): { name: string; message: string; stack?: string } {
  const stack = cutText(
    textOf(() => root.stack),
    longestStack,
  );
  const message = cutText(
    textOf(() => root.message),
    longestMessage,
  );
  return stack === "" ? { name: type, message } : { name: type, message, stack };
}

function rootOf(error: Error): Error {
  let root = error;
  for (let depth = 0; depth < longestChain && isWrapper(root); depth++) {
    if (!(root.cause instanceof Error)) break;
    root = root.cause;
  }
  return root;
}

function isWrapper(error: Error): boolean {
  return (error as { readonly code?: unknown }).code === "STEP_FAILED";
}

function typeOf(error: Error): string {
  const name = textOf(() => error.name);
  return name === "" ? "Error" : cleanText(name, 100);
}

/** Errors of users may have getters that throw. */
function textOf(read: () => unknown): string {
  try {
    const text = read();
    return typeof text === "string" ? text : "";
  } catch {
    return "";
  }
}
