import { type Options, parse } from "acorn";
import { type FunctionNode, isFunctionNode, type SyntaxNode } from "./syntax.ts";

/** A lambda may have been cut out of a class or a module, so it is parsed without its surroundings. */
const options: Options = {
  ecmaVersion: "latest",
  sourceType: "script",
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
  checkPrivateFields: false,
};

const looksLikeExpression = /^(?:function\b|\(|[\w$]+\s*=>)/;

/** Parses what `Function.prototype.toString` gives. @returns null for what is no source: native and bound functions, classes */
export function parseLambda(text: string): FunctionNode | null {
  return looksLikeExpression.test(text)
    ? (parseExpression(text) ?? parseMethod(text))
    : (parseMethod(text) ?? parseExpression(text));
}

function parseExpression(text: string): FunctionNode | null {
  return functionIn(expressionIn(`(${text}\n)`));
}

function parseMethod(text: string): FunctionNode | null {
  const surrounding = expressionIn(`(class{${text}\n})`);
  const member = surrounding?.type === "ClassExpression" ? surrounding.body.body[0] : undefined;
  const isMethod = member?.type === "MethodDefinition" && (member.kind === "method" || member.kind === "constructor");
  return isMethod ? functionIn(member.value) : null;
}

function expressionIn(text: string): SyntaxNode | null {
  try {
    const statement = parse(text, options).body[0];
    return statement?.type === "ExpressionStatement" ? statement.expression : null;
  } catch {
    return null;
  }
}

function functionIn(node: SyntaxNode | null): FunctionNode | null {
  return node !== null && isFunctionNode(node) ? node : null;
}
