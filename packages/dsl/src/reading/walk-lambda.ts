import { bindVariables } from "./bind-variables.ts";
import { createFindings, type Findings } from "./findings.ts";
import { enterFunction } from "./functions.ts";
import { createRoles, readingRoles } from "./roles.ts";
import { childrenOf, type FunctionNode, type SyntaxNode } from "./syntax.ts";
import { createUpstream, type IsUpstream } from "./upstream.ts";
import { callVisits } from "./visit-calls.ts";
import { expressionVisits } from "./visit-expressions.ts";
import { statementVisits } from "./visit-statements.ts";
import { tryVisits } from "./visit-try.ts";
import type { Visit, Visits } from "./visits.ts";
import type { Walk } from "./walk.ts";
import { createMeeting, join, readsOn, start } from "./ways.ts";

/** What a walk through a whole lambda gives. */
export interface WalkedLambda {
  readonly findings: Findings;
  /** The reads that every way makes. */
  readonly required: ReadonlySet<string>;
  readonly isUpstream: IsUpstream;
}

const visits: Visits = { ...statementVisits, ...tryVisits, ...expressionVisits, ...callVisits };

/** Walks through a lambda along all of its ways. */
export function walkLambda(lambda: FunctionNode): WalkedLambda {
  const bindings = bindVariables(lambda);
  const roles = createRoles(bindings);
  const findings = createFindings();
  const walk: Walk = {
    bindings,
    roles,
    findings,
    entered: [],
    calls: 0,
    way: start,
    exit: createMeeting(),
    thrown: { way: null, isCaught: false },
    shortcut: null,
    jump: null,
    visit: (node, below = []) => {
      const visit = visits[node.type] as Visit<SyntaxNode["type"]> | undefined; // the table pairs each type with its node
      if (visit === undefined) walk.visitBelow(node);
      else visit(walk, node, below);
    },
    visitBelow: (node) => {
      for (const child of childrenOf(node)) walk.visit(child);
    },
  };
  enterFunction(walk, lambda);
  const isHandedOn = bindings.leaks.some((origin) => roles.ofOrigin(origin) & readingRoles);
  if (isHandedOn || lambda.params[0]?.type === "RestElement") findings.escapes = true;
  return { findings, required: readsOn(join(walk.way, walk.thrown.way)), isUpstream: createUpstream(bindings, roles) };
}
