import type { CommandContext } from "../commands/command-context.ts";
import { examine } from "../doctor/examination.ts";
import { examinationText } from "../doctor/examination-text.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { jsonText } from "../text/json-text.ts";

/** Looks for what is wrong with a store. */
export async function examineStore(
  { output }: CommandContext,
  store: string,
  { json }: { readonly json?: boolean },
): Promise<ExitCode> {
  const found = examine(store);
  const lines = json === true ? [jsonText(found)] : examinationText(found, output.data.style);
  for (const line of lines) output.data.write(`${line}\n`);
  return found.problems.length === 0 ? exitCodes.done : exitCodes.failed;
}
