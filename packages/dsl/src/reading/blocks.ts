import type { Binding } from "./bindings.ts";

/** The names that one function or block of the source declares. */
export interface Block {
  readonly parent: Block | null;
  /** Takes what `var` declares; null for a function, which takes it itself. */
  readonly hoists: Block | null;
  readonly names: Map<string, Binding>;
}

export function openFunction(parent: Block | null): Block {
  return { parent, hoists: null, names: new Map() };
}

export function openBlock(parent: Block): Block {
  return { parent, hoists: parent.hoists ?? parent, names: new Map() };
}

/** The block that takes a declaration of this kind. */
export function blockFor(kind: string, block: Block): Block {
  return kind === "var" ? (block.hoists ?? block) : block;
}

/** Adds a name, or finds it where it was declared already, as `var` may be. */
export function declareName(name: string, block: Block): Binding {
  const known = block.names.get(name);
  if (known !== undefined) return known;
  const binding: Binding = { name, origins: [], received: [], calls: [] };
  block.names.set(name, binding);
  return binding;
}

export function findName(name: string, from: Block): Binding | undefined {
  for (let block: Block | null = from; block !== null; block = block.parent) {
    const binding = block.names.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}
