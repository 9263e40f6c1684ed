import type { CalledRun, StepCall } from "./step-call.ts";
import type { Form } from "./wire.ts";

type Names = "params" | "vars" | "waits" | "ask" | "reads" | "spans";
type RunNames = "metadata" | "input" | "state" | "flowState";

/** Most calls have parameters, and nothing of what else there may be. */
export const callForm: Form<StepCall> = {
  split({ params, vars, waits, ask, reads, spans, run, item, ...own }) {
    const { metadata, input, state, flowState, ...ofRun } = run;
    return {
      head: { ...own, run: ofRun, number: item?.number },
      values: {
        ...{ params: some(params), vars: some(vars), item: item?.value, metadata: some(metadata), input },
        ...{ state: some(state), flowState: flowState ?? undefined, waits: waits ?? undefined, ask: ask ?? undefined },
        ...{ reads: reads.length === 0 ? undefined : reads, spans: spans ?? undefined },
      },
    };
  },
  join({ head, values }) {
    const { run: ofRun, number, ...own } = head as Head;
    const { metadata = nothing, input, state = nothing, flowState = null, item, ...others } = values as Values;
    const { params = nothing, vars = nothing, waits = null, ask = null, reads = [], spans = null } = others;
    return {
      ...{ ...own, params, vars, waits, ask, reads, spans },
      run: { ...ofRun, metadata, input, state, flowState },
      item: number === undefined ? null : { number, value: item },
    };
  },
};

interface Head extends Omit<StepCall, Names | "run" | "item"> {
  readonly run: Omit<CalledRun, RunNames>;
  readonly number?: number;
}

type Values = Partial<Pick<StepCall, Names> & Pick<CalledRun, RunNames>> & { readonly item?: unknown };

const nothing = Object.freeze({});

function some(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  for (const _ in values) return values;
  return undefined;
}
