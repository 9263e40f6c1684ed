import { DefinitionError } from "@stepspan/engine";
import { refused, type WrittenOption } from "../checks/options.ts";
import { quoted, shownValue } from "../checks/show-value.ts";
import { isRefusedName } from "../mapping/refused-names.ts";

/** The name of each captured resource in the child, with its name in the parent. @throws DefinitionError */
export function readCapturedResources(option: WrittenOption): ReadonlyMap<string, string> {
  const { value } = option;
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null) {
    throw refused(option, 'Give a list of names such as ["db"], or an object such as { db: "parentDb" }.');
  }
  const pairs = Array.isArray(value) ? value.map((name: unknown) => [name, name] as const) : Object.entries(value);
  const captured = new Map<string, string>();
  for (const [inChild, inParent] of pairs) {
    const [child, parent] = [checkedName(inChild, option), checkedName(inParent, option)];
    if (captured.has(child)) {
      throw new DefinitionError(`${option.place} lists ${quoted(child)} twice in ${option.name}. List it once.`);
    }
    captured.set(child, parent);
  }
  return captured;
}

function checkedName(name: unknown, { place, name: option }: WrittenOption): string {
  if (typeof name === "string" && name !== "" && !isRefusedName(name)) return name;
  throw new DefinitionError(`${place} has ${shownValue(name)} as a name in ${option}. Give the name of a resource.`);
}
