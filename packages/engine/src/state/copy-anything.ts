import { isInstance } from "../errors/is-instance.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { CopyRules } from "./copying.ts";
import { copyForeignError } from "./error-copies.ts";
import type { InstanceCopier } from "./instance-copies.ts";
import { labelOf } from "./label-of.ts";

/**
 * Rules by which anything can be copied, as for what was thrown: errors of unknown classes become errors of the
 * language with the same name, message, stack, cause and properties; a label stands for what cannot be kept.
 */
export function copyAnything(
  copyInstance: InstanceCopier,
  limits: Pick<CopyRules, "maximumDepth" | "maximumObjects">,
): CopyRules {
  return {
    ...limits,
    copyInstance: (source, parts) => copyInstance(source, parts) ?? copyIfError(source, parts),
    refusal: (path, problem) => new Error(`${path} ${problem}`), // seen by nobody: a label stands for it
    replacement: (part, thrown) => (part === undefined ? `[threw ${describeThrown(thrown)}]` : labelOf(part)),
  };
}

const copyIfError: InstanceCopier = (source, parts) => {
  if (isDomException(source) || !isError(source)) return null;
  return copyForeignError(source, parts);
};

function isDomException(source: object): boolean {
  return Object.getPrototypeOf(source) === DOMException.prototype;
}

/** Errors of another realm are no instances of ours. */
function isError(source: object): source is Error {
  return isInstance(source, Error) || Object.prototype.toString.call(source) === "[object Error]";
}
