import { refused, type WrittenOption } from "../checks/options.ts";
import { isAsyncFunction } from "../checks/show-value.ts";

/** A function that carries values from one workflow to another, or paths of which one is made; null if left out. */
export function readTransfer<Transfer extends Function>(
  option: WrittenOption,
  fromMapping: (written: WrittenOption) => Transfer,
): Transfer | null {
  const { value } = option;
  if (value === undefined) return null;
  if (typeof value === "function" && !isAsyncFunction(value)) return value as unknown as Transfer; // only the runner calls it, with what the types say
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return fromMapping(option);
  throw refused(option, 'Give a function that is not async, or paths such as { "to.path": "from.path" }.');
}
