import { DefinitionError, suggest } from "@stepspan/engine";
import { quoted, shownValue } from "../checks/show-value.ts";
import { isPlainObject, pathBelow } from "./json-value.ts";
import type { PartKind, WorkflowParts } from "./parts.ts";
import type { Need } from "./reading.ts";

/** @throws DefinitionError that lists every part that is needed and was not given, or is of another type */
export function checkParts(workflow: string, needs: Iterable<Need>, parts: WorkflowParts): void {
  const missing = Array.from(needs).flatMap((need) => whatIsWrong(need, parts) ?? []);
  if (missing.length === 0) return;
  const count = missing.length === 1 ? "1 part that is" : `${missing.length} parts that are`;
  const list = missing.map((line) => `\n- ${line}`).join("");
  throw new DefinitionError(
    `The configuration of workflow ${quoted(workflow)} needs ${count} not among those given:${list}`,
  );
}

function whatIsWrong({ kind, name, path }: Need, parts: WorkflowParts): string | null {
  const given: unknown = parts[kind] ?? {};
  const where = `${pathBelow(kind, name)}, for ${path}`;
  if (!isPlainObject(given) || !Object.hasOwn(given, name)) {
    return `${where}.${isPlainObject(given) ? suggest(name, Object.keys(given)) : ""}`;
  }
  return isOfKind(kind, given[name]) ? null : `${where}: it is ${shownValue(given[name])}. ${wayOut[kind]}`;
}

const wayOut: Readonly<Record<PartKind, string>> = {
  handlers: "Give a function.",
  conditions: "Give a function.",
  lambdas: "Give a function.",
  schemas: "Give a schema of zod 4.",
  resources: "Give an object.",
};

function isOfKind(kind: PartKind, part: unknown): boolean {
  if (kind === "resources") return true;
  if (kind === "schemas") return typeof part === "object" && part !== null && "_zod" in part;
  return typeof part === "function";
}
