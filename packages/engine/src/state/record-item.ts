import type { ClassRegistry } from "./class-registry.ts";
import { instanceCopier } from "./instance-copies.ts";
import { copyToRecord, copyValue } from "./record.ts";

/**
 * Records one item of a list that is not complete yet: as `record` would, with the place of the item in the path.
 *
 * @param list the list in words, for the message of the error
 * @throws SerializationError with the path, for example `[3].price`
 */
export function recordItem(item: unknown, index: number, list: string, classes: ClassRegistry | null = null): unknown {
  const rules = copyToRecord(list, instanceCopier(classes));
  return copyValue(item, {
    ...rules,
    refusal: (path, problem, remedy) => rules.refusal(`[${index}]${path}`, problem, remedy),
  });
}
