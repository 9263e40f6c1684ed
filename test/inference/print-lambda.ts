import type { Expression, Statement } from "./random-lambdas.ts";

/** What can be left at a point of the source. */
interface Around {
  readonly loop: boolean;
  readonly block: boolean;
}

/** Without it a minifier would know what the function gives, and leave branches out. */
const returnsInput: Statement = { type: "return", value: { type: "input" } };

const nothing: Around = { loop: false, block: false };

/** Writes a made up lambda down as source. */
export function printLambda(body: readonly Statement[]): string {
  return `({ input, stepSpan }) => ${printBody(body, nothing)}`;
}

function printBody(body: readonly Statement[], around: Around): string {
  return `{ ${body.map((statement) => printStatement(statement, around)).join(" ")} }`;
}

function printStatement(statement: Statement, around: Around): string {
  const inLoop = { loop: true, block: true };
  switch (statement.type) {
    case "evaluate":
      return `${printExpression(statement.value)};`;
    case "return":
    case "throw":
      return `${statement.type} ${printExpression(statement.value)};`;
    case "break":
      return around.block ? "break;" : "";
    case "continue":
      return around.loop ? "continue;" : "";
    case "if": {
      const { test, yes, no } = statement;
      return `if (${printExpression(test)}) ${printBody(yes, around)} else ${printBody(no, around)}`;
    }
    case "while":
      return `while (${printExpression(statement.head)}) ${printBody(statement.body, inLoop)}`;
    case "doWhile":
      return `do ${printBody(statement.body, inLoop)} while (${printExpression(statement.head)});`;
    case "forOf":
      return `for (const item of ${printExpression(statement.head)}) ${printBody(statement.body, inLoop)}`;
    case "switch":
      return printSwitch(statement, around);
    case "try": {
      const handler = statement.handler === null ? "" : `catch ${printBody(statement.handler, around)}`;
      return `try ${printBody(statement.body, around)} ${handler} finally ${printBody(statement.finalizer, around)}`;
    }
  }
}

function printSwitch({ on, cases, hasDefault }: Extract<Statement, { type: "switch" }>, around: Around): string {
  const printed = cases.map((body, index) => {
    const label = hasDefault && index === cases.length - 1 ? "default" : `case ${index}`;
    return `${label}: ${printBody(body, { ...around, block: true })}`;
  });
  return `switch (${printExpression(on)}) { ${printed.join(" ")} }`;
}

function printExpression(expression: Expression): string {
  switch (expression.type) {
    case "read":
      return `stepSpan("${expression.step}").output`;
    case "input":
      return "input.value";
    case "list":
      return `input.list(${expression.parts.map(printExpression).join(", ")})`;
    case "ternary":
      return `(${printExpression(expression.test)} ? ${printExpression(expression.yes)} : ${printExpression(expression.no)})`;
    case "logical":
      return `(${printExpression(expression.left)} ${expression.operator} (${printExpression(expression.right)}))`;
    case "chain":
      return `(${printExpression(expression.holder)})?.[${printExpression(expression.key)}]`;
    case "call":
      return `(() => ${printBody([...expression.body, returnsInput], nothing)})()`;
  }
}
