import { originOf } from "./made-from.ts";
import { normalSource } from "./normal-source.ts";
import { hashOf } from "./text-hash.ts";
import { createValueText } from "./value-text.ts";

/** Tells functions and values of a definition apart from others. */
export interface DefinitionHash {
  readonly ofFunction: (fn: Function) => string;
  readonly ofConstant: (value: unknown) => string;
  /** The name of the part that a parameter is: one text for all steps that have such a parameter. */
  readonly parameterPart: (name: string) => string;
}

/** Sources that were seen are not read again: workflows built in a loop have many lambdas of one source. */
export function createDefinitionHash(): DefinitionHash {
  const bySource = new Map<string, string>();
  const partByParameter = new Map<string, string>();

  const ofFunction = (fn: Function): string => {
    const origin = originOf(fn);
    if (origin !== null) return ofConstant(origin.data);
    const source = Function.prototype.toString.call(fn);
    const known = bySource.get(source);
    if (known !== undefined) return known;
    if (isNative(source)) return hashOf(`native ${nameOf(fn)}`);
    const hash = hashOf(normalSource(source));
    bySource.set(source, hash);
    return hash;
  };

  const textOf = createValueText(ofFunction);
  const ofConstant = (value: unknown) => hashOf(textOf(value));

  const parameterPart = (name: string): string => {
    const part = partByParameter.get(name) ?? `params.${name}`;
    partByParameter.set(name, part);
    return part;
  };

  return { ofFunction, ofConstant, parameterPart };
}

/** Such as `String`, or a bound function: its name is all that is known of it. */
function isNative(source: string): boolean {
  return source.length < 200 && source.endsWith("}") && source.includes("[native code]");
}

function nameOf(fn: Function): string {
  return String(Object.getOwnPropertyDescriptor(fn, "name")?.value);
}
