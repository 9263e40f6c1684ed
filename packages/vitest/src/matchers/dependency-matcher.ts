import { DefinitionError } from "@stepspan/engine";
import { quoteText } from "../display/escape-text.ts";
import type { MatcherResult } from "./matcher-result.ts";
import { requireStep, requireWorkflow } from "./received.ts";

export function toHaveDependencies(received: unknown, name: string, dependencies: readonly string[]): MatcherResult {
  const workflow = requireWorkflow("toHaveDependencies", received);
  if (!Array.isArray(dependencies)) {
    throw new DefinitionError("toHaveDependencies takes a list of names: toHaveDependencies(name, [names]).");
  }
  for (const step of [name, ...dependencies]) requireStep("toHaveDependencies", workflow, step);
  const expected = [...new Set(dependencies)].sort();
  const actual = workflow.graph.inNeighbors(name).sort();
  const pass = expected.length === actual.length && expected.every((step, index) => step === actual[index]);
  return {
    pass,
    message: () => messageOf({ workflow: workflow.name, name, expected, actual, pass }),
    actual,
    expected,
  };
}

interface Comparison {
  readonly workflow: string;
  readonly name: string;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  readonly pass: boolean;
}

function messageOf({ workflow, name, expected, actual, pass }: Comparison): string {
  const step = `step ${quoteText(name)} of workflow "${workflow}"`;
  if (pass) return `Expected ${step} not to depend on exactly ${listOf(expected)}, but it does.`;
  const missing = expected.filter((dependency) => !actual.includes(dependency));
  const surplus = actual.filter((dependency) => !expected.includes(dependency));
  const differences = [
    missing.length > 0 ? `it does not depend on ${listOf(missing)}` : null,
    surplus.length > 0 ? `it also depends on ${listOf(surplus)}` : null,
  ].filter((difference) => difference !== null);
  return `Expected ${step} to depend on exactly ${listOf(expected)}, but ${differences.join(", and ")}.`;
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.map(quoteText).join(", ");
}
