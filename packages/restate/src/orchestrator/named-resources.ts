import type { OpenResources } from "@stepspan/engine/hosting";

/** Where lambdas are evaluated only the names of resources are known: they themselves are with the workers. */
export const namedResources: OpenResources = (given, facts) => ({
  byName: new Map([...given.keys()].map((name) => [name, null])),
  isChild: facts.parentRunId !== null,
  close: () => [],
});
