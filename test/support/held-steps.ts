import type { StepContext } from "@stepspan/engine";
import { turn } from "./turn.ts";

/** One call of a held `run` function. */
export interface HeldCall {
  readonly params: unknown;
  readonly context: StepContext;
}

/** `run` functions whose attempts begin and end where the test says so. */
export interface HeldSteps {
  /** A `run` function for the step of this name: its attempts stay open until the test ends them. */
  held<Output = string>(name: string): <Params>(params: Params, context: StepContext) => Promise<Output>;
  /** Names of the steps with an open attempt, in the order in which those began. */
  readonly open: readonly string[];
  /** All calls so far for a step. */
  calls(name: string): readonly HeldCall[];
  /** The parameters of the last attempt of a step. */
  params(name: string): Readonly<Record<string, unknown>>;
  /** The context of the last attempt of a step. */
  context(name: string): StepContext;
  /** Ends the oldest open attempt of a step well, by default with the name as its output, and lets what follows happen. */
  succeed(name: string, ...output: [output?: unknown]): Promise<void>;
  /** Ends it badly, by default with an error that says that the step is broken. */
  fail(name: string, ...thrown: [thrown?: unknown]): Promise<void>;
}

interface OpenAttempt {
  readonly name: string;
  readonly resolve: (output: never) => void;
  readonly reject: (thrown: unknown) => void;
}

export function createHeldSteps(): HeldSteps {
  const attempts: OpenAttempt[] = [];
  const calls = new Map<string, HeldCall[]>();

  const take = (name: string): OpenAttempt => {
    const at = attempts.findIndex((attempt) => attempt.name === name);
    const [attempt] = at === -1 ? [] : attempts.splice(at, 1);
    if (attempt === undefined) throw new Error(`The test ends an attempt of "${name}", but none is open.`);
    return attempt;
  };

  const callsOf = (name: string): HeldCall[] => {
    const known = calls.get(name) ?? [];
    calls.set(name, known);
    return known;
  };

  const lastCallOf = (name: string): HeldCall => {
    const last = callsOf(name).at(-1);
    if (last === undefined) throw new Error(`The test looks at a call of "${name}", but there was none.`);
    return last;
  };

  return {
    held: (name) => (params, context) => {
      callsOf(name).push({ params, context });
      return new Promise((resolve, reject) => attempts.push({ name, resolve, reject }));
    },
    get open() {
      return attempts.map(({ name }) => name);
    },
    calls: callsOf,
    params: (name) => lastCallOf(name).params as Readonly<Record<string, unknown>>, // an object in these tests
    context: (name) => lastCallOf(name).context,
    async succeed(name, ...output) {
      take(name).resolve((output.length === 0 ? name : output[0]) as never); // a test knows what its step gives
      await turn();
    },
    async fail(name, ...thrown) {
      take(name).reject(thrown.length === 0 ? new Error(`${name} is broken`) : thrown[0]);
      await turn();
    },
  };
}
