import type { ErrorCode, StepspanError } from "../errors/base.ts";
import { CycleError, DefinitionError } from "../errors/definition-errors.ts";
import { UnhandledEventsError } from "../errors/event-errors.ts";
import { InputError } from "../errors/input-error.ts";
import { RunLeftError, RunParkedError } from "../errors/parting-errors.ts";
import { MissingResourceError, ResourceDisposalError } from "../errors/resource-errors.ts";
import { ResumeMismatchError } from "../errors/resume-errors.ts";
import { CancelledError, RunError, StalledRunError } from "../errors/run-errors.ts";
import { SkippedSpanError, StepError, StepTimeoutError } from "../errors/step-errors.ts";
import { SerializationError, StateError, StoreError } from "../errors/value-errors.ts";
import { keysOfError, setOnError } from "./error-parts.ts";

/** What a field of an error must be. */
type FieldKind = "string" | "string or null" | "number" | "object" | "array";

interface FamilyClass {
  readonly name: string;
  readonly prototype: object;
  readonly code: ErrorCode;
  /** The fields that every error of the class has beside those of all. */
  readonly fields: Readonly<Record<string, FieldKind>>;
  /** A field that is a view of something that goes on, and is not kept. */
  readonly left?: string;
}

/** Names are written out, since a minifier changes those of classes. */
const family: readonly FamilyClass[] = [
  { name: "DefinitionError", prototype: DefinitionError.prototype, code: "DEFINITION", fields: {} },
  { name: "CycleError", prototype: CycleError.prototype, code: "CYCLE", fields: { path: "array" } },
  { name: "InputError", prototype: InputError.prototype, code: "INPUT", fields: { issues: "array" } },
  {
    name: "StepError",
    prototype: StepError.prototype,
    code: "STEP_FAILED",
    fields: { step: "string", attempt: "number", contextSnapshot: "object" },
  },
  {
    name: "StepTimeoutError",
    prototype: StepTimeoutError.prototype,
    code: "STEP_TIMEOUT",
    fields: {
      step: "string",
      attempt: "number",
      contextSnapshot: "object",
      timeoutMs: "number",
      event: "string or null",
    },
  },
  { name: "SkippedSpanError", prototype: SkippedSpanError.prototype, code: "SKIPPED_SPAN", fields: { step: "string" } },
  { name: "StalledRunError", prototype: StalledRunError.prototype, code: "STALLED", fields: { steps: "array" } },
  { name: "CancelledError", prototype: CancelledError.prototype, code: "CANCELLED", fields: { because: "object" } },
  { name: "RunError", prototype: RunError.prototype, code: "RUN_FAILED", fields: { errors: "array" }, left: "run" },
  { name: "StateError", prototype: StateError.prototype, code: "STATE", fields: {} },
  { name: "SerializationError", prototype: SerializationError.prototype, code: "SERIALIZATION", fields: { path: "string" } }, // biome-ignore format: one line
  { name: "MissingResourceError", prototype: MissingResourceError.prototype, code: "MISSING_RESOURCE", fields: { resource: "string" } }, // biome-ignore format: one line
  { name: "ResourceDisposalError", prototype: ResourceDisposalError.prototype, code: "RESOURCE_DISPOSAL", fields: { resource: "string" } }, // biome-ignore format: one line
  { name: "UnhandledEventsError", prototype: UnhandledEventsError.prototype, code: "UNHANDLED_EVENTS", fields: { events: "array" } }, // biome-ignore format: one line
  { name: "StoreError", prototype: StoreError.prototype, code: "STORE", fields: {} },
  { name: "RunLeftError", prototype: RunLeftError.prototype, code: "RUN_LEFT", fields: { runId: "string" } },
  { name: "RunParkedError", prototype: RunParkedError.prototype, code: "RUN_PARKED", fields: { runId: "string" } },
  { name: "ResumeMismatchError", prototype: ResumeMismatchError.prototype, code: "RESUME_MISMATCH", fields: {} },
];

const byPrototype = new Map<unknown, FamilyClass>(family.map((type) => [type.prototype, type]));
const byName = new Map<unknown, FamilyClass>(family.map((type) => [type.name, type]));

/** The prototypes of the errors that Stepspan itself throws. */
export const familyPrototypes: readonly unknown[] = [...byPrototype.keys()];

/** The name of the class of Stepspan that an error is a direct instance of. */
export function familyClassOf(error: object): string | null {
  return byPrototype.get(Object.getPrototypeOf(error))?.name ?? null;
}

/** An error of Stepspan without any property of its own; null for a name that no class of Stepspan has. */
export function createBareFamilyError(className: string): Error | null {
  const type = byName.get(className);
  if (type === undefined) return null;
  const error = new Error(); // a real one, which an object with the prototype alone would not be
  for (const key of Object.getOwnPropertyNames(error)) Reflect.deleteProperty(error, key);
  return Object.setPrototypeOf(error, type.prototype);
}

/** The keys of what is kept of an error of Stepspan, those that are not enumerable first. */
export function keysOfFamilyError(error: Error): ReturnType<typeof keysOfError> {
  const { hidden, shown } = keysOfError(error);
  const left = byPrototype.get(Object.getPrototypeOf(error))?.left;
  return { hidden, shown: shown.filter((key) => key !== left) };
}

/** Whether an error of Stepspan that was put together has what its class promises. */
export function isWholeFamilyError(error: Error): error is StepspanError {
  const type = byPrototype.get(Object.getPrototypeOf(error));
  if (type === undefined || Reflect.get(error, "code") !== type.code || typeof error.message !== "string") return false;
  return Object.entries(type.fields).every(
    ([key, kind]) => Object.hasOwn(error, key) && isOfKind(Reflect.get(error, key), kind),
  );
}

/** Gives an error of Stepspan empty lists and objects in place of those that were left out of its copy. */
export function mendFamilyError(error: Error): void {
  const fields = byPrototype.get(Object.getPrototypeOf(error))?.fields ?? {};
  for (const [key, kind] of Object.entries(fields)) {
    if (isOfKind(Reflect.get(error, key), kind)) continue;
    if (kind === "array") setOnError(error, key, Object.freeze([]), true);
    if (kind === "object") setOnError(error, key, Object.freeze({}), true);
  }
}

function isOfKind(value: unknown, kind: FieldKind): boolean {
  if (kind === "array") return Array.isArray(value);
  if (kind === "string or null") return value === null || typeof value === "string";
  return typeof value === kind && value !== null;
}
