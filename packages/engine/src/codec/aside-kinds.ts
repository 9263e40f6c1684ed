import { hasNames } from "../state/array-keys.ts";
import { errorPrototypes } from "../state/error-parts.ts";
import { familyPrototypes } from "../state/family-errors.ts";
import { livePrototype } from "../state/live.ts";
import type { AsideKind } from "./aside.ts";
import { arrayBufferAside, nodeBufferAside, nodeBufferPrototype, viewAside } from "./aside-of-bytes.ts";
import { domExceptionAside, errorAside, familyErrorAside } from "./aside-of-error.ts";
import { EncodedInstance, instanceAside } from "./aside-of-instance.ts";
import { liveAside } from "./aside-of-live.ts";
import { arrayAside, objectAside } from "./aside-of-plain.ts";
import { dateAside, regExpAside, urlAside } from "./aside-of-scalars.ts";

type AnyKind = AsideKind<never>;

const byPrototype = new Map<unknown, AnyKind>([
  [Date.prototype, dateAside],
  [URL.prototype, urlAside],
  [RegExp.prototype, regExpAside],
  [ArrayBuffer.prototype, arrayBufferAside],
  [EncodedInstance.prototype, instanceAside],
  [livePrototype, liveAside],
  [DOMException.prototype, domExceptionAside],
  ...errorPrototypes.map((prototype): [unknown, AnyKind] => [prototype, errorAside]),
  ...familyPrototypes.map((prototype): [unknown, AnyKind] => [prototype, familyErrorAside]),
]);
if (nodeBufferPrototype !== undefined) byPrototype.set(nodeBufferPrototype, nodeBufferAside);

const kinds = [arrayAside, objectAside, viewAside, nodeBufferAside, ...byPrototype.values()];

const byName = new Map<unknown, AnyKind>(kinds.map((kind) => [kind.name, kind]));

/** How a part of a recorded value is written aside; null if devalue writes it as it is. */
export function asideKindOf(part: object): AsideKind | null {
  if (Array.isArray(part))
    return hasNames(Object.keys(part), part.length) ? (arrayAside as AnyKind as AsideKind) : null;
  const prototype: unknown = Object.getPrototypeOf(part);
  if (prototype === Object.prototype || prototype === null)
    return Object.hasOwn(part, "__proto__") ? objectAside : null;
  const kind = byPrototype.get(prototype) ?? (ArrayBuffer.isView(part) ? (viewAside as AnyKind) : null);
  return kind as AsideKind | null; // the map pairs each prototype with its kind; Map and Set have none
}

/** The kind that was written under a name. */
export function asideKindNamed(name: unknown): AnyKind | null {
  return byName.get(name) ?? null;
}
