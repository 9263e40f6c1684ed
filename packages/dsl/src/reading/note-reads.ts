import type { ReadMode } from "@stepspan/engine";
import { type Bindings, functionBehind, soleValueOf } from "./bindings.ts";
import { constantKey, constantText, textChoices } from "./constants.ts";
import { type ReadSite, readIdOf } from "./findings.ts";
import { Role, readRoles } from "./roles.ts";
import { type CallNode, type SyntaxNode, valueNodeOf } from "./syntax.ts";
import type { Walk } from "./walk.ts";
import { withRead } from "./ways.ts";

/** Notes a call of `stepSpan`, the scope's or the exported one. */
export function noteRead(walk: Walk, call: CallNode, path: readonly string[]): void {
  const { findings, bindings } = walk;
  const roles = walk.roles.of(call.callee);
  if (roles & Role.exportedRead) findings.readsExported = true;
  const [name, options] = call.arguments;
  if (name === undefined) return;
  const site = { by: "stepSpan", path, mode: modeOf(options, bindings), callee: null } as const;
  const text = constantText(name, bindings);
  if (text !== undefined) {
    return note(walk, call, [{ ...site, name: text, chosen: false }], (roles & ~readRoles) === 0);
  }
  findings.computedNames.add(name);
  const choices = textChoices(name, bindings);
  note(
    walk,
    call,
    choices.map((choice) => ({ ...site, name: choice, chosen: true })),
    false,
  );
}

/** Notes a call of `getData`. */
export function noteDataRead(walk: Walk, call: CallNode, path: readonly string[]): void {
  walk.findings.readsExported = true;
  const key = call.arguments[0];
  if (key === undefined) return;
  const text = constantText(key, walk.bindings);
  if (text === undefined) walk.findings.computedNames.add(key);
  else note(walk, call, [dataSite(text, path, null)], walk.roles.of(call.callee) === Role.getData);
}

/** Notes a call of a function from outside, which may be the exported `stepSpan` or `getRunContext` under another name. */
export function noteOutsideCall(walk: Walk, call: CallNode, path: readonly string[]): void {
  const { findings, bindings } = walk;
  const [name, options] = call.arguments;
  if (name === undefined || functionBehind(name, bindings) !== undefined) return;
  const text = constantText(name, bindings);
  const callee = outsideName(walk, call.callee);
  if (text === undefined) {
    if (callee !== null) findings.outsideArguments.add(name);
    return;
  }
  const getter = outsideGetData(walk, call.callee);
  if (getter !== null) note(walk, call, [dataSite(text, path, getter)], true);
  if (callee === null) return;
  const mode = modeOf(options, bindings);
  note(walk, call, [{ name: text, by: "stepSpan", path, mode, callee, chosen: false }], true);
}

function note(walk: Walk, call: CallNode, sites: readonly ReadSite[], isSure: boolean): void {
  walk.findings.sites.set(call, sites);
  for (const site of sites) if (isSure) walk.way = withRead(walk.way, readIdOf(site));
  if (walk.roles.of(call.callee) & Role.outside) return;
  for (const entered of walk.entered) walk.findings.readers.add(entered);
}

/** A missing span is no error for `getData`. */
function dataSite(key: string, path: readonly string[], callee: string | null): ReadSite {
  return { name: key, by: "getData", path, mode: "default", callee, chosen: false };
}

/** @returns null if the options are no literal that tells */
function modeOf(options: SyntaxNode | undefined, bindings: Bindings): ReadMode | null {
  if (options === undefined) return "plain";
  const value = options.type === "Identifier" ? soleValueOf(options, bindings) : valueNodeOf(options);
  if (value?.type !== "ObjectExpression" || value.properties.length !== 1) return null;
  const property = value.properties[0]!; // just counted
  if (property.type !== "Property" || property.computed || property.key.type !== "Identifier") return null;
  if (property.key.name === "settled") return isTrue(property.value) ? "settled" : null;
  const isNull = property.value.type === "Literal" && property.value.raw === "null";
  return property.key.name === "default" && isNull ? "default" : null;
}

/** Minifiers write `!0` for `true`. */
function isTrue(node: SyntaxNode): boolean {
  if (node.type === "UnaryExpression") {
    return node.operator === "!" && node.argument.type === "Literal" && node.argument.value === 0;
  }
  return node.type === "Literal" && node.value === true;
}

/** The name of a function from outside, for example `n` or `engine.s`; null for anything else. */
function outsideName(walk: Walk, node: SyntaxNode): string | null {
  const callee = valueNodeOf(node);
  if (walk.roles.of(callee) !== Role.outside) return null;
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression") return null;
  const holder = outsideName(walk, callee.object);
  const key = constantKey(callee, walk.bindings);
  return holder === null || key === undefined ? null : `${holder}.${key}`;
}

/** The name of `n().getData`, where `n` may be the exported `getRunContext`. */
function outsideGetData(walk: Walk, callee: SyntaxNode): string | null {
  if (callee.type !== "MemberExpression" || constantKey(callee, walk.bindings) !== "getData") return null;
  const holder = callee.object.type === "CallExpression" ? outsideName(walk, callee.object.callee) : null;
  return holder === null ? null : `${holder}().getData`;
}
