import fc from "fast-check";

/** An expression of a lambda that is made up. */
export type Expression =
  | { readonly type: "read"; readonly step: string }
  /** Something that may be anything. */
  | { readonly type: "input" }
  /** A function of the input that takes them. */
  | { readonly type: "list"; readonly parts: readonly Expression[] }
  | { readonly type: "ternary"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | {
      readonly type: "logical";
      readonly operator: "&&" | "||" | "??";
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `holder?.[key]` */
  | { readonly type: "chain"; readonly holder: Expression; readonly key: Expression }
  /** A function that is called on the spot; at its end it returns something of the input. */
  | { readonly type: "call"; readonly body: readonly Statement[] };

export type Statement =
  | { readonly type: "evaluate" | "return" | "throw"; readonly value: Expression }
  /** Where it cannot stand it is left out. */
  | { readonly type: "break" | "continue" }
  | {
      readonly type: "if";
      readonly test: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
    }
  | { readonly type: "while" | "doWhile" | "forOf"; readonly head: Expression; readonly body: readonly Statement[] }
  | {
      readonly type: "switch";
      readonly on: Expression;
      readonly cases: readonly (readonly Statement[])[];
      readonly hasDefault: boolean;
    }
  | {
      readonly type: "try";
      readonly body: readonly Statement[];
      readonly handler: readonly Statement[] | null;
      readonly finalizer: readonly Statement[];
    };

const { body } = fc.letrec<{ expression: Expression; statement: Statement; body: readonly Statement[] }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ type: fc.constant("read" as const), step: fc.constantFrom("a", "b", "c") }),
    fc.constant({ type: "input" as const }),
    fc.record({ type: fc.constant("list" as const), parts: fc.array(tie("expression"), { maxLength: 2 }) }),
    fc.record({
      type: fc.constant("ternary" as const),
      test: tie("expression"),
      yes: tie("expression"),
      no: tie("expression"),
    }),
    fc.record({
      type: fc.constant("logical" as const),
      operator: fc.constantFrom("&&" as const, "||" as const, "??" as const),
      left: tie("expression"),
      right: tie("expression"),
    }),
    fc.record({ type: fc.constant("chain" as const), holder: tie("expression"), key: tie("expression") }),
    fc.record({ type: fc.constant("call" as const), body: tie("body") }),
  ),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ type: fc.constantFrom("evaluate" as const, "return" as const), value: tie("expression") }),
    fc.record({ type: fc.constantFrom("break" as const, "continue" as const) }),
    fc.record({ type: fc.constant("throw" as const), value: tie("expression") }),
    fc.record({ type: fc.constant("if" as const), test: tie("expression"), yes: tie("body"), no: tie("body") }),
    fc.record({
      type: fc.constantFrom("while" as const, "doWhile" as const, "forOf" as const),
      head: tie("expression"),
      body: tie("body"),
    }),
    fc.record({
      type: fc.constant("switch" as const),
      on: tie("expression"),
      cases: fc.array(tie("body"), { minLength: 1, maxLength: 3 }),
      hasDefault: fc.boolean(),
    }),
    fc.record({
      type: fc.constant("try" as const),
      body: tie("body"),
      handler: fc.option(tie("body")),
      finalizer: tie("body"),
    }),
  ),
  body: fc.array(tie("statement"), { maxLength: 3 }),
}));

/** Bodies of lambdas. */
export const lambdaBodies: fc.Arbitrary<readonly Statement[]> = body;
