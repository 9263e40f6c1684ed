import { visibleText } from "@stepspan/engine/reading";
import type { OpenWait, RunHandle } from "stepspan";
import { errorLines } from "../outcome/error-lines.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import type { Style } from "../text/style.ts";

/** How a run ended, as far as this process knows. */
export type RunEnd =
  | { readonly kind: "succeeded"; readonly output: unknown }
  | { readonly kind: "failed"; readonly errors: readonly Error[] }
  | { readonly kind: "cancelled" }
  /** `waits`: what it waits for from outside. */
  | { readonly kind: "left"; readonly error: Error; readonly waits: readonly OpenWait[] }
  /** It never began, or the store failed. */
  | { readonly kind: "refused"; readonly error: unknown };

/** Waits for the end of a run. Never rejects. */
export async function endOf(handle: RunHandle): Promise<RunEnd> {
  try {
    return { kind: "succeeded", output: (await handle.result).output };
  } catch (thrown) {
    return endBy(thrown, handle);
  }
}

/** By the codes of errors: the file of the user may have another copy of the library. */
function endBy(thrown: unknown, { waits }: RunHandle): RunEnd {
  if (!(thrown instanceof Error)) return { kind: "refused", error: thrown };
  const { code, run, errors } = thrown as Error & {
    code?: unknown;
    run?: { status: string };
    errors?: readonly Error[];
  };
  if (code === "RUN_FAILED")
    return run?.status === "cancelled" ? { kind: "cancelled" } : { kind: "failed", errors: errors ?? [thrown] };
  if (code === "RUN_LEFT" || code === "RUN_PARKED") return { kind: "left", error: thrown, waits };
  if (code === "CANCELLED") return { kind: "cancelled" };
  return { kind: "refused", error: thrown };
}

/** What the process ends with. */
export function exitCodeOf(end: RunEnd): ExitCode {
  switch (end.kind) {
    case "succeeded":
      return exitCodes.done;
    case "failed":
    case "cancelled":
      return exitCodes.failed;
    case "left":
      return exitCodes.left;
    case "refused":
      throw end.error; // told where all errors are
    default:
      return end satisfies never;
  }
}

/** What is said of the end below the picture: what went wrong, in full. */
export function endLines(end: RunEnd, style: Style): readonly string[] {
  if (end.kind === "failed") return end.errors.flatMap((error) => ["", ...errorLines(error, style)]);
  if (end.kind === "left") return ["", ...leftLines(end, style)];
  return [];
}

function leftLines({ error, waits }: Extract<RunEnd, { kind: "left" }>, style: Style): readonly string[] {
  if (Reflect.get(error, "code") !== "RUN_LEFT" || waits.length === 0) return errorLines(error, style);
  const shown = waits.slice(0, mostWaits).map(({ path, event }) => `  ${visibleText(path)}${event === null ? "" : ` waits for ${visibleText(event)}`}`); // biome-ignore format: one line
  const more = waits.length > mostWaits ? [`  and ${waits.length - mostWaits} more`] : [];
  return [
    `${style.uneasy("left:")} The run waits, and is kept in the store until somebody goes on with it:`,
    ...shown,
    ...more,
  ];
}

/** More of them are only counted. */
const mostWaits = 10;
